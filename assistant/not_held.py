"""What families ask that only a document outside the sources can answer: named, never guessed.

Each need has its own asks and competes with the standard answers, so that "how many visitors at once" finds
the rules page that is not held, and "may they cut his visits" finds the law.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from assistant.errors import naming_file
from assistant.records import Language
from assistant.standard_answers import BoundQuote
from assistant.state import Quote
from ingest.records import Record


class NotHeld(Record):
    """A need, the document that has it, and what the sources do say about it."""

    id: str
    document_en: str
    document_es: str
    en: str
    """What is said: that the sources do not hold it, and where it is."""
    es: str
    status: str = "unanswerable_document_not_held"
    services: tuple[str, ...] = ()
    asks_en: tuple[str, ...]
    asks_es: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    """Patterns of words that mostly mean this need; they count, but do not decide."""
    quotes: tuple[BoundQuote, ...] = ()
    """What points to the document, or the nearest thing the sources say."""

    def text_in(self, language: Language) -> str:
        """The wording in one language."""
        return self.es if language == "es" else self.en

    def document_in(self, language: Language) -> str:
        """The document's name in one language."""
        return self.document_es if language == "es" else self.document_en

    def has_cue(self, text: str) -> bool:
        """Whether any pattern stands in a message."""
        return any(re.search(cue, text, re.I) for cue in self.cues)

    def as_quotes(self) -> tuple[Quote, ...]:
        """The quotes as composing uses them."""
        return tuple(quote.as_quote() for quote in self.quotes)


def load_not_held(file: Path) -> tuple[NotHeld, ...]:
    """Load `corpus/not_held.toml`; raises ContentError naming the file where it cannot be read."""
    if not file.exists():
        return ()
    with naming_file(file):
        entries = tomllib.loads(file.read_text(encoding="utf-8"))["needs"]
        return tuple(NotHeld(**entry) for entry in entries)
