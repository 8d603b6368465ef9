"""One citation, verbatim."""

from __future__ import annotations

import pytest

from index.records import LocatorError
from index.show import find_shown_text, render_shown_text
from ingest.records import Section
from tests.unit.index.law import make_section


@pytest.fixture(scope="module")
def sections() -> dict[str, Section]:
    section = make_section("17-20-130", ["4", "4 a", "4 a I", "4 b"])
    return {section.number: section}


def test_a_pinpoint_is_shown_with_what_leads_into_it_and_what_stands_under_it(
    sections: dict[str, Section],
) -> None:
    shown = find_shown_text("CRS 17 20 130 4 a", sections)
    assert shown.label == "C.R.S. § 17-20-130(4)(a)"
    assert [part.locator for part in shown.lead_in] == ["17-20-130(4)"]
    assert [part.locator for part in shown.subdivisions] == ["17-20-130(4)(a)", "17-20-130(4)(a)(I)"]
    assert "(I) Text. 4 a I" in render_shown_text(shown)


def test_the_nearest_pinpoint_is_shown_as_such(sections: dict[str, Section]) -> None:
    shown = find_shown_text("17-20-130(4)(z)", sections)
    assert (shown.locator, shown.is_nearest) == ("17-20-130(4)", True)
    assert "nearest" in render_shown_text(shown)


@pytest.mark.parametrize(
    ("asked", "said"),
    [("17-99-101", "does not exist"), ("18-1.3-401", "lies outside"), ("pizza", "names no section")],
)
def test_what_is_not_held_is_said(sections: dict[str, Section], asked: str, said: str) -> None:
    with pytest.raises(LocatorError, match=said):
        find_shown_text(asked, sections)
