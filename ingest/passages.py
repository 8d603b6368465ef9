"""Sections become passages: contiguous stretches that begin where a subdivision begins and end before the next section.

Where the cuts are is decided in `pieces`. Notes are passages of their own, never mixed with law.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from ingest.pieces import MAX_WORDS, MIN_WORDS, Piece, cut_pieces, find_version, printed_text
from ingest.records import LegalStatus, Passage, PassagePart, Place, Section, SourceDocument, Subdivision

BULLETS = ("-", "*", "•", "–")


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
    shortest = min_words if document.kind == "statute" else max_words
    pieces = cut_pieces(section.subdivisions, shortest, max_words)
    texts = [_text_passage(section, document, piece, place, n) for n, piece in enumerate(pieces)]
    notes = _note_passages(section, document, place, max_words, len(texts))
    return (*texts, *notes)


def section_text(section: Section) -> str:
    """The whole text of a section, labels included, white space folded; without header and notes."""
    return " ".join(filter(None, (printed_text(x) for x in section.subdivisions)))


def _text_passage(
    section: Section, document: SourceDocument, piece: Piece, place: Place | None, position: int
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
        version=(find_version(units) or section.version_note, _applies_until(section, units)),
        position=position,
        lines=(units[0].line, max(x.line + max(len(x.lines) - 1, 0) for x in units)),
    )


def _applies_until(section: Section, units: Sequence[Subdivision]) -> date | None:
    return next((x.applies_until for x in units if x.applies_until), section.applies_until)


def _status(units: Sequence[Subdivision]) -> LegalStatus:
    """In force while any of its text is; a bare label has no status of its own."""
    own = {x.status for x in units if x.text}
    return next(iter(own)) if len(own) == 1 else "in_force"


def _repeals_on(section: Section, units: Sequence[Subdivision]) -> date | None:
    dates = [x.repeals_on for x in units if x.repeals_on]
    return min([*dates, *([section.repeals_on] if section.repeals_on else [])], default=None)


def _lead_in(units: Sequence[Subdivision], start: int) -> str:
    """The labels and texts of the ancestors of the first subdivision: "(4) (a) The following …:".

    For a bullet of a page it is the paragraph before its list.
    """
    first = units[start]
    if first.marker in BULLETS:
        return next((x.text for x in reversed(units[:start]) if x.marker not in BULLETS), "")
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
