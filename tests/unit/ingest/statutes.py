"""Small statutes of our own making, in the layout of the Code, for the parser's tests."""

from __future__ import annotations

from datetime import date

from ingest.records import Section, SourceDocument
from ingest.statute import ParsedStatute, read_statute

DOCUMENT = SourceDocument(
    id="crs-title-99",
    title="Colorado Revised Statutes, Title 99: Examples",
    publisher="",
    url="",
    edition="2025 edition",
    retrieved_on=date(2025, 11, 1),
    kind="statute",
    authority=1,
    file="crs-title-99.txt",
    sha256="",
)


def parse(*lines: str) -> ParsedStatute:
    """Parse a statute of an article and the given lines."""
    return read_statute("\n".join(["ARTICLE 1", "Examples", *lines]), "crs-title-99")


def parse_section(*lines: str) -> Section:
    """Parse a statute of one section."""
    parsed = parse(*lines)
    assert parsed.unclaimed_lines == ()
    assert len(parsed.sections) == 1
    return parsed.sections[0]
