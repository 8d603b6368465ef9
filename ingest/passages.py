"""Sections become passages: contiguous stretches that begin where a subdivision begins and end before the next section.

A subsection stays with its list while both fit; what is too long breaks at (a), then at (I). Neighbours are joined
while short. Notes are passages of their own, never mixed with law.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ingest.records import LegalStatus, Passage, PassagePart, Place, Section, SourceDocument, Subdivision

MAX_WORDS = 220
MIN_WORDS = 60
FRAGMENT_WORDS = 25
"""What is shorter says too little alone."""
FRAGMENT_ALLOWANCE = 1.25
"""How far over the limit a passage may go to take such a fragment in."""


@dataclass(frozen=True)
class _Piece:
    """Neighbouring subdivisions of one section, by position: `section.subdivisions[start:end]`."""

    start: int
    end: int
    words: int
    is_lead: bool = False
    """An introductory portion without its list: it is joined to what follows, never to what stands before."""


def split_passages(
    section: Section,
    document: SourceDocument,
    *,
    place: Place | None = None,
    max_words: int = MAX_WORDS,
    min_words: int = MIN_WORDS,
) -> tuple[Passage, ...]:
    """Split one section (or one block of a page) into passages: its text, then its notes.

    The passages of part "text", joined in order, are `section_text(section)`.
    """
    words = [len(printed_text(x).split()) for x in section.subdivisions]
    pieces = _split_range(section.subdivisions, words, 0, len(words), max_words)
    joined = _join_short(pieces, min_words, max_words)
    texts = [_text_passage(section, document, piece, place, n) for n, piece in enumerate(joined)]
    notes = _note_passages(section, document, place, max_words, len(texts))
    return (*texts, *notes)


def printed_text(subdivision: Subdivision) -> str:
    """A subdivision as printed, label included; empty for one that is printed with the one before it."""
    if subdivision.is_shared:
        return ""
    return f"{subdivision.marker} {subdivision.text}".strip()


def section_text(section: Section) -> str:
    """The whole text of a section, labels included, white space folded; without header and notes."""
    return " ".join(filter(None, (printed_text(x) for x in section.subdivisions)))


def _split_range(
    units: Sequence[Subdivision], words: Sequence[int], start: int, end: int, max_words: int
) -> list[_Piece]:
    """Cut at the outermost labels of a range; what is too long is cut again below its introductory portion."""
    if start >= end:
        return []
    depth = min(len(x.labels) for x in units[start:end])
    cuts = [i for i in range(start, end) if len(units[i].labels) == depth and not units[i].is_shared]
    if cuts == [start]:
        return _split_one(units, words, start, end, max_words)
    bounds = [*([start] if cuts[0] != start else []), *cuts, end]
    return [p for left, right in pairwise(bounds) for p in _split_range(units, words, left, right, max_words)]


def _split_one(
    units: Sequence[Subdivision], words: Sequence[int], start: int, end: int, max_words: int
) -> list[_Piece]:
    """Keep a subdivision with all that stands below it where that fits; else cut its list."""
    total = sum(words[start:end])
    if len({x.version_note for x in units[start:end]}) > 1:
        max_words = min(max_words, total - 1)
    below = next((i for i in range(start + 1, end) if not units[i].is_shared), end)
    if total <= max_words or below == end:
        return [_Piece(start, end, total)]
    lead = _Piece(start, below, sum(words[start:below]), is_lead=True)
    return _join_short([lead, *_split_range(units, words, below, end, max_words)], MIN_WORDS, max_words)


def _join_short(pieces: Iterable[_Piece], min_words: int, max_words: int) -> list[_Piece]:
    """Join neighbours of which one is short, as long as both fit; an introductory portion may go a little over."""
    joined: list[_Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and _belong_together(last, piece, min_words, max_words):
            joined[-1] = _Piece(last.start, piece.end, last.words + piece.words, piece.is_lead)
        else:
            joined.append(piece)
    return joined


def _belong_together(last: _Piece, piece: _Piece, min_words: int, max_words: int) -> bool:
    """Whether two neighbours make one passage; what says nothing alone (a bare label) joins at any length."""
    if piece.is_lead and not last.is_lead:
        return False
    shorter, total = min(last.words, piece.words), last.words + piece.words
    if last.is_lead and last.words < FRAGMENT_WORDS:
        return True
    limit = max_words * FRAGMENT_ALLOWANCE if shorter < FRAGMENT_WORDS else max_words
    return total <= limit and (last.is_lead or shorter < min_words)


def _text_passage(
    section: Section, document: SourceDocument, piece: _Piece, place: Place | None, position: int
) -> Passage:
    units = section.subdivisions[piece.start : piece.end]
    dated = [x.effective_from for x in units if x.effective_from]
    return _passage(
        section,
        document,
        part="text",
        locators=tuple(dict.fromkeys(x.locator for x in units)),
        text=" ".join(filter(None, (printed_text(x) for x in units))),
        lead_in=_lead_in(section.subdivisions, piece.start),
        status=_status(units),
        place=place,
        effective_from=max(dated, default=section.effective_from),
        repeals_on=_repeals_on(section, units),
        version=(
            units[0].version_note or section.version_note,
            units[0].applies_until or section.applies_until,
        ),
        position=position,
        lines=(units[0].line, max(x.line + max(len(x.lines) - 1, 0) for x in units)),
    )


def _status(units: Sequence[Subdivision]) -> LegalStatus:
    """In force while any of its text is; a bare label has no status of its own."""
    own = {x.status for x in units if x.text}
    return next(iter(own)) if len(own) == 1 else "in_force"


def _repeals_on(section: Section, units: Sequence[Subdivision]) -> date | None:
    dates = [x.repeals_on for x in units if x.repeals_on]
    return min([*dates, *([section.repeals_on] if section.repeals_on else [])], default=None)


def _lead_in(units: Sequence[Subdivision], start: int) -> str:
    """The labels and texts of the ancestors of the first subdivision: "(4) (a) The following …:"."""
    first = units[start]
    ancestors: list[Subdivision] = []
    depth = len(first.labels)
    for unit in reversed(units[:start]):
        if len(unit.labels) < depth and unit.labels == first.labels[: len(unit.labels)]:
            ancestors.append(unit)
            depth = len(unit.labels)
        if depth == 0:
            break
    return " ".join(filter(None, (printed_text(x) for x in reversed(ancestors))))


def _note_passages(
    section: Section, document: SourceDocument, place: Place | None, max_words: int, position: int
) -> list[Passage]:
    """The notes of a section as printed; a section without text is printed with its header before them."""
    own = [n for n in section.notes if n.owner in section.numbers]
    items = [(n.text, n.line_start, n.line_end) for n in own]
    if section.header and not section.subdivisions:
        items.insert(0, (section.header, section.line_start, section.line_start))
    groups: list[list[tuple[str, int, int]]] = []
    for item in items:
        if groups and sum(len(t.split()) for t, _, _ in [*groups[-1], item]) <= max_words:
            groups[-1].append(item)
        else:
            groups.append([item])
    return [
        _passage(
            section,
            document,
            part="notes",
            locators=section.numbers,
            text=" ".join(t for t, _, _ in group),
            lead_in="",
            status=section.status,
            place=place,
            effective_from=section.effective_from,
            repeals_on=section.repeals_on,
            version=(section.version_note, section.applies_until),
            position=position + n,
            lines=(group[0][1], group[-1][2]),
        )
        for n, group in enumerate(groups)
    ]


def _passage(
    section: Section,
    document: SourceDocument,
    *,
    part: PassagePart,
    locators: tuple[str, ...],
    text: str,
    lead_in: str,
    status: LegalStatus,
    place: Place | None,
    effective_from: date | None,
    repeals_on: date | None,
    version: tuple[str | None, date | None],
    position: int,
    lines: tuple[int, int],
) -> Passage:
    return Passage(
        id=passage_id(section.source, locators[0], part, text),
        source=section.source,
        kind=document.kind,
        authority=document.authority,
        part=part,
        locator=locators[0],
        locators=locators,
        section=section.number,
        catchline=section.catchline,
        heading_path=section.heading_path,
        lead_in=lead_in,
        text=text,
        status=status,
        relocated_to=section.relocated_to,
        place=place,
        effective_from=effective_from,
        repeals_on=repeals_on,
        version_note=version[0],
        applies_until=version[1],
        position=position,
        line_start=lines[0],
        line_end=lines[1],
        links=tuple(x for x in section.links if lines[0] <= x.line <= lines[1]),
    )


def passage_id(source: str, locator: str, part: str, text: str) -> str:
    """Identify a passage by what it says and where: stable while that is."""
    return hashlib.sha256("\0".join((source, locator, part, text)).encode()).hexdigest()[:16]
