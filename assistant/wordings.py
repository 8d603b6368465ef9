"""Every fixed wording of answering lives in one file, in both languages, and nothing else is said by rote.

A missing language or an unfilled blank is an error here, not a surprise for a person.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from string import Template

from assistant.records import Language
from ingest.records import Record

WORDINGS_FILE = Path(__file__).with_name("wordings.toml")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡“\"])")


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


class JailWording(Record):
    """How help that names a prison reads for a county jail."""

    without: tuple[str, ...]
    """Words of sentences that lead to the prisons' own offices."""
    words: Mapping[str, str]

    def reword(self, text: str) -> str:
        """Leave those sentences out, line by line, and say the jail for the prison."""
        lines = []
        for line in text.split("\n"):
            kept = [s for s in _SENTENCE.split(line) if not any(word in s for word in self.without)]
            lines.append(" ".join(kept) if kept else None)
        told = re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line is not None)).strip()
        for word, written in self.words.items():
            told = re.sub(rf"\b{word}\b", written, told)
        return told


class ServiceText(Record):
    """A service's wording in one language; an empty title means the register's own."""

    title: str
    why: str


class Wordings(Record):
    """All fixed wordings."""

    status: Mapping[str, StatusWording]
    line: Mapping[str, LineWording]
    services: Mapping[str, ServiceWording]
    jail: Mapping[Language, JailWording]

    @property
    def statuses(self) -> tuple[str, ...]:
        """Every status an answer can have."""
        return tuple(self.status)

    def text(self, status: str, language: Language, **blanks: str) -> str:
        """Word a status; raises KeyError for an unknown status or an unfilled blank."""
        return _fill(getattr(self.status[status], language), blanks)

    def word_for_jail(self, text: str, language: Language) -> str:
        """Put help that names the prison so that it names the jail; said twice, nothing changes."""
        return self.jail[language].reword(text)

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
    return Wordings(status=data["status"], line=data["line"], services=data["service"], jail=data["jail"])


def _fill(text: str, blanks: Mapping[str, str]) -> str:
    return Template(text.strip()).substitute(blanks)
