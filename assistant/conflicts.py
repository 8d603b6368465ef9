"""Places where two texts of the sources differ: both are shown, with which one governs."""

from __future__ import annotations

import tomllib
from pathlib import Path

from assistant.errors import naming_file
from assistant.records import Language
from assistant.standard_answers import BoundQuote
from assistant.state import Quote
from ingest.records import Record


class Conflict(Record):
    """Two (or more) quotes that do not say the same, and what is said about it."""

    id: str
    en: str
    es: str
    quotes: tuple[BoundQuote, ...]
    needs_all: bool = False
    """Shown only when a cited text is one of the quotes' own subdivisions and the question is on the point."""
    cues: tuple[str, ...] = ()
    """Words of the question, or of the cited text, that make the difference matter; empty: any."""

    def text_in(self, language: Language) -> str:
        """What is said in one language."""
        return self.es if language == "es" else self.en

    def find_missing(self, cited: tuple[Quote, ...]) -> tuple[Quote, ...]:
        """The sides of the conflict that are not among the cited quotes; empty when no side is cited."""
        sides = tuple(quote.as_quote() for quote in self.quotes)
        held = [side for side in sides if any(_covers(quote, side) for quote in cited)]
        return tuple(side for side in sides if side not in held) if held else ()

    def is_touched(self, cited: tuple[Quote, ...]) -> bool:
        """Tell whether any side is cited."""
        return any(_covers(quote, side.as_quote()) for quote in cited for side in self.quotes)


def _covers(quote: Quote, side: Quote) -> bool:
    return quote.source == side.source and (side.text in quote.text or quote.text in side.text)


def load_conflicts(file: Path) -> tuple[Conflict, ...]:
    """Load `corpus/conflicts.toml`; raises ContentError when it cannot be used."""
    if not file.exists():
        return ()
    with naming_file(file):
        entries = tomllib.loads(file.read_text(encoding="utf-8"))["conflicts"]
        return tuple(Conflict(**entry) for entry in entries)
