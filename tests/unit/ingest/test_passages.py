"""How sections are cut into passages."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ingest.passages import section_text, split_passages
from ingest.pieces import MAX_WORDS
from ingest.records import Passage, Section
from tests.unit.ingest.statutes import DOCUMENT, parse_section


def words(n: int, word: str = "word") -> str:
    return " ".join([word] * (n - 1) + [f"{word}."])


def split(section: Section) -> tuple[Passage, ...]:
    return tuple(p for p in split_passages(section, DOCUMENT) if p.part == "text")


def starts(*lines: str) -> list[str]:
    return [p.locator.removeprefix("99-1-101") for p in split(parse_section(*lines))]


def test_a_subsection_stays_with_its_list_while_both_fit() -> None:
    section = parse_section(
        f"99-1-101. Name. (1) {words(80)}",
        f"(2) {words(40)}",
        f"(a) {words(50)}",
        f"(b) {words(50)}",
        f"(3) {words(80)}",
    )
    assert [(p.locator, p.locators) for p in split(section)] == [
        ("99-1-101(1)", ("99-1-101(1)",)),
        ("99-1-101(2)", ("99-1-101(2)", "99-1-101(2)(a)", "99-1-101(2)(b)")),
        ("99-1-101(3)", ("99-1-101(3)",)),
    ]


def test_short_neighbours_are_joined() -> None:
    assert starts(f"99-1-101. Name. (1) {words(30)}", f"(2) {words(30)}", f"(3) {words(30)}") == ["(1)"]


def test_a_long_subsection_breaks_at_its_paragraphs_and_keeps_its_introduction_with_the_first() -> None:
    section = parse_section(
        f"99-1-101. Name. (1) {words(30)}",
        *(f"({x}) {words(100)}" for x in "abc"),
        f"(2) {words(100)}",
    )
    found = split(section)
    assert [p.locator for p in found] == ["99-1-101(1)", "99-1-101(1)(b)", "99-1-101(1)(c)", "99-1-101(2)"]
    assert found[1].lead_in == f"(1) {words(30)}"
    assert found[0].lead_in == found[3].lead_in == ""


def test_a_bare_label_never_stands_alone() -> None:
    assert starts(f"99-1-101. Name. (1) (a) {words(300)}", f"(b) {words(300)}") == ["(1)", "(1)(b)"]


def test_the_lead_in_holds_every_ancestor() -> None:
    section = parse_section(
        "99-1-101. Name. As used here:",
        f"(4) (a) {words(60, 'limits')}",
        f"(I) {words(200)}",
        f"(II) {words(200)}",
    )
    assert split(section)[-1].lead_in == f"As used here: (4) (a) {words(60, 'limits')}"


def test_passages_joined_are_the_text_of_the_section() -> None:
    section = parse_section(
        "99-1-101. Name. (1) (a) (I) One;",
        f"(II) {words(230)}",
        "(b) and (c) Repealed.",
        f"(d) {words(150)}",
        "(2) Two.",
    )
    assert " ".join(p.text for p in split(section)) == section_text(section)


def test_a_repealed_section_is_a_passage_of_its_header_and_notes() -> None:
    section = parse_section(
        "99-1-101. Name. (Repealed)",
        "Source: L. 90: Entire section added, p. 1, § 1, effective May 8. L. 99: Entire section repealed, p. 2, § 2, effective July 1.",
        "Editor's note: This section was relocated to § 18-1.3-301 in 2002.",
    )
    (passage,) = split_passages(section, DOCUMENT)
    assert passage.part == "notes"
    assert passage.text.startswith("99-1-101. Name. (Repealed) Source: L. 90:")
    assert passage.text.endswith("relocated to § 18-1.3-301 in 2002.")
    assert (passage.status, passage.relocated_to) == ("relocated", "18-1.3-301")


def test_notes_of_a_section_in_force_are_a_passage_of_their_own() -> None:
    section = parse_section(
        "99-1-101. Name. Text.", "Source: L. 90: x, p. 1.", "Cross references: For more, see article 2."
    )
    text, notes = split_passages(section, DOCUMENT)
    assert (text.part, text.text, text.position) == ("text", "Text.", 0)
    assert (notes.part, notes.position) == ("notes", 1)
    assert notes.text == "Source: L. 90: x, p. 1. Cross references: For more, see article 2."


def test_notes_of_a_heading_are_not_those_of_the_section_below_it() -> None:
    section = parse_section("Editor's note: This article was added in 1979.", "99-1-101. Name. Text.")
    assert len(section.notes) == 1
    assert [p.part for p in split_passages(section, DOCUMENT)] == ["text"]


def test_a_passage_of_placeholders_only_is_not_in_force() -> None:
    section = parse_section(
        f"99-1-101. Name. (1) {words(270)}",
        "(2) (Deleted by amendment, L. 2000, p. 846, § 43, and many more words that make this a placeholder of some length.)",
        "(3) (Deleted by amendment, L. 2000, p. 846, § 43, and many more words that make this a placeholder of some length.)",
        f"(4) {words(270)}",
    )
    assert [p.status for p in split(section)] == ["in_force", "deleted", "in_force"]


def test_a_passage_carries_the_dates_of_what_it_holds() -> None:
    section = parse_section(
        f"99-1-101. Name. (1) {words(100)}",
        f"(2) {words(100)}",
        "(3) This section is repealed, effective July 1, 2026.",
        "Source: L. 90: Entire section added, p. 1, § 1, effective July 1. L. 2020: (2) amended, p. 2, § 2, effective March 1.",
    )
    assert [(p.effective_from, p.repeals_on) for p in split(section)] == [
        (date(1990, 7, 1), date(2026, 7, 1)),
        (date(2020, 3, 1), date(2026, 7, 1)),
    ]


def test_two_versions_never_share_a_passage() -> None:
    section = parse_section(
        f"99-1-101. Name. (3) {words(20)}",
        f"(b) [This version of subsection (3)(b) is effective until July 1, 2026.] {words(70, 'old')}",
        f"(b) [This version of subsection (3)(b) is effective July 1, 2026.] {words(70, 'new')}",
    )
    found = split(section)
    assert [("old" in p.text, "new" in p.text) for p in found] == [(True, False), (False, True)]
    assert [p.applies_until for p in found] == [date(2026, 7, 1), None]


def test_an_id_stays_while_text_and_place_stay() -> None:
    section = parse_section("99-1-101. Name. Text.")
    moved = section.model_copy(update={"line_start": 50, "line_end": 51})
    changed = parse_section("99-1-101. Name. Other text.")
    ids = [split_passages(s, DOCUMENT)[0].id for s in (section, moved, changed)]
    assert ids[0] == ids[1] != ids[2]
    assert len(ids[0]) == 16


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["(1)", "(2)", "(a)", "(b)", "(I)", "(II)", "(A)", "(3) (a)"]),
            st.integers(1, 260),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_whatever_the_lengths_no_word_is_lost_and_no_passage_is_needlessly_long(
    parts: list[tuple[str, int]],
) -> None:
    section = parse_section("99-1-101. Name. (1) Begin:", *(f"{label} {words(n)}" for label, n in parts))
    found = split(section)
    assert " ".join(p.text for p in found) == section_text(section)
    longest = max(len(x.text.split()) for x in section.subdivisions)
    assert all(len(p.text.split()) <= max(MAX_WORDS * 1.25, longest + 30) + 30 for p in found)
    assert [p.position for p in found] == list(range(len(found)))
