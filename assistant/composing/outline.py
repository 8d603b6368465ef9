"""A section seen as units that can be quoted: each subdivision with its place in the stored text.

A quote is always a slice between two positions of that text, so it cannot be anything but verbatim.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from assistant.checking.verbatim import Library, StoredText, fold
from assistant.state import Quote
from index.lexical import split_terms
from ingest.records import Section, Subdivision


@dataclass(frozen=True)
class Unit:
    """A subdivision with text of its own (or a paragraph of a page) and where it stands."""

    section: Section
    order: int
    """0-based position among the section's units."""
    subdivision: Subdivision
    start: int
    end: int

    @property
    def locator(self) -> str:
        """The pinpoint."""
        return self.subdivision.locator

    @property
    def text(self) -> str:
        """Its own text, white space folded."""
        return fold(self.subdivision.text)

    @property
    def words(self) -> int:
        """How long it is."""
        return len(self.subdivision.text.split())

    @property
    def is_stem(self) -> bool:
        """It opens a list and says little without it."""
        return self.subdivision.text.rstrip().endswith((":", "—"))

    def is_current(self, day: date) -> bool:
        """It is law in force in the edition held and has not repealed itself by that day."""
        ends = [d for d in (self.subdivision.repeals_on, self.section.repeals_on) if d]
        return (
            self.section.status == "in_force"
            and self.subdivision.status == "in_force"
            and (not ends or day < min(ends))
        )


@dataclass(frozen=True)
class Outline:
    """The units of one section in order, over its stored text."""

    section: Section
    stored: str
    units: tuple[Unit, ...]

    @cached_property
    def by_locator(self) -> dict[str, Unit]:
        """The first unit at each pinpoint."""
        found: dict[str, Unit] = {}
        for unit in self.units:
            found.setdefault(unit.locator, unit)
        return found

    @cached_property
    def terms(self) -> tuple[frozenset[str], ...]:
        """The stems of each unit, in order."""
        return tuple(frozenset(split_terms(unit.text)) for unit in self.units)

    @cached_property
    def context_terms(self) -> tuple[frozenset[str], ...]:
        """The stems of each unit with its parent and the section's catchline."""
        head = frozenset(split_terms(self.section.catchline))
        parents = [self.find_parent(unit) for unit in self.units]
        return tuple(
            head | own | (self.terms[parent.order] if parent else frozenset())
            for own, parent in zip(self.terms, parents, strict=True)
        )

    def find_parent(self, unit: Unit) -> Unit | None:
        """The nearest unit above that has text: by labels in a statute, the list's opening line on a page."""
        labels = unit.subdivision.labels
        if labels:
            for depth in range(len(labels) - 1, -1, -1):
                for other in self.units:
                    if other.subdivision.labels == labels[:depth] and other is not unit:
                        return other
            return None
        if unit.subdivision.marker == "-":
            above = [u for u in self.units[: unit.order] if u.subdivision.marker != "-"]
            return above[-1] if above and above[-1].is_stem else None
        return None

    def find_descendants(self, unit: Unit) -> tuple[Unit, ...]:
        """Every unit below, in order."""
        labels = unit.subdivision.labels
        if labels or unit.section.number[:1].isdigit():
            depth = len(labels)
            return tuple(
                u
                for u in self.units
                if len(u.subdivision.labels) > depth and u.subdivision.labels[:depth] == labels
            )
        below = []
        for other in self.units[unit.order + 1 :]:
            if not unit.is_stem or other.subdivision.marker != "-":
                break
            below.append(other)
        return tuple(below)

    def find_children(self, unit: Unit) -> tuple[Unit, ...]:
        """The units one level below; a label without text of its own is stepped over."""
        below = self.find_descendants(unit)
        depths = [len(u.subdivision.labels) for u in below]
        return tuple(u for u in below if not depths or self.find_parent(u) is unit)

    def find_siblings(self, unit: Unit) -> tuple[Unit, ...]:
        """The units beside it under the same parent."""
        depth = len(unit.subdivision.labels)
        above = unit.subdivision.labels[:-1]
        return tuple(
            u
            for u in self.units
            if u is not unit and len(u.subdivision.labels) == depth and u.subdivision.labels[:-1] == above
        )

    def slice_quote(self, first: Unit, last: Unit | None = None) -> Quote:
        """Quote from one unit to another, as it stands in the source."""
        end = (last or first).end
        return Quote(self.section.source, first.locator, self.stored[first.start : end])

    def count_words(self, first: Unit, last: Unit) -> int:
        """How long a slice would be."""
        return len(self.stored[first.start : last.end].split())


@dataclass(frozen=True)
class Outlines:
    """The outlines of all sections, made when first asked for."""

    library: Library
    stored: StoredText
    _made: dict[tuple[str, str], Outline] = field(default_factory=dict)

    def find(self, number: str) -> Outline | None:
        """The outline of a section by number or heading path."""
        section = self.library.sections.get(number)
        return self.outline(section) if section else None

    def find_unit(self, locator: str) -> tuple[Outline, Unit] | None:
        """The unit at a pinpoint; for one without text of its own, the first unit below it."""
        found = self.library.subdivision(locator)
        section = found[0] if found else self.library.sections.get(locator)
        if section is None:
            return None
        outline = self.outline(section)
        unit = outline.by_locator.get(locator)
        if unit is None:
            unit = next((u for u in outline.units if u.locator.startswith(locator)), None)
        if unit is None and locator == section.number and outline.units:
            unit = outline.units[0]
        return (outline, unit) if unit else None

    def outline(self, section: Section) -> Outline:
        """The outline of a section."""
        key = (section.source, section.number)
        if key not in self._made:
            self._made[key] = _build_outline(section, self.stored.find_section_text(*key))
        return self._made[key]


def _build_outline(section: Section, stored: str) -> Outline:
    units: list[Unit] = []
    position = 0
    for part in _with_text(section.subdivisions):
        text = fold(part.text)
        start = stored.find(text, position)
        if start < 0:
            continue
        units.append(Unit(section, len(units), part, start, start + len(text)))
        position = start + len(text)
    return Outline(section, stored, tuple(units))


def _with_text(parts: Iterable[Subdivision]) -> Iterable[Subdivision]:
    seen: set[int] = set()
    for part in parts:
        # Combined labels, "(5) and (6)", share one line and one text.
        if part.text and not (part.is_shared and part.line in seen):
            seen.add(part.line)
            yield part
