"""What the sources point to and do not hold: a to-do list for whoever keeps the pages."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import Literal

from assistant.conversations_export import format_cell
from assistant.not_held import NotHeld
from ingest.records import Section, SourceDocument, SourceKind

AGE_LIMIT_DAYS: dict[SourceKind, int] = {"statute": 300, "policy": 180, "agency_page": 60}
"""A new edition of the statutes comes every year; a page may change any day."""
_LOST = re.compile(r"\bHERE\b")
_NAMED = re.compile(
    r"\b(?:our|the) ((?:[A-Z][\w'’-]*(?: (?:and|of|for|to) | ?))+)(?:web)?page\b|(Administrative Regulation [\d-]+(?: [A-Z]\w+)*)"
)


@dataclass(frozen=True)
class Gap:
    """One thing to mend or to fetch."""

    kind: Literal["lost_link", "not_held"]
    source: str
    locator: str
    name: str
    """What is named: a document, or the sentence whose link is lost."""
    count: int = 1
    """For a document: in how many places it is named, or how many ways of asking lead to it."""


def find_lost_links(sections: Iterable[Section]) -> tuple[Gap, ...]:
    """Find each "HERE" of a page that leads nowhere."""
    gaps = []
    for section in sections:
        linked = {link.line for link in section.links}
        for part in section.subdivisions:
            for match in _LOST.finditer(part.text) if part.line not in linked else ():
                gaps.append(
                    Gap("lost_link", section.source, section.number, cut_sentence(part.text, match.end()))
                )
    return tuple(gaps)


def find_named_documents(sections: Iterable[Section]) -> tuple[Gap, ...]:
    """Find the pages and regulations that pages name, each once, with how often and where first."""
    named: dict[str, Gap] = {}
    for section in sections:
        for part in section.subdivisions:
            for match in _NAMED.finditer(part.text):
                name = " ".join((match[1] or match[2]).split())
                first = named.get(name, Gap("not_held", section.source, section.number, name, 0))
                named[name] = Gap("not_held", first.source, first.locator, name, first.count + 1)
    return tuple(named.values())


def list_asked_documents(needs: Iterable[NotHeld]) -> tuple[Gap, ...]:
    """List the documents that families ask for and that are not held."""
    counts: dict[str, int] = {}
    for need in needs:
        counts[need.document_en] = counts.get(need.document_en, 0) + len(need.asks_en) + len(need.asks_es)
    return tuple(
        Gap("not_held", "", "", name, count)
        for name, count in sorted(counts.items(), key=lambda pair: -pair[1])
    )


def cut_sentence(text: str, end: int) -> str:
    """The sentence that ends around a position."""
    start = max(text.rfind(". ", 0, end - 1), text.rfind("\n", 0, end - 1)) + 1
    return " ".join(text[start : end + 1].split())


def format_gaps(gaps: Iterable[Gap]) -> str:
    """Format gaps as CSV that no spreadsheet can run."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(field.name for field in fields(Gap))
    for gap in gaps:
        writer.writerow(format_cell(str(value)) for value in astuple(gap))
    return out.getvalue()


def measure_age_days(document: SourceDocument, today: date) -> int:
    """Days since the snapshot was retrieved."""
    return (today - document.retrieved_on).days


def is_old(document: SourceDocument, today: date) -> bool:
    """Whether a newer edition or a changed page is likely by now."""
    return measure_age_days(document, today) > AGE_LIMIT_DAYS[document.kind]
