"""What a physical line looks like, on real lines and on look-alikes."""

from __future__ import annotations

import pytest

from ingest.statute.lines import classify, note_label, split_header, split_heading, split_lines


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ARTICLE 22.5", "heading"),
        ("PART 1", "heading"),
        ("ARTICLE I", "other"),
        ("SUBPART 2", "heading"),
        ("Subpart A", "heading"),
        ("PART A", "other"),
        ("17-1-105.1. Accreditation of private contract prisons.", "header"),
        ("17-2-401 to 17-2-405. (Repealed)", "header"),
        ("17-30.5-101. (Repealed)", "header"),
        (
            "[Editor's note: This version of this section is effective until July 1, 2026.] 17-1-101. Name.",
            "header",
        ),
        ("42-2-101 (1) or (4) $ 35.00 $ 10.00", "other"),
        ("Source: L. 77: Entire title R&RE, p. 903, § 10, effective August 1.", "note"),
        ("Editor's note: (1) This section is similar to former § 17-1-101.", "note"),
        ("Cross references: For visitors, see § 17-20-124.", "note"),
        ("Law reviews: For article, Civil Rights, see 61 Den. L.J. 182 (1984).", "note"),
        ("Source of income means wages.", "other"),
        ("[Editor's note: This version of this section is effective July 1, 2026.]", "version"),
        ("FOR: 1,869,231", "vote"),
        ("FOR PERSONS WITH MENTAL ILLNESS", "other"),
        ("(a.5) To develop policies", "label"),
        ("(aa) Criminal offenses", "label"),
        ("(VIII) All fees", "label"),
        ("(Deleted by amendment, L. 93)", "other"),
        ("NOTICE", "other"),
        ("1st year 2 months 2 months 10 months", "other"),
        ("", "blank"),
    ],
)
def test_a_line_is_known_by_what_it_looks_like(line: str, kind: str) -> None:
    assert classify(line) == kind


@pytest.mark.parametrize(
    ("line", "numbers", "joiner", "rest"),
    [
        ("17-21-101 and 17-21-102. (Repealed)", ("17-21-101", "17-21-102"), "and", "(Repealed)"),
        ("17-22-101 to 17-22-110. (Repealed)", ("17-22-101", "17-22-110"), "to", "(Repealed)"),
        (
            "17-1-101, 17-1-102, and 17-1-104. (Repealed)",
            ("17-1-101", "17-1-102", "17-1-104"),
            "and",
            "(Repealed)",
        ),
        ("17-2-207. Parole - regulations.", ("17-2-207",), "and", "Parole - regulations."),
        ("16-2.5-101. Peace officer.", ("16-2.5-101",), "and", "Peace officer."),
    ],
)
def test_a_header_names_its_sections(line: str, numbers: tuple[str, ...], joiner: str, rest: str) -> None:
    header = split_header(line)
    assert (header.numbers, header.joiner, header.rest) == (numbers, joiner, rest)


def test_a_header_may_begin_with_the_note_of_its_version() -> None:
    header = split_header(
        "[This version of this section is effective until July 1, 2026.] 17-1-101. Name. (1) Text"
    )
    assert header.numbers == ("17-1-101",)
    assert header.version_note == "[This version of this section is effective until July 1, 2026.]"


def test_article_numbers_may_be_decimals() -> None:
    assert split_heading("ARTICLE 27.8") == ("article", "27.8")
    assert split_heading("PART 3") == ("part", "3")
    assert split_heading("Subpart A") == ("subpart", "A")


def test_notes_are_told_apart_by_their_label() -> None:
    assert note_label("Editor's note: text") == "Editor's note"
    assert note_label("Law reviews: text") == "Law reviews"


def test_the_last_line_counts_without_a_newline_and_white_space_is_folded() -> None:
    lines = split_lines("\ufeffone\u00a0 two\r\n\nthree")
    assert [(line.number, line.text) for line in lines] == [(1, "one two"), (2, ""), (3, "three")]


@pytest.mark.parametrize("line", ["no header", "ARTICLE", "Note without colon"])
def test_taking_apart_what_is_something_else_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match=line):
        split_header(line)
    with pytest.raises(ValueError, match=line):
        split_heading(line)
    with pytest.raises(ValueError, match=line):
        note_label(line)
