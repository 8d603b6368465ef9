"""From when and until when the law applies."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.records import Section
from ingest.statute.calendar import parse_date
from tests.unit.ingest.statutes import parse, parse_section


def effective(section: Section) -> dict[str, date | None]:
    return {x.locator.removeprefix("99-1-101"): x.effective_from for x in section.subdivisions}


def test_a_subdivision_dates_from_the_latest_clause_that_changed_its_own_text() -> None:
    section = parse_section(
        "99-1-101. Name. (1) Introduction:",
        "(a) One;",
        "(b) Two.",
        "(2) (a) Three.",
        "Source: L. 90: Entire section added, p. 1, § 1, effective July 1. L. 2000: (2) amended, p. 2, § 2, effective May 1. "
        "L. 2010: IP(1) and (1)(b) amended, p. 3, § 3, effective June 1. L. 2020: (2)(a) amended, p. 4, § 4, effective March 1.",
    )
    assert effective(section) == {
        "(1)": date(2010, 6, 1),
        "(1)(a)": date(1990, 7, 1),
        "(1)(b)": date(2010, 6, 1),
        "(2)": date(2000, 5, 1),
        "(2)(a)": date(2020, 3, 1),
    }
    assert section.effective_from == date(2020, 3, 1)


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        (["Source: L. 90: Entire section added, p. 1. L. 99: Entire section repealed, p. 2, § 2, effective May 24."], date(1999, 5, 24)),
        # The Source has no repeal: the note dates it.
        (
            ["Source: L. 2008: Entire section added, p. 1, effective July 1.",
             "Editor's note: Subsection (2) provided for the repeal of this section, effective July 1, 2013. (See L. 2008, p. 1029.)"],
            date(2013, 7, 1),
        ),
        (["Editor's note: Subsection (2) provided for the repeal this section, effective July 1, 2012. (See L. 2008, p. 1887.)"], date(2012, 7, 1)),
        (["Editor's note: (1) Section 99-1-104 provided for the repeal of this article, effective July 1, 1984. (See L. 81, p. 968.)"], date(1984, 7, 1)),
        (
            ["Editor's note: The general assembly provided for the repeal of this section upon occupancy. Because it was occupied, "
             "the repeal date for this section is also December 24, 1980."],
            date(1980, 12, 24),
        ),
        (
            ["Editor's note: The revisor did not receive the notice; therefore, this section is repealed as provided in "
             "subsection (2) of this section, effective July 1, 2012. (See L. 2009, p. 2219.)"],
            date(2012, 7, 1),
        ),
        # Repealed twice: gone from the first time on.
        (
            ["Source: L. 77: Entire title R&RE, p. 1, effective August 1. L. 84: Entire section repealed, p. 1, § 1, effective "
             "March 16; entire section repealed, p. 2, § 2, effective July 1."],
            date(1984, 3, 16),
        ),
        # Repealed subsection by subsection.
        (
            ["Source: L. 90: Entire article added, p. 978, § 1, effective May 8. L. 95: (1) repealed, p. 1, § 1, effective May 31. "
             "L. 99: (2) repealed, p. 623, § 19, effective August 4."],
            date(1999, 8, 4),
        ),
        (["Source: L. 90: Entire section added, p. 1, effective May 8."], None),
    ],
)  # fmt: skip
def test_the_day_of_repeal_comes_from_the_source_or_else_from_the_note(
    notes: list[str], expected: date | None
) -> None:
    assert parse_section("99-1-101. Name. (Repealed)", *notes).repealed_on == expected


def test_a_section_may_repeal_itself() -> None:
    section = parse_section(
        "99-1-101. Name - repeal. (1) Text.", "(2) This section is repealed, effective July 1, 2026."
    )
    assert section.repeals_on == date(2026, 7, 1)
    assert [x.repeals_on for x in section.subdivisions] == [None, None]


def test_a_subsection_that_repeals_itself_takes_all_below_it_along() -> None:
    section = parse_section(
        "99-1-101. Name. (1) (b) Text.",
        "(b.6) (I) One.",
        "(A) Two.",
        "(IV) This subsection (1)(b.6) is repealed, effective June 30, 2027.",
        "(c) Text.",
    )
    assert section.repeals_on is None
    assert {x.locator.removeprefix("99-1-101"): x.repeals_on for x in section.subdivisions} == {
        "(1)": None,
        "(1)(b)": None,
        "(1)(b.6)": date(2027, 6, 30),
        "(1)(b.6)(I)": date(2027, 6, 30),
        "(1)(b.6)(I)(A)": date(2027, 6, 30),
        "(1)(b.6)(IV)": date(2027, 6, 30),
        "(1)(c)": None,
    }


def test_older_wording_names_the_paragraph_alone() -> None:
    section = parse_section(
        "99-1-101. Name. (1) (a) Text.",
        "(b) (I) One.",
        "(II) This paragraph (b) is repealed, effective July 1, 2030.",
        "(2) T.",
    )
    marked = [x.locator for x in section.subdivisions if x.repeals_on == date(2030, 7, 1)]
    assert marked == ["99-1-101(1)(b)", "99-1-101(1)(b)(I)", "99-1-101(1)(b)(II)"]


def test_an_article_that_repeals_itself_takes_its_sections_along() -> None:
    parsed = parse(
        "99-1-101. Name. Text.",
        "Source: L. 77: x, p. 1.",
        "99-1-102. Repeal. This article 1 is repealed, effective September 1, 2028.",
        "Source: L. 77: x, p. 1.",
        "ARTICLE 2",
        "Other",
        "99-2-101. Name. Text.",
    )
    assert [s.repeals_on for s in parsed.sections] == [date(2028, 9, 1), date(2028, 9, 1), None]


def test_repeal_of_something_else_is_no_self_repeal() -> None:
    section = parse_section("99-1-101. Name. The fund that is repealed, effective July 1, 2026, was large.")
    assert section.repeals_on is None


def test_two_versions_of_a_subsection_have_their_own_dates() -> None:
    section = parse_section(
        "99-1-101. Name. (1) [This version of subsection (1) is effective until July 1, 2026.] Old:",
        "(a) Old one.",
        "(1) [This version of subsection (1) is effective July 1, 2026.] New:",
        "(a) New one.",
        "(2) Same.",
        "Source: L. 90: Entire section added, p. 1, § 1, effective July 1. L. 2025: (1) amended, (HB 25-1), ch. 1, p. 1, § 1, effective July 1, 2026.",
    )
    assert [(x.locator, x.effective_from, x.applies_until) for x in section.subdivisions] == [
        ("99-1-101(1)", date(1990, 7, 1), date(2026, 7, 1)),
        ("99-1-101(1)(a)", date(1990, 7, 1), date(2026, 7, 1)),
        ("99-1-101(1)", date(2026, 7, 1), None),
        ("99-1-101(1)(a)", date(2026, 7, 1), None),
        ("99-1-101(2)", date(1990, 7, 1), None),
    ]


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("July 1, 2026", None, date(2026, 7, 1)),
        ("July 1", 1999, date(1999, 7, 1)),
        ("July 1", None, None),
        ("February 30, 2026", None, None),
        ("upon proclamation", 2024, None),
    ],
)
def test_written_dates(text: str, year: int | None, expected: date | None) -> None:
    assert parse_date(text, year) == expected
