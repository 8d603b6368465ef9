"""The fixed lines around what is quoted, by name and language; content, kept out of the code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from assistant.errors import ContentError
from assistant.records import Language, Notice

WORDINGS_FILE = Path(__file__).with_name("wordings.toml")


@dataclass(frozen=True)
class Wordings:
    """Every fixed line in every language."""

    lines: Mapping[Language, Mapping[str, str]]
    notices: Mapping[Language, Mapping[str, str]]

    def say(self, name: str, language: Language, **values: str) -> str:
        """Fill one line; raises ContentError for a name nobody has written."""
        try:
            return Template(self.lines[language][name]).substitute(values)
        except KeyError as error:
            raise ContentError(f"The wording {name} ({language}) is missing, or its value {error}") from error

    def notice(self, kind: str, language: Language, **values: str) -> Notice:
        """Fill one notice."""
        return Notice(kind=kind, text=Template(self.notices[language][kind]).substitute(values))


def load_wordings(file: Path = WORDINGS_FILE) -> Wordings:
    """Load the wordings; both languages must hold the same names."""
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    notices: dict[Language, Mapping[str, str]] = {
        "en": raw["en"].pop("notices"),
        "es": raw["es"].pop("notices"),
    }
    if raw["en"].keys() != raw["es"].keys() or notices["en"].keys() != notices["es"].keys():
        raise ContentError(f"{file.name}: the two languages do not hold the same lines")
    return Wordings({"en": raw["en"], "es": raw["es"]}, notices)
