"""Headers, status and versions of sections."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import ParseError
from ingest.passages import section_text
from ingest.statute import read_statute
from tests.unit.ingest.statutes import parse, parse_section


def test_the_catchline_ends_at_the_first_full_stop_and_keeps_its_parts() -> None:
    section = parse_section("99-1-101. Parole - board - duties. (1) The board meets. It decides.")
    assert section.catchline == "Parole - board - duties"
    assert section.header == "99-1-101. Parole - board - duties."
    assert section_text(section) == "(1) The board meets. It decides."


def test_a_catchline_alone_on_its_line_may_head_a_section_in_force() -> None:
    section = parse_section(
        "99-1-101. Parole - regulations.", "(1) and (2) Repealed.", "(3) Offenders remain."
    )
    assert section.status == "in_force"
    assert [(x.locator, x.status) for x in section.subdivisions] == [
        ("99-1-101(1)", "repealed"),
        ("99-1-101(2)", "repealed"),
        ("99-1-101(3)", "in_force"),
    ]
    assert section_text(section) == "(1) and (2) Repealed. (3) Offenders remain."


def test_a_word_of_repeal_in_the_catchline_is_not_a_status() -> None:
    assert parse_section("99-1-101. Pilot - report - repeal. (1) Text.").status == "in_force"
    assert parse_section("99-1-101. Pilot - report - repeal. (Repealed)").status == "repealed"


def test_a_repealed_header_may_have_no_catchline() -> None:
    section = parse_section("99-1-101. (Repealed)")
    assert (section.catchline, section.status, section.header) == ("", "repealed", "99-1-101. (Repealed)")


def test_a_range_names_all_its_sections() -> None:
    section = parse_section("99-1-401 to 99-1-405. (Repealed)")
    assert section.numbers == ("99-1-401", "99-1-402", "99-1-403", "99-1-404", "99-1-405")
    assert parse_section("99-1-401 and 99-1-403. (Repealed)").numbers == ("99-1-401", "99-1-403")


@pytest.mark.parametrize(
    ("note", "target"),
    [
        ("This section was relocated to § 18-1.3-301 in 2002.", "18-1.3-301"),
        ("In 2002, this section was relocated to § 18-1.3-105.", "18-1.3-105"),
        (
            "(1) Similar to former § 27-1-1.\n(2) This section was relocated to § 18-1.3-106 in 2002.",
            "18-1.3-106",
        ),
        (
            "The provisions of this part 7 were relocated to part 14 of article 1.3 of title 18.",
            "part 14 of article 1.3 of title 18",
        ),
    ],
)
def test_a_repealed_section_that_was_relocated_says_where_to(note: str, target: str) -> None:
    section = parse_section("99-1-101. Name. (Repealed)", f"Editor's note: {note}")
    assert (section.status, section.relocated_to) == ("relocated", target)


def test_a_pointer_to_current_provisions_is_no_relocation() -> None:
    section = parse_section(
        "99-1-101. Name. (Repealed)", "Cross references: For current provisions, see article 32."
    )
    assert (section.status, section.relocated_to) == ("repealed", None)


def test_two_live_versions_of_a_section_are_two_sections_with_their_dates() -> None:
    parsed = parse(
        "99-1-101. [Editor's note: This version of this section is effective until July 1, 2026.] Fees. The fee is $5.",
        "Source: L. 2020: Entire section added, (HB 20-1001), ch. 1, p. 1, § 1, effective July 1. "
        "L. 2025: Entire section amended, (HB 25-1002), ch. 2, p. 2, § 2, effective July 1, 2026.",
        "99-1-101. Fees. [Editor's note: This version of this section is effective July 1, 2026.] The fee is $9.",
        "Source: L. 2025: Entire section amended, (HB 25-1002), ch. 2, p. 2, § 2, effective July 1, 2026.",
    )
    old, new = parsed.sections
    assert (old.catchline, old.effective_from, old.applies_until) == (
        "Fees",
        date(2020, 7, 1),
        date(2026, 7, 1),
    )
    assert (new.catchline, new.effective_from, new.applies_until) == ("Fees", date(2026, 7, 1), None)
    assert old.version_note is not None
    assert "until July 1, 2026" in old.version_note
    assert section_text(old) == "The fee is $5."


def test_the_note_of_a_version_may_stand_on_a_line_before_the_header() -> None:
    parsed = parse(
        "99-1-101. A. Text.",
        "Source: L. 77: x, p. 1.",
        "[Editor's note: This version of this section is effective until July 1, 2026.]",
        "99-1-102. B. Text.",
    )
    assert parsed.unclaimed_lines == ()
    assert parsed.sections[1].applies_until == date(2026, 7, 1)
    assert parsed.sections[0].version_note is None


def test_a_text_without_sections_is_not_a_statute() -> None:
    with pytest.raises(ParseError, match="crs-title-99, line 1: expected a section header"):
        read_statute("Just a letter.", "crs-title-99")


FRAGMENTS = (
    "ARTICLE 1",
    "ARTICLE 2",
    "PART 1",
    "Names of things",
    "GENERAL PROVISIONS",
    "99-1-101. Catchline. (1) (a) Text here:",
    "99-1-102. Other. Text without a label.",
    "99-2-101. Gone. (Repealed)",
    "99-2-102 to 99-2-104. (Repealed)",
    "(1) Subsection text.",
    "(a) (I) Paragraph text;",
    "(5) and (6) Repealed.",
    "(I) Roman text; and",
    "(A) Capital text.",
    "(II) [This version of subparagraph (II) is effective until July 1, 2026.] Text.",
    "Source: L. 77: Entire title R&RE, p. 9, § 1, effective July 1.",
    "Editor's note: (1) Note.",
    "Cross references: See § 99-1-101.",
    "FOR: 1,200",
    "1st year 2 months",
    "",
    "[Editor's note: This version of this section is effective July 1, 2026.]",
)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25))
def test_no_word_is_lost_in_whatever_order_lines_stand(lines: list[str]) -> None:
    parsed = parse("99-1-100. First. Text.", *lines)
    kept: list[str] = [*parsed.headings]
    for section in parsed.sections:
        kept += [section.header, section_text(section), section.version_note or ""]
        kept += [note.text for note in section.notes]
    everything = " ".join(kept).replace("Article ", "ARTICLE ").replace("Part ", "PART ")
    for number, line in enumerate(lines, 4):
        is_last = not any(lines[number - 3 :])
        assert number in parsed.unclaimed_lines or is_last or line in everything


@pytest.mark.parametrize(
    ("line", "catchline"),
    [
        ("99-1-101. U.S. agencies. Text.", "U.S. agencies"),
        ("99-1-101. Schedule A. Text.", "Schedule A"),
        ("99-1-101. Lake No. 5 - fees. Text.", "Lake No. 5 - fees"),
        ("99-1-101. Appropriation - SB 21-064 - repeal. Text.", "Appropriation - SB 21-064 - repeal"),
    ],
)
def test_a_full_stop_of_an_abbreviation_does_not_end_the_catchline(line: str, catchline: str) -> None:
    assert parse_section(line).catchline == catchline
