"""Law named in a text, however it is typed, held against the table of sections that exist.

A run of numbers is a section only if the table has it, or if it is written as only a section is; so dates,
telephone numbers and "17 20 130 4 a" are told apart without guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from index.lexical import fold_text
from ingest.records import Section, Subdivision

RUN = re.compile(
    r"(?<![\d$,-])(?<!\d\.)\d{1,2}(?:\s?[-.]\s?\d{1,4}|\s\d{1,3}(?=\D|$)){2,4}(?![\d,]*\d)(?!-\d)"
)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
WELL_FORMED = re.compile(r"(\d{1,2}(?:\.\d)?)-(\d{1,3}(?:\.\d+)?)-(\d{3,4}(?:\.\d+)?)")
OUTSIDE_CODE = re.compile(
    r"\b\d+\s*(?:U\.?\s?S\.?\s?C\.?|C\.?F\.?R\.?)(?=[\s§])\s*(?:sec\.?|§+|section|part)?\s*[\dA-Z][\w.-]*",
    re.I,
)
LABEL = r"(?:\d{1,2}(?:\.\d+)?|[a-z]{1,2}(?:\.\d+)?|[ivx]{1,5}(?:\.\d+)?)"
LEVEL_WORD = r"(?:sub-?sub-?paragraph|sub-?paragraph|sub-?section|sub-?sec|paragraph|para?|sub|inciso|parrafo|subseccion)"
IN_PARENTHESES = re.compile(rf"(?:[\s,.]*{LEVEL_WORD}\.?\s*|[\s.]*)\(\s*({LABEL})\s*\)", re.I)
BARE = re.compile(
    rf"(?:[\s,.-]*{LEVEL_WORD}\.?\s*|[\s.-]+|(?<=\d)(?=[a-z]))({LABEL})(?![\w']|\.\d)"
    r"(?!\s*(?:days?|months?|years?|hours?|weeks?|percent|%|dollars?|times?|people|dias?|meses|anos?)\b)",
    re.I,
)
ANOTHER = re.compile(r"\s*(?:,\s*(?:and|or)?|and|or|&|y|o)\s*(?=\(\s*\d)", re.I)
RELATIVE = re.compile(
    rf"\b{LEVEL_WORD}\.?\s*\(?\s*({LABEL})\b\s*\)?|(?<![\w-])\(\s*({LABEL})\s*\)|\b(\d{{1,2}}(?:\.\d+)?)(?=\s*\()",
    re.I,
)

ReferenceKind = Literal["exact", "nearest", "missing", "outside"]


@dataclass(frozen=True)
class NamedReference:
    """One reference found in a text and what it resolves to."""

    text: str
    """As written."""
    kind: ReferenceKind
    section: str
    """The section number named, in canonical spelling; or the law outside the Code, as written."""
    locator: str | None
    """The pinpoint that exists: the one named, or for "nearest" the closest ancestor that does."""


def find_references(
    text: str, sections: Mapping[str, Section], current: str | None = None
) -> tuple[NamedReference, ...]:
    """Find the law named in a text; with `current` (a pinpoint under discussion) also "and subsection 5?"."""
    found: list[NamedReference] = []
    plain = text.translate(DASHES).lower()
    titles = {number.split("-", 1)[0] for number in sections if number[:1].isdigit()}
    end = 0
    for match in RUN.finditer(plain):
        if match.start() < end:
            continue
        section, stop = _match_section(plain, match, sections, titles)
        if section is None:
            continue
        if section not in sections:
            kind: ReferenceKind = "missing" if section.split("-", 1)[0] in titles else "outside"
            found.append(NamedReference(text[match.start() : stop], kind, section, None))
            end = stop
            continue
        pinpoints = list(_read_pinpoints(plain, stop, sections[section], section))
        found += [reference for reference, _ in pinpoints]
        end = pinpoints[-1][1]
    found += [NamedReference(m.group(), "outside", m.group(), None) for m in OUTSIDE_CODE.finditer(text)]
    if not found and current is not None:
        found += _find_relative(plain, sections, current)
    return tuple({(r.kind, r.section, r.locator): r for r in found}.values())


def resolve_locator(text: str, sections: Mapping[str, Section]) -> str | None:
    """Turn a citation, however typed, or a page's heading, into the canonical pinpoint; None if there is none.

    A label that does not exist gives the nearest existing pinpoint above it.
    """
    for reference in find_references(text, sections):
        if reference.locator is not None:
            return reference.locator
    wanted = _fold_heading(text)
    headings = [number for number in sections if not number[:1].isdigit()]
    for number in headings:
        if _fold_heading(number) == wanted:
            return number
    last = [number for number in headings if _fold_heading(number.split(" > ")[-1]) == wanted]
    return last[0] if len(last) == 1 else None


def find_subdivision(locator: str, sections: Mapping[str, Section]) -> tuple[Section, Subdivision] | None:
    """Look up an exact canonical pinpoint; for a whole section, its first subdivision."""
    section = sections.get(locator.split("(")[0]) or sections.get(locator)
    if section is None:
        return None
    for part in section.subdivisions:
        if part.locator == locator:
            return section, part
    is_whole = locator in section.numbers or locator == section.number
    return (section, section.subdivisions[0]) if is_whole and section.subdivisions else None


def _match_section(
    plain: str, match: re.Match[str], sections: Mapping[str, Section], titles: set[str]
) -> tuple[str | None, int]:
    """Choose how a run of numbers splits into title, article and section; with the position where it ends."""
    pieces = list(re.finditer(r"\d+", match.group()))
    formed = WELL_FORMED.match(plain, match.start())
    for count, reading in _rank_readings(match.group(), pieces):
        if reading in sections:
            stop = match.start() + pieces[count - 1].end()
            if formed is None or len(formed.group()) <= stop - match.start():
                return reading, stop
            # "17-1-101.5" is no way of writing 17-1-101 unless that has a (5).
            if _find_child(sections[reading], (), pieces[count].group()) is not None:
                return reading, stop
            return formed.group(), formed.end()
    if formed is None or _is_date(formed):
        return None, match.end()
    if int(formed.group(1).split(".")[0]) > 44 or plain[formed.end() :][:1] in ("-", "/"):
        return None, match.end()
    return formed.group(), formed.end()


def _rank_readings(written: str, pieces: Sequence[re.Match[str]]) -> list[tuple[int, str]]:
    """Every reading of a run of numbers, with how many of them it takes, the likeliest first.

    The longest first: 17.22.5.403.7 is 17-22.5-403.7 before it is 17-22.5-403 (7); but a decimal whose point
    is not written comes last: "17 1 103 3" is 17-1-103 (3) before it is 17-1-103.3.
    """
    points = {n for n in range(1, len(pieces)) if "." in written[pieces[n - 1].end() : pieces[n].start()]}
    ranked = []
    for count in range(len(pieces), 2, -1):
        for reading, decimals in _group_numbers([piece.group() for piece in pieces[:count]]):
            ranked.append((not decimals <= points, -count, reading))
    return [(-count, reading) for _, count, reading in sorted(ranked)]


def _group_numbers(pieces: Sequence[str]) -> Iterator[tuple[str, set[int]]]:
    """Ways to read pieces as title-article-section with decimals; with the pieces that are read as decimals."""
    if len(pieces) == 3:
        yield "-".join(pieces), set()
    elif len(pieces) == 4:
        a, b, c, d = pieces
        yield from ((f"{a}-{b}-{c}.{d}", {3}), (f"{a}-{b}.{c}-{d}", {2}), (f"{a}.{b}-{c}-{d}", {1}))
    elif len(pieces) == 5:
        a, b, c, d, e = pieces
        yield from (
            (f"{a}-{b}.{c}-{d}.{e}", {2, 4}),
            (f"{a}.{b}-{c}-{d}.{e}", {1, 4}),
            (f"{a}.{b}-{c}.{d}-{e}", {1, 3}),
        )


def _is_date(formed: re.Match[str]) -> bool:
    first, second, third = formed.groups()
    if "." in first + second + third or len(third) != 4:
        return False
    return int(first) <= 31 and int(second) <= 31 and 1900 <= int(third) <= 2099


def _read_pinpoints(
    plain: str, start: int, section: Section, number: str
) -> Iterator[tuple[NamedReference, int]]:
    """Read the labels after a section number: one pinpoint, or a list of them."""
    position = start
    while True:
        labels, is_exact, stop = _read_labels(plain, position, section, ())
        locator = number + "".join(f"({label})" for label in labels)
        written = plain[start:stop].strip()
        yield (
            NamedReference(
                f"{number} {written}".strip(), "exact" if is_exact else "nearest", number, locator
            ),
            stop,
        )
        another = ANOTHER.match(plain, stop)
        if another is None or not labels:
            return
        position = another.end()


def _read_labels(
    plain: str, start: int, section: Section, above: tuple[str, ...]
) -> tuple[tuple[str, ...], bool, int]:
    """Follow labels down the section's tree; says whether every label in parentheses existed."""
    labels, position = above, start
    while True:
        in_parentheses = IN_PARENTHESES.match(plain, position)
        match = in_parentheses or BARE.match(plain, position)
        if match is None:
            return labels, True, position
        child = _find_child(section, labels, match.group(1))
        if child is None:
            return labels, in_parentheses is None, position if in_parentheses is None else match.end()
        labels, position = child, match.end()


def _find_child(section: Section, above: tuple[str, ...], label: str) -> tuple[str, ...] | None:
    """The child whose label is written so; upper and lower case are the same unless both exist."""
    children = [s.labels for s in section.subdivisions if s.labels[:-1] == above and s.labels]
    for child in children:
        if child[-1] == label:
            return child
    for child in children:
        if child[-1].lower() == label.lower():
            return child
    return None


def _find_relative(plain: str, sections: Mapping[str, Section], current: str) -> list[NamedReference]:
    """Resolve "subsection 5", "(4)(b)" or "paragraph (c)" against the pinpoint under discussion."""
    section = sections.get(current.split("(")[0])
    match = RELATIVE.search(plain)
    if section is None or match is None or not current[:1].isdigit():
        return []
    label = next(group for group in match.groups() if group)
    above = tuple(re.findall(r"\(([^)]+)\)", current))
    for depth in range(len(above), -1, -1):
        # A number is a subsection; a letter belongs as deep in the current pinpoint as it fits.
        if label[0].isdigit() and depth:
            continue
        child = _find_child(section, above[:depth], label)
        if child is not None:
            labels, is_exact, _ = _read_labels(plain, match.end(), section, child)
            locator = current.split("(")[0] + "".join(f"({part})" for part in labels)
            kind: ReferenceKind = "exact" if is_exact else "nearest"
            return [NamedReference(match.group(), kind, section.number, locator)]
    return []


def _fold_heading(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold_text(text)))
