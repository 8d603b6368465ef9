"""A quote is checked against what is stored, not against what a stage says it took."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from assistant.state import Quote
from ingest.records import Passage, Section, Subdivision


class Library(Protocol):
    """The part of a searcher that checking reads."""

    @property
    def sections(self) -> Mapping[str, Section]:
        """Sections by number, page blocks by heading path."""
        ...

    @property
    def passages(self) -> Mapping[str, Passage]:
        """Passages by id."""
        ...

    def subdivision(self, locator: str) -> tuple[Section, Subdivision] | None:
        """The node at a canonical pinpoint."""
        ...


def fold(text: str) -> str:
    """Fold white space to single blanks."""
    return re.sub(r"\s+", " ", text).strip()


@dataclass(frozen=True)
class StoredText:
    """The stored text of every section: its passages in order, white space folded."""

    library: Library

    @cached_property
    def _by_section(self) -> dict[tuple[str, str], str]:
        parts: dict[tuple[str, str], list[Passage]] = {}
        for passage in self.library.passages.values():
            parts.setdefault((passage.source, passage.section), []).append(passage)
        return {
            key: fold(" ".join(p.text for p in sorted(group, key=lambda p: (p.part == "notes", p.position))))
            for key, group in parts.items()
        }

    def find_section_text(self, source: str, section: str) -> str:
        """Return the whole text of a section, notes last; "" when nothing is stored under that name."""
        return self._by_section.get((source, section), "")

    def find_quote_fault(self, quote: Quote) -> str | None:
        """Name what is wrong with a quote, or return None: it is verbatim and stands at its pinpoint."""
        found = self.library.subdivision(quote.locator)
        section = found[0] if found else self.library.sections.get(quote.locator)
        if section is None or section.source != quote.source:
            return f"{quote.locator} does not exist in {quote.source}"
        text = fold(quote.text)
        if not text or text not in self.find_section_text(section.source, section.number):
            return f"the quote is not in the stored text of {section.number}"
        if found and found[1].text and found[1].labels and found[1].locator == quote.locator:
            own = fold(found[1].text)
            if text not in own and own not in text and not text.startswith(own[:40]):
                return f"the quote is not at {quote.locator}"
        return None


def is_current(section: Section, subdivision: Subdivision | None) -> bool:
    """Tell whether a pinpoint is law in force in the edition held."""
    return section.status == "in_force" and (subdivision is None or subdivision.status == "in_force")
