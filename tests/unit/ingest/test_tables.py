"""A person's reading of a table is kept while its words are the law's."""

from __future__ import annotations

from ingest.tables import TableReading, attach_tables
from tests.unit.ingest.statutes import parse_section

SECTION = parse_section(
    "99-1-101. Name. (1) The facilities are:",
    "Facility Level",
    "Sterling Level V",
    "facility",
    "Rifle Level I",
    "(2) More.",
)


def reading(*rows: tuple[str, ...]) -> TableReading:
    return TableReading(
        source="crs-title-99", locator="99-1-101(1)", columns=("Facility", "Level"), rows=rows
    )


def test_a_reading_with_the_same_words_is_attached() -> None:
    (section,), misfits = attach_tables(
        [SECTION], [reading(("Sterling facility", "Level V"), ("Rifle", "Level I"))]
    )
    table = section.subdivisions[0].table
    assert table is not None
    assert table.rows == (("Sterling facility", "Level V"), ("Rifle", "Level I"))
    assert misfits == ()


def test_a_reading_that_no_longer_fits_is_left_out_and_its_lines_reported() -> None:
    (section,), misfits = attach_tables(
        [SECTION], [reading(("Sterling facility", "Level IV"), ("Rifle", "Level I"))]
    )
    assert section.subdivisions[0].table is None
    assert misfits == (4, 5, 6, 7)


def test_sections_without_readings_stay_as_they_are() -> None:
    assert attach_tables([SECTION], []) == ((SECTION,), ())
