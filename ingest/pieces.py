"""Where to cut a section: at its own borders, outermost first, and never so that a piece says nothing alone.

A subsection stays with its list while both fit; what is too long breaks at (a), then at (I). Neighbours are joined
while short.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.records import Subdivision

MAX_WORDS = 220
MIN_WORDS = 60
FRAGMENT_WORDS = 25
"""What is shorter says too little alone."""
FRAGMENT_ALLOWANCE = 1.25
"""How far over the limit a passage may go to take such a fragment in."""


@dataclass(frozen=True)
class Piece:
    """Neighbouring subdivisions of one section, by position: `section.subdivisions[start:end]`."""

    start: int
    end: int
    words: int
    is_lead: bool = False
    """An introductory portion without its list: it is joined to what follows, never to what stands before."""
    version: str | None = None
    """The note of the version it belongs to, where there are two."""


def printed_text(subdivision: Subdivision) -> str:
    """A subdivision as printed, label included; empty for one that is printed with the one before it."""
    if subdivision.is_shared:
        return ""
    return f"{subdivision.marker} {subdivision.text}".strip()


def cut_pieces(
    units: Sequence[Subdivision], min_words: int = MIN_WORDS, max_words: int = MAX_WORDS
) -> list[Piece]:
    """Cut the subdivisions of a section into pieces that cover all of them in order."""
    words = [len(printed_text(x).split()) for x in units]
    return _join_short(_split_range(units, words, 0, len(units), max_words), min_words, max_words)


def find_version(units: Iterable[Subdivision]) -> str | None:
    """The note of the version that some subdivisions belong to."""
    return next((x.version_note for x in units if x.version_note), None)


def _split_range(
    units: Sequence[Subdivision], words: Sequence[int], start: int, end: int, max_words: int
) -> list[Piece]:
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
) -> list[Piece]:
    """Keep a subdivision with all that stands below it where that fits; else cut its list.

    Two versions of what stands below never fit together.
    """
    total = sum(words[start:end])
    below = next((i for i in range(start + 1, end) if not units[i].is_shared), end)
    is_one_version = len({x.version_note for x in units[start:end]}) == 1
    if below == end or (total <= max_words and is_one_version):
        return [Piece(start, end, total, version=find_version(units[start:end]))]
    lead = Piece(start, below, sum(words[start:below]), is_lead=True, version=units[start].version_note)
    return _join_short([lead, *_split_range(units, words, below, end, max_words)], MIN_WORDS, max_words)


def _join_short(pieces: Iterable[Piece], min_words: int, max_words: int) -> list[Piece]:
    """Join neighbours of which one is short, as long as both fit; an introductory portion may go a little over."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and _belong_together(last, piece, min_words, max_words):
            version = last.version or piece.version
            joined[-1] = Piece(last.start, piece.end, last.words + piece.words, piece.is_lead, version)
        else:
            joined.append(piece)
    return joined


def _belong_together(last: Piece, piece: Piece, min_words: int, max_words: int) -> bool:
    """Whether two neighbours make one passage; what says nothing alone (a bare label) joins at any length."""
    if (piece.is_lead and not last.is_lead) or (last.version and last.version != piece.version):
        return False
    shorter, total = min(last.words, piece.words), last.words + piece.words
    if last.is_lead and last.words < FRAGMENT_WORDS:
        return True
    limit = max_words * FRAGMENT_ALLOWANCE if shorter < FRAGMENT_WORDS else max_words
    return total <= limit and (last.is_lead or shorter < min_words)
