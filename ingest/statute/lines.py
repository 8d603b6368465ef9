"""What a physical line can be, judged by itself; what it means where it stands is decided in `blocks`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LineKind = Literal["blank", "heading", "header", "note", "version", "vote", "label", "other"]
HeadingKind = Literal["title", "article", "part", "subpart"]

NUMBER = r"\d+(?:\.\d+)?-\d+(?:\.\d+)?-\d+(?:\.\d+)?"
"""A section number: title-article-section, each of which may be a decimal ("17-22.5-405", "16-2.5-101")."""

_HEADER = re.compile(
    rf"^(?P<version>\[[^\]]*\]\s*)?(?P<numbers>{NUMBER}(?:(?:,? (?:to|and|through) |, ){NUMBER})*)\.(?:\s+(?P<rest>\S.*))?$"
)
_HEADING = re.compile(
    r"^(?:(?P<kind>TITLE|ARTICLE|PART|SUBPART) (?P<number>\d+(?:\.\d+)?[A-Z]?)|(?i:SUBPART) (?P<letter>[A-Z]))$"
)
_NOTE = re.compile(
    r"^(?P<label>Source|Editor's notes?|Revisor's notes?|Cross references?|Law reviews?"
    r"|ANNOTATIONS?|OFFICIAL COMMENTS?|Official Comments?|Applicability|Am\. Jur\.2d|C\.J\.S\.)\s*(?::|$)"
)
_VERSION = re.compile(r"^\[(?:Editor's note: )?This version [^\]]*\]\s*$")
_VOTE = re.compile(r"^(?:FOR|AGAINST):\s*[\d,]+\s*$")
_LABEL = re.compile(r"^\((?:\d{1,3}|[a-z]{1,4}|[A-Z]{1,6})(?:\.\d{1,2})?\)")


@dataclass(frozen=True)
class Line:
    """A physical line: its 1-based number, its text with white space folded, and what it looks like."""

    number: int
    text: str
    kind: LineKind


@dataclass(frozen=True)
class Header:
    """A section header taken apart: "17-2-401 to 17-2-405. (Repealed)"."""

    numbers: tuple[str, ...]
    joiner: str
    rest: str
    version_note: str | None


def fold(text: str) -> str:
    """Fold all white space, non-breaking blanks included, to single blanks."""
    return " ".join(text.split())


def classify(text: str) -> LineKind:
    """Say what a line looks like."""
    if not text:
        return "blank"
    if _HEADING.match(text):
        return "heading"
    if _HEADER.match(text):
        return "header"
    if _NOTE.match(text):
        return "note"
    if _VERSION.match(text):
        return "version"
    if _VOTE.match(text):
        return "vote"
    return "label" if _LABEL.match(text) else "other"


def split_lines(text: str) -> tuple[Line, ...]:
    """Split a text into its physical lines; the last counts even without a newline."""
    folded = (fold(raw) for raw in text.lstrip("\ufeff").split("\n"))
    return tuple(Line(n, line, classify(line)) for n, line in enumerate(folded, 1))


def split_header(text: str) -> Header:
    """Take a header line apart; only for lines that `classify` calls a header."""
    match = _HEADER.match(text)
    if match is None:
        raise ValueError(text)
    numbers = tuple(re.findall(NUMBER, match["numbers"]))
    joiner = "to" if re.search(r" (?:to|through) ", match["numbers"]) else "and"
    version = (match["version"] or "").strip() or None
    return Header(numbers, joiner, match["rest"] or "", version)


def split_heading(text: str) -> tuple[HeadingKind, str]:
    """Take "ARTICLE 22.5" apart: ("article", "22.5")."""
    match = _HEADING.match(text)
    if match is None:
        raise ValueError(text)
    kinds: dict[str, HeadingKind] = {"TITLE": "title", "ARTICLE": "article", "PART": "part"}
    return kinds.get(match["kind"] or "", "subpart"), match["number"] or match["letter"]


def note_label(text: str) -> str:
    """The label a note begins with: "Source", "Editor's note" …"""
    match = _NOTE.match(text)
    if match is None:
        raise ValueError(text)
    return match["label"]
