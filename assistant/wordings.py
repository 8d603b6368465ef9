"""Every fixed wording of answering lives in one file, in both languages, and nothing else is said by rote.

A missing language or an unfilled blank is an error here, not a surprise for a person.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from string import Template

from assistant.records import Language
from ingest.records import Record

WORDINGS_FILE = Path(__file__).with_name("wordings.toml")


class StatusWording(Record):
    """What staff see and people read for one status."""

    staff: str
    en: str
    es: str


class LineWording(Record):
    """A common line in both languages."""

    en: str
    es: str


class ServiceWording(Record):
    """Why a service is shown, and its title in Spanish (the English one is a fact of the register)."""

    title_es: str
    en: str
    es: str


class ServiceText(Record):
    """A service's wording in one language; an empty title means the register's own."""

    title: str
    why: str


class Wordings(Record):
    """All fixed wordings."""

    status: Mapping[str, StatusWording]
    line: Mapping[str, LineWording]
    services: Mapping[str, ServiceWording]

    @property
    def statuses(self) -> tuple[str, ...]:
        """Every status an answer can have."""
        return tuple(self.status)

    def text(self, status: str, language: Language, **blanks: str) -> str:
        """Word a status; raises KeyError for an unknown status or an unfilled blank."""
        return _fill(getattr(self.status[status], language), blanks)

    def staff_label(self, status: str) -> str:
        """Word a status for staff."""
        return self.status[status].staff

    def say(self, name: str, language: Language, **blanks: str) -> str:
        """Word a common line; raises KeyError for an unknown line or an unfilled blank."""
        return _fill(getattr(self.line[name], language), blanks)

    def service(self, key: str, language: Language) -> ServiceText:
        """Word a service: why it is shown, and its title where the language has one."""
        wording = self.services[key]
        return ServiceText(title=wording.title_es if language == "es" else "", why=getattr(wording, language))


@lru_cache(maxsize=4)
def load_wordings(path: Path = WORDINGS_FILE) -> Wordings:
    """Load the wordings; a missing language is refused."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Wordings(status=data["status"], line=data["line"], services=data["service"])


def _fill(text: str, blanks: Mapping[str, str]) -> str:
    return Template(text.strip()).substitute(blanks)
