"""A section as a reader sees it."""

from datetime import date

from ingest.records import Definition, HistoryEntry, Reference, Section, Subdivision
from ui.rendering.section import render_history, render_references, render_title, render_tree
from ui.wordings import load_wordings

EN = load_wordings("en")
CATCHLINES = {"17-42-103": "Telephones"}


def build_section(**changes: object) -> Section:
    held = {
        "source": "crs-title-17",
        "number": "17-20-130",
        "numbers": ("17-20-130",),
        "catchline": "Visitation",
        "heading_path": ("Title 17. Corrections", "Article 20. Correctional Facilities"),
        "status": "in_force",
        "subdivisions": (
            Subdivision(
                locator="17-20-130(4)", labels=("4",), text="Limits & more:", status="in_force", line=1
            ),
            Subdivision(
                locator="17-20-130(4)(a)",
                labels=("4", "a"),
                text="Visitation may end.",
                status="in_force",
                line=2,
            ),
        ),
        "effective_from": date(2025, 6, 4),
        "line_start": 1,
        "line_end": 2,
    }
    return Section.model_validate(held | changes)


def build_reference(**changes: object) -> Reference:
    held = {
        "text": "section 17-42-103",
        "at": "17-20-130(8)",
        "section": "17-42-103",
        "target": "17-42-103(1.5)",
        "is_internal": True,
        "is_historic": False,
    }
    return Reference.model_validate(held | changes)


def test_every_label_is_an_address_and_the_asked_place_is_marked() -> None:
    drawn = render_tree(build_section(), "4-a", {}, EN)
    assert "section=17-20-130&amp;at=4-a" in drawn
    assert '<div class="d2 at" id="at-4-a" aria-current="location">' in drawn
    assert "Limits &amp; more:" in drawn


def test_a_defined_word_opens_its_definition_at_its_first_use_only() -> None:
    terms = {
        "Visitation": Definition(
            term="Visitation", locator="17-20-130(1)(c)", scope="section", text="All visits."
        )
    }
    section = build_section(
        subdivisions=tuple(
            Subdivision(
                locator=f"17-20-130({n})",
                labels=(str(n),),
                text="visitation rights",
                status="in_force",
                line=n,
            )
            for n in (1, 2)
        )
    )
    drawn = render_tree(section, "", terms, EN)
    assert drawn.count('href="#term-visitation"') == 1


def test_a_definition_is_never_drawn_inside_another_terms_mark() -> None:
    terms = {
        name: Definition(
            term=name, locator="17-1-101", scope="title", text="Means the department of a facility."
        )
        for name in ("Correctional facility", "Facility", "Department")
    }
    section = build_section(
        subdivisions=(
            Subdivision(
                locator="17-20-130",
                labels=(),
                text="The department runs a correctional facility.",
                status="in_force",
                line=1,
            ),
        )
    )
    drawn = render_tree(section, "", terms, EN)
    assert drawn.count("<a ") == drawn.count("</a>") == 2
    assert ">correctional facility</a>" in drawn


def test_moved_law_says_where_it_went() -> None:
    section = build_section(status="relocated", relocated_to="18-1.3-301", repealed_on=date(2002, 10, 1))
    drawn = render_title(section, False, "Title 17", CATCHLINES, EN)
    assert "Moved" in drawn
    assert "since October 1, 2002" in drawn
    assert "18-1.3-301" in drawn
    assert "not held here" in drawn
    assert "$target" not in drawn


def test_law_that_ends_by_itself_says_when() -> None:
    drawn = render_title(build_section(repeals_on=date(2027, 6, 30)), False, "Title 17", CATCHLINES, EN)
    assert "June 30, 2027" in drawn


def test_references_are_links_where_held_and_former_law_is_left_out() -> None:
    references = (
        build_reference(),
        build_reference(section="2-7-203", target=None, is_internal=False),
        build_reference(section="17-30-101", target="17-30-101", is_historic=True),
        build_reference(section="17-20-130", target="17-20-130(11)"),
    )
    drawn = render_references("17-20-130", references, CATCHLINES, EN)
    assert "Telephones" in drawn
    assert "2-7-203" in drawn
    assert "not held here" in drawn
    assert "17-30-101" not in drawn
    assert "17-20-130" not in drawn


def test_history_is_told_latest_first() -> None:
    entries = tuple(
        HistoryEntry(
            year=year,
            actions=("amended",),
            subdivisions=("(1)",),
            is_entire_section=False,
            bill=None,
            chapter=None,
            page=None,
            effective_on=None,
            text="",
        )
        for year in (1979, 2025, 2001)
    )
    drawn = render_history(entries, EN)
    assert drawn.index("2025") < drawn.index("2001") < drawn.index("1979")
