"""Which subdivisions answer: what people ask of each, the words they share, and the passage they stand in.

What is chosen is completed: a list item gets its stem, a stem its list, a rule the exceptions beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.composing.outline import Outline, Outlines, Unit
from assistant.dates import find_steps
from assistant.state import Quote

_EXCEPTION = re.compile(
    r"^(?:notwithstanding|except|unless|however|the provisions of (?:this|sub)|this (?:sub)?section (?:does|shall) not"
    r"|nothing in this|subsection \([^)]*\) of this section (?:does|shall) not)",
    re.I,
)
_EXCEPT_IN = re.compile(
    r"except as (?:\w+ )?(?:provided|permitted|specified|set forth|described|otherwise provided)(?: \w+)? in (?:sub)?"
    r"(?:section|paragraph)s?\s*((?:\([\w.]+\))+)",
    re.I,
)
SHORT_LIST_WORDS = 110
"""A list no longer than this is quoted whole, whichever of its items was asked about."""
_LABELS = re.compile(r"\(([\w.]+)\)")


@dataclass(frozen=True)
class EvidencePicker:
    """Picks units inside the best passages and completes them."""

    outlines: Outlines
    max_words: int = 180

    def complete(
        self, outline: Outline, unit: Unit, day: date, scores: Mapping[int, float] | None = None
    ) -> tuple[Quote, ...]:
        """Quote a unit so that it is true alone: its stem or its list, and the exceptions beside it."""
        quotes = list(self._quote_with_frame(outline, unit, day, scores or {}))
        room = self.max_words
        for other in self._find_exceptions(outline, unit):
            if other.words <= room and not any(other.text in q.text for q in quotes):
                quotes.append(outline.slice_quote(other))
                room -= other.words
        return tuple(dict.fromkeys(quotes))

    def _quote_with_frame(
        self, outline: Outline, unit: Unit, day: date, scores: Mapping[int, float]
    ) -> list[Quote]:
        below = outline.find_descendants(unit)
        if below and unit.is_stem:
            return self._quote_list(outline, unit, below, day, scores)
        own = [self.cut(outline, unit)]
        parent = outline.find_parent(unit)
        if parent is None or not (parent.is_stem or _needs_stem(unit)):
            if below and outline.count_words(unit, below[-1]) <= 110:
                return [outline.slice_quote(unit, below[-1])]
            return own
        siblings = outline.find_children(parent)
        steps = find_steps([s.text for s in siblings], day)
        if any(steps):
            return self._quote_list(outline, parent, outline.find_descendants(parent), day, scores)
        below_parent = outline.find_descendants(parent)
        if parent.is_stem and outline.count_words(parent, below_parent[-1]) <= SHORT_LIST_WORDS:
            return [outline.slice_quote(parent, below_parent[-1])]
        above = self.quote_stem(outline, parent)
        if siblings and siblings[0] is unit and outline.count_words(parent, unit) <= self.max_words:
            return [outline.slice_quote(parent, unit), *above[:-1]]
        return [*own, *above]

    def quote_stem(self, outline: Outline, parent: Unit) -> tuple[Quote, ...]:
        """The stem, below the stems it hangs from itself."""
        grand = outline.find_parent(parent)
        if grand is not None and grand.is_stem and parent.is_stem and not parent.text[:1].isupper():
            return (*self.quote_stem(outline, grand), self.cut(outline, parent))
        return (self.cut(outline, parent),)

    def _quote_list(
        self, outline: Outline, stem: Unit, below: Sequence[Unit], day: date, scores: Mapping[int, float]
    ) -> list[Quote]:
        children = outline.find_children(stem)
        steps = find_steps([child.text for child in children], day)
        if any(steps):
            current = [c for c, step in zip(children, steps, strict=True) if step == "current"]
            future = [c for c, step in zip(children, steps, strict=True) if step == "future"][:1]
            chosen = [*current, *(future if not current else [])] or [children[-1]]
            return [*[outline.slice_quote(c) for c in chosen], self.cut(outline, stem)]
        if outline.count_words(stem, below[-1]) <= self.max_words:
            return [outline.slice_quote(stem, below[-1])]
        quotes = [self.cut(outline, stem)]
        ranked = sorted(
            children,
            key=lambda c: (
                -max(
                    [scores.get(c.order, 0.0)]
                    + [scores.get(u.order, 0.0) for u in outline.find_descendants(c)]
                )
            ),
        )
        room = self.max_words
        for child in sorted(ranked[:4], key=lambda c: c.order):
            if child.words <= room:
                quotes.append(self.cut(outline, child))
                room -= child.words
        return quotes

    def cut(self, outline: Outline, unit: Unit) -> Quote:
        """A whole unit; of a very long one, its opening sentences."""
        quote = outline.slice_quote(unit)
        if unit.words <= self.max_words * 1.4:
            return quote
        text, kept = "", 0
        for sentence in re.split(r"(?<=[.;])\s+", quote.text):
            if kept and kept + len(sentence.split()) > self.max_words:
                break
            text = f"{text} {sentence}".strip()
            kept += len(sentence.split())
        return Quote(quote.source, quote.locator, text)

    def _find_exceptions(self, outline: Outline, unit: Unit) -> list[Unit]:
        found: list[Unit] = []
        for match in _EXCEPT_IN.finditer(unit.text):
            locator = _resolve_within(outline, unit, match.group(1))
            if locator and (other := outline.by_locator.get(locator)):
                found.append(other)
        after = [u for u in outline.find_siblings(unit) if u.order > unit.order]
        found += [u for u in after[:1] if _EXCEPTION.match(u.text) and not u.is_stem]
        below = outline.find_children(unit)
        found += [u for u in below if _EXCEPTION.match(u.text) and not u.is_stem][:1]
        return [u for u in found if u.subdivision.status == "in_force"]


def _needs_stem(unit: Unit) -> bool:
    """An item that does not begin a sentence of its own hangs from what stands above it."""
    return unit.text[:1].islower()


def _resolve_within(outline: Outline, unit: Unit, labels: str) -> str | None:
    """Read "(4)(b)" as a pinpoint of this section, from the top or beside the unit that names it."""
    named = tuple(_LABELS.findall(labels))
    section = outline.section.number
    for depth in range(len(unit.subdivision.labels) + 1):
        candidate = section + "".join(f"({x})" for x in (*unit.subdivision.labels[:depth], *named))
        if candidate in outline.by_locator and candidate != unit.locator:
            return candidate
    return None
