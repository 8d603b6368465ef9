"""Source notes, on the odd ones that occur."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.statute.history import full_year, parse_history, split_clauses


def test_a_clause_says_what_was_done_to_what_by_which_act_and_when() -> None:
    (entry,) = parse_history(
        "Source: L. 2011: (1)(a), (3)(c), and (3)(c.5) amended and (1)(e) added, (SB 11-241), ch. 200, pp. 832, 833, "
        "§§ 2, 3, effective May 23."
    )
    assert entry.year == 2011
    assert entry.actions == ("amended", "added")
    assert entry.subdivisions == ("(1)(a)", "(3)(c)", "(3)(c.5)", "(1)(e)")
    assert (entry.bill, entry.chapter, entry.page) == ("SB 11-241", "200", "832, 833")
    assert entry.effective_on == date(2011, 5, 23)
    assert not entry.is_entire_section


def test_a_year_holds_clauses_between_semicolons() -> None:
    entries = parse_history(
        "Source: L. 77: Entire title R&RE, p. 903, § 10, effective August 1. L. 90: (1)(j) added, p. 941, § 5, effective "
        "June 7; (1)(a) amended, p. 976, § 2, effective July 1."
    )
    assert [(e.year, e.actions, e.is_entire_section, e.effective_on) for e in entries] == [
        (1977, ("repealed and reenacted",), True, date(1977, 8, 1)),
        (1990, ("added",), False, date(1990, 6, 7)),
        (1990, ("amended",), False, date(1990, 7, 1)),
    ]


@pytest.mark.parametrize(
    ("note", "count"),
    [
        (
            "L. 2003: (5)(g)(I) amended, p. 1433, § 25, effective April 29 and (5)(a) amended, p. 1436, § 33, effective July 1.",
            2,
        ),
        (
            "L. 2015: (3.7) added, (HB 15-1122), ch. 37, p. 88, § 2, effective March 20;(5.5)(e) amended, ch. 251, p. 918, § 4, effective May 29.",
            2,
        ),
        (
            "L. 93: (1) amended, p. 1730, § 11, effective July 1; entire section amended, p. 1978, § 4, effective July 1.",
            2,
        ),
    ],
)
def test_broken_separators_are_mended(note: str, count: int) -> None:
    entries = parse_history(f"Source: {note}")
    assert len(entries) == count
    assert all(e.effective_on and e.page for e in entries)


@pytest.mark.parametrize(
    ("clause", "field", "value"),
    [
        ("L. 89, 1st Ex. Sess.: (1)(i) added, p. 77, § 3, effective July 1.", "year", 1989),
        (
            "L. 2010: Entire section amended, (SB 10-175), ch. 188, page 784, § 25, effective April 29.",
            "page",
            "784",
        ),
        ("L. 2016: (1) amended, (HB 16-1215), ch.120, p. 341, § 1, effective August 10.", "chapter", "120"),
        (
            "L. 2013: Entire section added (SB 13-210), ch. 261, p. 1377, § 1, effective August 7.",
            "bill",
            "SB 13-210",
        ),
        (
            "L. 2013: Entire section added (SB 13-210), ch. 261, p. 1377, § 1, effective August 7.",
            "is_entire_section",
            True,
        ),
        (
            "L. 2002: Entire section amended, (HB 02S-1006), ch. 1, p. 1, § 1, effective July 9.",
            "bill",
            "HB 02S-1006",
        ),
        (
            "L. 2024: IP(3) and (3)(b) amended, (HB 24-1228), ch. 265, p. 1743, § 1, effective May 28.",
            "introductory",
            ("(3)",),
        ),
        ("L. 2024: IP (3), and (4) amended, p. 1, § 1, effective May 28.", "introductory", ("(3)",)),
        ("L. 2024: IP and (2) amended, p. 1, § 1, effective May 28.", "introductory", ("",)),
        (
            "L. 91: (1.3), (1.7), and (5) to (8) added, p. 336, § 1, effective May 24.",
            "subdivisions",
            ("(1.3)", "(1.7)", "(5)", "(6)", "(7)", "(8)"),
        ),
        (
            "L. 99: (5)(c)(I) to (5)(c)(III) amended, p. 1, § 1, effective July 1.",
            "subdivisions",
            ("(5)(c)(I)", "(5)(c)(II)", "(5)(c)(III)"),
        ),
        (
            "L. 87: (2)(c) RC&RE, and (6)(c) added, p. 651, § 3, effective July 1.",
            "actions",
            ("recreated and reenacted", "added"),
        ),
        (
            "L. 2006: (5)(h)(IV) added by revision, pp. 1689, 1693, §§ 6, 17.",
            "actions",
            ("added by revision",),
        ),
        ("L. 2006: (5)(h)(IV) added by revision, pp. 1689, 1693, §§ 6, 17.", "effective_on", None),
        (
            "L. 2024: (1) amended, (HB 24-1), ch. 1, p. 1, § 1, effective July 1, 2025.",
            "effective_on",
            date(2025, 7, 1),
        ),
        (
            "L. 2015: Entire section amended, (SB 15-090), ch. 334, p. 1360, § 4, effective (see editor's note).",
            "effective_on",
            None,
        ),
    ],
)
def test_spellings_that_differ_are_read_alike(clause: str, field: str, value: object) -> None:
    (entry,) = parse_history(f"Source: {clause}")
    assert getattr(entry, field) == value


def test_an_initiated_measure_has_neither_bill_nor_chapter() -> None:
    (entry,) = parse_history(
        "Source: Initiated 2024: (1) and (2) R&RE and (1.5) added, Proposition 128, effective upon proclamation of the "
        "Governor, December 17, see L. 2025, p. 3617."
    )
    assert (entry.bill, entry.chapter, entry.effective_on) == (None, None, date(2024, 12, 17))
    assert entry.subdivisions == ("(1)", "(2)", "(1.5)")


def test_places_in_older_codes_are_not_acts() -> None:
    entries = parse_history(
        "Source: L. 72: R&RE, p. 193, § 1. C.R.S. 1963: § 39-2-105. L. 98: Entire section repealed, p. 946, § 2, effective May 27."
    )
    assert [(e.year, e.actions) for e in entries] == [
        (1972, ("repealed and reenacted",)),
        (1998, ("repealed",)),
    ]


def test_two_digits_mean_the_twentieth_century() -> None:
    assert (full_year("77"), full_year("2000")) == (1977, 2000)


def test_a_note_without_acts_has_no_clauses() -> None:
    assert parse_history("") == ()
    assert list(split_clauses("no year here")) == []
