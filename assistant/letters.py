"""Letters a person can copy: filled only with what was said, every rule cited in its own words.

Drafts are Markdown with `string.Template` blanks; a blank nobody filled stays visible as "[…]".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from assistant.records import Language
from assistant.screening.text import fold
from ingest.records import Record

LETTERS_DIR = Path(__file__).with_name("letters")
REGISTER_FILE = LETTERS_DIR / "letters.toml"


class LetterTitle(Record):
    """A letter's name in both languages."""

    en: str
    es: str


class LetterQuote(Record):
    """A rule that a letter cites, verbatim."""

    locator: str
    label: str
    text: str


class LetterEntry(Record):
    """One letter: when it fits, and the rules it cites."""

    key: str
    title: LetterTitle
    asks: tuple[str, ...]
    unless: tuple[str, ...] = ()
    quotes: tuple[LetterQuote, ...]
    blanks: Mapping[str, LetterTitle]
    """What to write into each blank that nothing fills."""


@dataclass(frozen=True)
class LetterBook:
    """All letters."""

    entries: tuple[LetterEntry, ...]

    def find(self, question: str) -> str | None:
        """Find the key of the letter that fits a question, if one does."""
        folded = fold(question)
        for entry in self.entries:
            if _has_any(entry.asks, folded) and not _has_any(entry.unless, folded):
                return entry.key
        return None

    def write(self, key: str, language: Language, filled: Mapping[str, str] | None = None) -> str:
        """Write a letter; `filled` holds only what the person said. Raises KeyError for an unknown key."""
        entry = next((entry for entry in self.entries if entry.key == key), None)
        if entry is None:
            raise KeyError(key)
        blanks = {name: f"[{getattr(hint, language)}]" for name, hint in entry.blanks.items()}
        said = {name: text for name, text in (filled or {}).items() if name in blanks and text.strip()}
        quotes = {f"quote_{n}": _format_quote(quote) for n, quote in enumerate(entry.quotes, 1)}
        return Template(_read_draft(key, language)).substitute({**blanks, **said, **quotes})


@lru_cache(maxsize=1)
def load_letters(register: Path = REGISTER_FILE) -> LetterBook:
    """Load the register of letters."""
    entries = tomllib.loads(register.read_text(encoding="utf-8"))["letter"]
    return LetterBook(tuple(LetterEntry(**entry) for entry in entries))


def load_letter(key: str, language: Language, filled: Mapping[str, str] | None = None) -> str:
    """Load a letter ready to change and copy. Raises KeyError for an unknown key."""
    return load_letters().write(key, language, filled)


def _read_draft(key: str, language: Language) -> str:
    return (LETTERS_DIR / f"{key}.{language}.md").read_text(encoding="utf-8").strip() + "\n"


def _format_quote(quote: LetterQuote) -> str:
    return f"“{quote.text}” ({quote.label})"


def _has_any(patterns: tuple[str, ...], folded: str) -> bool:
    return bool(patterns) and re.search(rf"(?<![a-z])(?:{'|'.join(patterns)})(?![a-z])", folded) is not None
