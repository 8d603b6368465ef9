"""Headings, sections and notes by where lines stand."""

from __future__ import annotations

from ingest.statute import ParsedStatute, read_statute


def read(text: str) -> ParsedStatute:
    return read_statute(text, "crs-title-99", title_label="Title 99. Examples")


def paths(parsed: ParsedStatute) -> dict[str, tuple[str, ...]]:
    return {s.number: s.heading_path for s in parsed.sections}


def test_unmarked_lines_before_an_article_are_divisions_and_a_new_first_level_clears_the_second() -> None:
    parsed = read(
        "DEPARTMENT\nOrganization\nARTICLE 1\nNames\n99-1-101. Name A. Text.\nSource: L. 77: Entire title R&RE, p. 9.\n"
        "Parole\nARTICLE 2\nBoards\n99-2-101. Name B. Text.\nSource: L. 77: Entire title R&RE, p. 9.\n"
        "DIAGNOSTIC PROGRAMS\nARTICLE 40\nTests\n99-40-101. Name C. Text.\nSource: L. 77: Entire title R&RE, p. 9."
    )
    assert paths(parsed) == {
        "99-1-101": ("Title 99. Examples", "DEPARTMENT", "Organization", "Article 1. Names"),
        "99-2-101": ("Title 99. Examples", "DEPARTMENT", "Parole", "Article 2. Boards"),
        "99-40-101": ("Title 99. Examples", "DIAGNOSTIC PROGRAMS", "Article 40. Tests"),
    }
    assert parsed.unclaimed_lines == ()


def test_a_division_with_notes_of_its_own_is_still_a_division() -> None:
    parsed = read(
        "CODE OF PROCEDURE\nEditor's note: Articles 1 to 13 were numbered otherwise.\n(2) More.\nARTICLE 1\nNames\n"
        "99-1-101. Name A. Text."
    )
    section = parsed.sections[0]
    assert section.heading_path == ("Title 99. Examples", "CODE OF PROCEDURE", "Article 1. Names")
    assert [(n.owner, n.line_start, n.line_end) for n in section.notes] == [("CODE OF PROCEDURE", 2, 3)]
    assert parsed.unclaimed_lines == ()


def test_headings_of_two_lines_are_joined_and_keep_their_hyphen() -> None:
    parsed = read(
        "ARTICLE 19\nFacilities -\nVisitors and Employees\nPART 2\nPRIOR TO JULY 1,\n1979\n99-19-201. Name A. Text."
    )
    assert parsed.sections[0].heading_path[1:] == (
        "Article 19. Facilities - Visitors and Employees",
        "Part 2. PRIOR TO JULY 1, 1979",
    )


def test_a_new_article_clears_the_part() -> None:
    parsed = read(
        "ARTICLE 1\nA\nPART 1\nP\n99-1-101. Name A. Text.\nSource: L. 77: x, p. 1.\nARTICLE 2\nB\n99-2-101. Name B. Text."
    )
    assert parsed.sections[1].heading_path == ("Title 99. Examples", "Article 2. B")


def test_a_subpart_stands_below_its_part() -> None:
    parsed = read(
        "ARTICLE 1\nA\nPART 1\nP\nSUBPART 1\nS\n99-1-101. Name A. Text.\nSource: L. 77: x, p. 1.\nPART 2\nQ\n99-1-201. Name B. Text."
    )
    assert [s.heading_path[2:] for s in parsed.sections] == [("Part 1. P", "Subpart 1. S"), ("Part 2. Q",)]


def test_notes_under_a_heading_belong_to_it_and_not_to_the_section_before() -> None:
    parsed = read(
        "ARTICLE 1\nA\n99-1-101. Name A. Text.\nSource: L. 77: x, p. 1.\nPART 2\nP\nCross references: For more, see § 99-1-101.\n"
        "99-1-201. Name B. Text."
    )
    first, second = parsed.sections
    assert [n.owner for n in first.notes] == ["99-1-101"]
    assert [n.owner for n in second.notes] == ["part 2"]
    assert first.line_end == 4


def test_numbered_lines_after_a_note_belong_to_the_note() -> None:
    parsed = read(
        "ARTICLE 1\nA\n99-1-101. Name A. (1) Text.\nEditor's note: (1) First.\n(2) (a) Second.\n(b) Third.\nFOR: 1,869,231\n"
        "AGAINST: 1,140,284\n99-1-102. Name B. Text."
    )
    first = parsed.sections[0]
    assert [x.locator for x in first.subdivisions] == ["99-1-101(1)"]
    assert first.notes[0].text.endswith("(2) (a) Second. (b) Third. FOR: 1,869,231 AGAINST: 1,140,284")
    assert parsed.unclaimed_lines == ()


def test_a_line_that_no_rule_explains_is_kept_and_reported() -> None:
    parsed = read(
        "ARTICLE 1\nA\n99-1-101. Name A. Text.\nSource: L. 77: x, p. 1.\nWhat is this line.\n99-1-102. Name B. Text."
    )
    assert parsed.unclaimed_lines == (5,)
    assert parsed.sections[0].notes[0].text.endswith("What is this line.")


def test_a_line_before_everything_is_kept_and_reported() -> None:
    parsed = read("Downloaded from a site.\n99-1-101. Name A. Text.")
    assert parsed.unclaimed_lines == (1,)
    assert [n.text for n in parsed.sections[0].notes] == ["Downloaded from a site."]


def test_capitals_inside_a_section_are_its_text() -> None:
    parsed = read(
        "ARTICLE 1\nA\n99-1-101. Name A. (1) A sign:\nNOTICE\nANY PERSON SHALL BE SEARCHED.\n(2) More."
    )
    assert [x.text for x in parsed.sections[0].subdivisions] == [
        "A sign: NOTICE ANY PERSON SHALL BE SEARCHED.",
        "More.",
    ]
    assert parsed.sections[0].subdivisions[0].lines == ("A sign:", "NOTICE", "ANY PERSON SHALL BE SEARCHED.")


def test_a_heading_right_after_a_text_without_notes_is_a_heading_where_its_sections_follow() -> None:
    parsed = read("ARTICLE 1\nA\n99-1-101. Name A. Text.\nARTICLE 2\nB\n99-2-101. Name B. Text.")
    assert [s.heading_path[-1] for s in parsed.sections] == ["Article 1. A", "Article 2. B"]


def test_an_article_of_a_form_inside_a_section_is_its_text() -> None:
    parsed = read(
        "ARTICLE 1\nA\n99-1-101. Name A. The form:\nARTICLE 7\nThe parties agree.\n99-1-102. Name B. Text."
    )
    assert parsed.sections[0].subdivisions[0].text == "The form: ARTICLE 7 The parties agree."
    assert parsed.sections[1].heading_path[-1] == "Article 1. A"


def test_a_wholly_repealed_article_without_a_source_ends_where_the_next_division_begins() -> None:
    parsed = read(
        "ARTICLE 41\nA\n99-41-101 to 99-41-104. (Repealed)\nMISCELLANEOUS PROVISIONS\nARTICLE 42\nB\n99-42-101. Name B. Text."
    )
    assert parsed.sections[0].subdivisions == ()
    assert parsed.sections[1].heading_path[1:] == ("MISCELLANEOUS PROVISIONS", "Article 42. B")
    assert parsed.unclaimed_lines == ()


def test_a_title_line_heads_the_path() -> None:
    parsed = read_statute(
        "TITLE 42\nVEHICLES AND TRAFFIC\nARTICLE 1\nA\n42-1-101. Name. Text.", "crs-title-42"
    )
    assert parsed.sections[0].heading_path == ("Title 42. VEHICLES AND TRAFFIC", "Article 1. A")
