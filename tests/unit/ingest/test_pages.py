"""Pages: with an outline, with marked headings, and by rules alone."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.errors import ParseError
from ingest.pages import Outline, OutlineHeading, parse_page, read_page
from ingest.passages import split_passages
from ingest.records import Link, SourceDocument

PAGE = SourceDocument(
    id="page",
    title="Visiting",
    publisher="",
    url="",
    edition="snapshot",
    retrieved_on=date(2025, 11, 1),
    kind="agency_page",
    authority=3,
    file="page.txt",
    sha256="",
)


def tree(text: str, outline: Outline | None = None, has_marks: bool = False) -> dict[str, list[str]]:
    sections = read_page(text, PAGE, outline, has_marks=has_marks).sections
    return {s.number: [f"{x.marker} {x.text}".strip() for x in s.subdivisions] for s in sections}


def outline(*headings: OutlineHeading) -> Outline:
    return Outline(heading=headings)


def test_an_outline_gives_depth_and_names() -> None:
    assert tree(
        "Visiting\nWelcome to all.\n- Professional\nFor lawyers.\n- Notary Visits\nFor notaries.\nScheduling:\n"
        "- Ask first.\nPlease note: closed.",
        outline(
            OutlineHeading(text="Professional", depth=1),
            OutlineHeading(text="Notary Visits", depth=2),
            OutlineHeading(text="Scheduling", depth=3, form="line"),
            OutlineHeading(text="Please note", depth=1, form="start", starts="Please note:"),
        ),
    ) == {
        "Visiting": ["Welcome to all."],
        "Professional": ["For lawyers."],
        "Professional > Notary Visits": ["For notaries."],
        "Professional > Notary Visits > Scheduling": ["Scheduling:", "- Ask first."],
        "Please note": ["Please note: closed."],
    }


def test_an_outline_that_the_page_does_not_follow_is_an_error() -> None:
    with pytest.raises(ParseError, match='the heading "Missing" of its outline'):
        parse_page("Visiting\nText.", PAGE, outline(OutlineHeading(text="Missing", depth=1)))


def test_a_heading_glued_to_a_sentence_is_cut_off_it() -> None:
    assert tree(
        "- First Visits\nSee our Policies page.- Care Provider Visits\nIf a provider wishes to visit, ask."
    ) == {
        "First Visits": ["See our Policies page."],
        "Care Provider Visits": ["If a provider wishes to visit, ask."],
    }


def test_marked_headings_are_the_only_ones() -> None:
    text = "# Visiting\nShort line\nA much longer paragraph that follows it and goes on.\n## Shirts\n- No camouflage\n### Shoes\nClosed."
    assert tree(text) == {
        "Visiting": ["Short line", "A much longer paragraph that follows it and goes on."],
        "Shirts": ["- No camouflage"],
        "Shirts > Shoes": ["Closed."],
    }
    assert tree("Short line\nA much longer paragraph that follows it here.", has_marks=True) == {
        "Visiting": ["Short line", "A much longer paragraph that follows it here."]
    }


def test_without_marks_a_dash_line_is_a_heading_or_a_bullet() -> None:
    assert tree(
        "Intro text that is a sentence.\n- Special Visits\nThey may be granted for reasons such as:\n"
        "- When the visitor has traveled.\n- When it is in the interest.\n- Clergy Visits\nOnly the offender may ask."
    ) == {
        "Visiting": ["Intro text that is a sentence."],
        "Special Visits": [
            "They may be granted for reasons such as:",
            "- When the visitor has traveled.",
            "- When it is in the interest.",
        ],
        "Clergy Visits": ["Only the offender may ask."],
    }


def test_without_marks_a_short_capitalised_line_is_a_heading_that_stays_in_the_text() -> None:
    assert tree(
        "Medical Records:\nInformation may be found on the records page.\nFor Current Employees\n"
        "For current employees who need their pay verified, call the number below.\nEmail: a@b.us"
    ) == {
        "Medical Records": ["Medical Records:", "Information may be found on the records page."],
        "For Current Employees": [
            "For Current Employees",
            "For current employees who need their pay verified, call the number below.",
            "Email: a@b.us",
        ],
    }


def test_the_same_heading_twice_gives_two_locators() -> None:
    assert list(tree("# A\nOne.\n# A\nTwo.")) == ["A", "A (2)"]


def test_a_page_without_text_is_an_error() -> None:
    with pytest.raises(ParseError, match="page, line 1: expected text"):
        parse_page(" \n\u00a0\n", PAGE)


def test_blocks_are_one_passage_or_break_at_bullets_with_their_stem_as_lead_in() -> None:
    bullet = " ".join(["word"] * 60) + "."
    text = "\n".join(["# Clergy", "The procedures are:", *[f"- {bullet}"] * 5])
    (section,) = parse_page(text, PAGE)
    first, second = split_passages(section, PAGE)
    assert first.text.startswith("The procedures are: - word")
    assert second.text.startswith("- word")
    assert second.lead_in == "The procedures are:"
    assert (first.locator, first.authority) == ("Clergy", 3)


def test_links_stay_with_the_block_they_stand_in() -> None:
    links = (
        Link(text="page", url="https://example.org/a", line=2),
        Link(text="b", url="https://example.org/b", line=4),
    )
    sections = read_page("# A\nSee the page.\n# B\nSee b.", PAGE, None, links, has_marks=True).sections
    assert [[x.url for x in s.links] for s in sections] == [
        ["https://example.org/a"],
        ["https://example.org/b"],
    ]
    assert split_passages(sections[0], PAGE)[0].links == links[:1]
