"""The vocabulary of ingestion: what a source, a section and a passage are.

Every other room speaks in these records. They are frozen and refuse unknown fields, because they are
what is written to disk.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


SourceKind = Literal["statute", "agency_page", "policy"]
LegalStatus = Literal["in_force", "repealed", "relocated", "deleted"]
NoteKind = Literal["source", "editors_note", "cross_references", "law_reviews"]
Scope = Literal["title", "article", "part", "section", "subdivision"]
Place = Literal["prison", "jail", "community"]


class SourceDocument(Record):
    """One registered source: an edition of the law or a snapshot of a page (`corpus/sources.toml`)."""

    id: str
    title: str
    publisher: str
    url: str
    edition: str
    retrieved_on: date
    kind: SourceKind
    authority: int
    """1 statute, 2 policy, 3 page: where two differ, the lower number governs."""
    file: str
    sha256: str


class HistoryEntry(Record):
    """One clause of a Source note: what an act did to which subdivisions, and when."""

    year: int
    actions: tuple[str, ...]
    """Any of: added, amended, repealed, repealed and reenacted, added by revision, recreated and reenacted …"""
    subdivisions: tuple[str, ...]
    """As labels without the section number: "(3)(b)"; empty for the entire section."""
    is_entire_section: bool
    bill: str | None
    chapter: str | None
    page: str | None
    effective_on: date | None
    text: str
    """The clause, verbatim."""
    introductory: tuple[str, ...] = ()
    """Those of `subdivisions` of which only the introductory portion is meant ("IP(1) amended"); "" is that of
    the section itself."""


class Note(Record):
    """A note that stands under a title, article, part or section; never statutory text."""

    kind: NoteKind
    text: str
    owner: str
    """The section number, or a heading such as "article 1"."""
    line_start: int
    line_end: int


class Reference(Record):
    """Law named in a text."""

    text: str
    """As written."""
    at: str
    """The pinpoint of the text that names it."""
    section: str | None
    """The section number named, without labels ("17-2-201"); None for an article, a session law and the like."""
    target: str | None
    """For internal references that exist: the canonical pinpoint ("17-2-201(5)(a)")."""
    is_internal: bool
    is_historic: bool
    """"former § …", "as it existed prior to …": never linked."""
    is_in_notes: bool = False
    """Named in an editor's note or a cross reference, not in the law itself."""


class Definition(Record):
    """A defined term and where it applies."""

    term: str
    locator: str
    scope: Scope
    text: str


class Link(Record):
    """A link that an HTML page or a document carries: what is shown, and where it leads."""

    text: str
    url: str
    line: int
    """1-based line of the text on which it stands."""


class Table(Record):
    """A table that the plain text flattens, as a person read it: its words are those of the subdivision."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Subdivision(Record):
    """A node of a section's tree: the section's own unlabelled text (labels empty), or (1), (1)(a), …"""

    locator: str
    """Canonical pinpoint: "17-20-130(4)(a)(I)"."""
    labels: tuple[str, ...]
    """("4", "a", "I"): the path of labels below the section."""
    text: str
    """Own text, verbatim, white space folded, without its label; empty where the label carries none."""
    status: LegalStatus
    repeals_on: date | None = None
    """The date on which it repeals itself, where its own text says so."""
    effective_from: date | None = None
    """Latest effective date its history gives for this subdivision or the section."""
    line: int
    """1-based physical line of the source on which it starts."""
    marker: str = ""
    """Its label as written: "(3)", "(5) and (6)"; empty for unlabelled text. marker + text is what is printed."""
    is_shared: bool = False
    """Printed together with the subdivision before it: (6) of "(5) and (6) Repealed."."""
    version_note: str | None = None
    """For two live versions of one subdivision: the bracketed note that tells which applies when."""
    applies_until: date | None = None
    """For a version that gives way to another: the first day on which it no longer applies."""
    lines: tuple[str, ...] = ()
    """Where it runs over several physical lines (a table, a notice, a form): each of them."""
    table: Table | None = None


class Section(Record):
    """A section of the Code, or one block under a heading of a page."""

    source: str
    number: str
    """"17-20-130"; for a page the heading path joined by " > "."""
    numbers: tuple[str, ...]
    """All numbers the header covers (a range has several); (number,) otherwise."""
    catchline: str
    """Without the final period; for a page the last heading; "" where the source has none."""
    heading_path: tuple[str, ...]
    """Outermost first, without the section itself: title, division, article, part; or page headings."""
    status: LegalStatus
    relocated_to: str | None = None
    subdivisions: tuple[Subdivision, ...]
    history: tuple[HistoryEntry, ...] = ()
    notes: tuple[Note, ...] = ()
    references: tuple[Reference, ...] = ()
    definitions: tuple[Definition, ...] = ()
    effective_from: date | None = None
    repealed_on: date | None = None
    repeals_on: date | None = None
    version_note: str | None = None
    """For two live versions of one section: the editor's note that tells which applies when."""
    header: str = ""
    """The header as printed, without the text that follows it: "17-27-105. Authority to …. (Repealed)"."""
    links: tuple[Link, ...] = ()
    applies_until: date | None = None
    """For a version that gives way to another: the first day on which it no longer applies."""
    line_start: int
    line_end: int


PassagePart = Literal["text", "notes"]


class Passage(Record):
    """A stretch of one section that is searched and shown as one.

    `text` is a contiguous verbatim stretch of the source (white space folded, labels kept), so any quote
    taken from it is verbatim. `lead_in` is what is needed to read it alone and is never part of a quote.
    """

    id: str
    """sha256 of source, locator, part and text, first 16 hex digits: stable while the text is."""
    source: str
    kind: SourceKind
    authority: int
    part: PassagePart
    locator: str
    """The first pinpoint the text holds."""
    locators: tuple[str, ...]
    """Every pinpoint the text holds, in order."""
    section: str
    catchline: str
    heading_path: tuple[str, ...]
    lead_in: str
    text: str
    status: LegalStatus
    relocated_to: str | None = None
    place: Place | None = None
    """Where the rule applies, when its section is for one of the two (the prison and jail twins)."""
    effective_from: date | None = None
    repeals_on: date | None = None
    position: int
    """0-based order within its section."""
    links: tuple[Link, ...] = ()
    version_note: str | None = None
    """For one of two live versions: the note that tells which applies when."""
    applies_until: date | None = None
    """For a version that gives way to another: the first day on which it no longer applies."""
    line_start: int
    line_end: int


class SourceReport(Record):
    """What one ingest did with one source."""

    source: str
    sections: int
    passages: int
    repealed: int
    relocated: int
    unclaimed_lines: tuple[int, ...]
    added: int
    changed: int
    removed: int
    unchanged: int


class IngestReport(Record):
    """What one ingest did; written beside the passages as `report.json`."""

    sources: tuple[SourceReport, ...]
    corpus_hash: str
    duration_ms: float
    fingerprint: str = ""
    """Hash of all that decides the outcome: sources, outlines, places and the code that reads them."""
    files: dict[str, str] = {}
    """sha256 of the files written with this report."""
