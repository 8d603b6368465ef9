"""The text of a section as subdivisions: tables, notices, forms, versions and compacts."""

from __future__ import annotations

from ingest.passages import section_text
from tests.unit.ingest.statutes import parse_section


def locators(*lines: str) -> list[str]:
    return [x.locator.removeprefix("99-1-101") for x in parse_section(*lines).subdivisions]


def test_text_without_a_label_is_the_sections_own() -> None:
    section = parse_section("99-1-101. Name. All facilities shall be maintained.")
    assert [(x.locator, x.labels, x.marker) for x in section.subdivisions] == [("99-1-101", (), "")]


def test_an_introduction_without_a_label_stands_before_the_first_subsection() -> None:
    assert locators("99-1-101. Definitions. As used in this article:", "(1) Board means the board.") == [
        "",
        "(1)",
    ]


def test_labels_without_text_of_their_own_are_subdivisions_too() -> None:
    section = parse_section("99-1-101. Name. (3) (a) (I) Text;", "(II) More.")
    assert [(x.locator, x.text) for x in section.subdivisions] == [
        ("99-1-101(3)", ""),
        ("99-1-101(3)(a)", ""),
        ("99-1-101(3)(a)(I)", "Text;"),
        ("99-1-101(3)(a)(II)", "More."),
    ]
    assert section_text(section) == "(3) (a) (I) Text; (II) More."


def test_placeholders_keep_their_pinpoint_and_are_marked() -> None:
    section = parse_section(
        "99-1-101. Name. (1) Repealed.",
        "(2) (Deleted by amendment, L. 2017.)",
        "(b) to (c.2) Repealed.",
        "(3) In force.",
        "(4) Repealed sections are listed.",
    )
    assert [(x.locator.removeprefix("99-1-101"), x.status, x.is_shared) for x in section.subdivisions] == [
        ("(1)", "repealed", False),
        ("(2)", "deleted", False),
        ("(2)(b)", "repealed", False),
        ("(2)(c)", "repealed", True),
        ("(2)(c.2)", "repealed", True),
        ("(3)", "in_force", False),
        ("(4)", "in_force", False),
    ]


def test_a_table_belongs_to_the_subdivision_before_it() -> None:
    section = parse_section(
        "99-1-101. Name. (1) (b) The facilities are as follows:",
        "Correctional facility Location Security level",
        "Colorado state Fremont county Level V",
        "penitentiary",
        "(b.5) Not more than six hundred beds.",
    )
    assert [x.locator for x in section.subdivisions] == ["99-1-101(1)", "99-1-101(1)(b)", "99-1-101(1)(b.5)"]
    assert section.subdivisions[1].lines == (
        "The facilities are as follows:",
        "Correctional facility Location Security level",
        "Colorado state Fremont county Level V",
        "penitentiary",
    )


def test_a_cell_that_goes_on_with_a_citation_is_not_a_subsection() -> None:
    assert locators(
        "99-1-101. Name. (1) (a) No person shall be prosecuted after:",
        "Vehicular homicide, except as described in subsection",
        "(1)(a.5) of this section; leaving the scene of an",
        "accident:",
        "Five years",
        "(a.5) The period is ten years.",
    ) == ["(1)", "(1)(a)", "(1)(a.5)"]


def test_a_row_that_counts_backwards_is_not_a_subsection() -> None:
    assert locators(
        "99-1-101. Name. (4) (a) The penalties are:",
        "99-2-101 (1), (2), or (3), 99-2-102 $ 35.00",
        "(2) and 99-2-103 $ 70.00",
        "(b) Other.",
    ) == ["(4)", "(4)(a)", "(4)(b)"]


def test_numbered_lines_of_a_form_are_its_text() -> None:
    section = parse_section(
        "99-1-101. Name. (1) Post this notice:", "Legal Rights", "1. Fees never need to be paid.", "2.More."
    )
    assert (
        section_text(section) == "(1) Post this notice: Legal Rights 1. Fees never need to be paid. 2.More."
    )


def test_what_stands_below_a_version_belongs_to_it() -> None:
    section = parse_section(
        "99-1-101. Name. (1) [This version of subsection (1) is effective until July 1, 2026.] Old:",
        "(a) Old one.",
        "(1) [This version of subsection (1) is effective July 1, 2026.] New:",
        "(a) New one.",
        "(2) Same.",
    )
    notes = [x.version_note or "" for x in section.subdivisions]
    assert ["until" in notes[0], "until" in notes[1], "until" in notes[2], "July" in notes[3], notes[4]] == [
        True, True, False, True, "",
    ]  # fmt: skip


def test_a_version_of_an_introduction_does_not_reach_the_list() -> None:
    section = parse_section(
        "99-1-101. Name. (5) [Editor's note: This version of the introductory portion to subsection (5) is effective "
        "until July 1, 2026.] Old:",
        "(5) [Editor's note: This version of the introductory portion to subsection (5) is effective July 1, 2026.] New:",
        "(a) Same.",
    )
    assert section.subdivisions[2].version_note is None
    assert section.subdivisions[0].version_note is not None


def test_the_articles_of_a_compact_stand_within_its_section() -> None:
    assert locators(
        "99-1-101. Compact. The compact is enacted:",
        "ARTICLE I",
        "(a) The parties agree.",
        "(1) On this.",
        "ARTICLE II",
        "(a) The parties part.",
    ) == ["", "(art.I)", "(art.I)(a)", "(art.I)(a)(1)", "(art.II)", "(art.II)(a)"]
