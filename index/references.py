"""Law named in a text, however it is typed, held against the table of sections that exist.

Labels are followed down the section's own tree, so "4 a" after a number is read exactly as far as it exists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from index.lexical import fold_text
from index.section_numbers import find_section_numbers
from ingest.records import Section, Subdivision

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
OUTSIDE_CODE = re.compile(
    r"\b\d+\s*(?:U\.?\s?S\.?\s?C\.?|C\.?F\.?R\.?)(?=[\s§])\s*(?:sec\.?|§+|section|part)?\s*[\dA-Z][\w.-]*",
    re.I,
)
LABEL = r"(?:\d{1,2}(?:\.\d+)?|[a-z]{1,2}(?:\.\d+)?|[ivx]{1,5}(?:\.\d+)?)"
LEVEL_WORD = r"(?:sub-?sub-?paragraph|sub-?paragraph|sub-?section|sub-?sec|paragraph|para?|sub|inciso|parrafo|subseccion)"
IN_PARENTHESES = re.compile(
    rf"(?:[\s,.]*{LEVEL_WORD}\.?\s*|[\s.]*)(?:\(\s*({LABEL})\s*\)|\[\s*({LABEL})\s*\])", re.I
)
BARE = re.compile(
    rf"(?:[\s,.-]*{LEVEL_WORD}\.?\s*|[\s.-]+|(?<=\d)(?=[a-z]))({LABEL})(?![\w']|\.\d)"
    r"(?!\s*(?:days?|months?|years?|hours?|weeks?|percent|%|dollars?|times?|people|dias?|meses|anos?)\b)",
    re.I,
)
AFTER_COMMA = re.compile(r"\s*,\s*(?=\(\s*\d)")
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
    found = [reference for _, _, references in _find_named(text, sections) for reference in references]
    found += [NamedReference(m.group(), "outside", m.group(), None) for m in OUTSIDE_CODE.finditer(text)]
    if not found and current is not None:
        found += _find_relative(_straighten(text), sections, current)
    return tuple({(r.kind, r.section, r.locator): r for r in found}.values())


def cut_references(text: str, sections: Mapping[str, Section]) -> str:
    """Give a text without the law of the Code that it names: what is asked about it, if anything."""
    kept, end = [], 0
    for start, stop, _ in _find_named(text, sections):
        kept.append(text[end:start])
        end = stop
    return " ".join(" ".join((*kept, text[end:])).split())


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


def _find_named(
    text: str, sections: Mapping[str, Section]
) -> Iterator[tuple[int, int, tuple[NamedReference, ...]]]:
    """Every place where law of the Code is named: where it begins and ends in the text, and what it names."""
    plain = _straighten(text)
    titles = {number.split("-", 1)[0] for number in sections if number[:1].isdigit()}
    end = 0
    for start, stop, section in find_section_numbers(plain, sections):
        if start < end:
            continue
        if section not in sections:
            kind: ReferenceKind = "missing" if section.split("-", 1)[0] in titles else "outside"
            yield start, stop, (NamedReference(text[start:stop], kind, section, None),)
            continue
        pinpoints = list(_read_pinpoints(plain, stop, sections[section], section))
        end = pinpoints[-1][1]
        yield start, end, tuple(reference for reference, _ in pinpoints)


def _straighten(text: str) -> str:
    """Lower-case with every dash a hyphen, each character where it was."""
    lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return lowered.translate(DASHES)


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
    # A comma may stand before the first label: "17-22.5-405, (1.5)(a)".
    comma = AFTER_COMMA.match(plain, position) if not above else None
    position = comma.end() if comma else position
    while True:
        in_parentheses = IN_PARENTHESES.match(plain, position)
        match = in_parentheses or BARE.match(plain, position)
        if match is None:
            return labels, True, position
        child = _find_child(section, labels, next(group for group in match.groups() if group))
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
