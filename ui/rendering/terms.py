"""Words with a meaning of their own open their definition on tap, at their first use in a section."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.records import Definition
from ui.rendering.markup import escape
from ui.wordings import Wordings


@dataclass
class TermMarker:
    """Marks the first use of each defined term while a section's texts pass through it in order."""

    ids: Mapping[str, str]
    """Lower-cased term → element id of its definition."""
    pattern: re.Pattern[str] | None
    seen: set[str] = field(default_factory=set)

    @classmethod
    def build(cls, terms: Mapping[str, Definition]) -> TermMarker:
        """Build a marker for these terms; a longer term wins over one it contains."""
        ids = {term.lower(): format_term_id(term) for term in terms}
        longest_first = sorted(ids, key=len, reverse=True)
        alternatives = "|".join(re.escape(term) for term in longest_first)
        return cls(ids, re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.I) if ids else None)

    def mark(self, text: str) -> str:
        """Escape text; the first use of each term becomes a link that opens its definition."""
        if self.pattern is None:
            return escape(text)
        drawn, place = [], 0
        for match in self.pattern.finditer(text):
            term = match.group(0).lower()
            if term in self.seen:
                continue
            self.seen.add(term)
            drawn.append(escape(text[place : match.start()]))
            drawn.append(
                f'<a class="cfa-term" href="#{self.ids[term]}" aria-haspopup="dialog">{escape(match.group(0))}</a>'
            )
            place = match.end()
        return "".join(drawn) + escape(text[place:])


def format_term_id(term: str) -> str:
    """Format the element id of a term's definition."""
    return "term-" + re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")


def render_definitions(terms: Mapping[str, Definition]) -> str:
    """Draw the definitions that open over the text."""
    return "".join(
        f'<div class="cfa cfa-definition" popover id="{format_term_id(term)}" lang="en"><b>{escape(term)}</b>'
        f"<p>{escape(d.text)}</p><p class='cfa-soft'>{escape(d.locator)}</p></div>"
        for term, d in terms.items()
    )


def render_terms(terms: Mapping[str, Definition], say: Wordings) -> str:
    """Draw the list of defined terms, each opening to its definition."""
    if not terms:
        return ""
    rows = "".join(
        f"<details><summary lang='en'>{escape(term)}</summary><p lang='en'>{escape(d.text)} "
        f"<span class='cfa-soft'>{escape(d.locator)}</span></p></details>"
        for term, d in terms.items()
    )
    return f"<h2>{escape(say('words_with_meaning'))}</h2>{rows}"
