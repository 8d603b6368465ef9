"""The reference parsers: whatever is typed as a citation names a pinpoint that exists, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import LocatorError
from index.references import find_references, find_subdivision, resolve_locator
from index.settings import load_index_settings
from index.show import find_shown_text, render_shown_text
from index.store import load_sections_by_number
from ingest.records import Section
from tests.fuzz.hostile import citations, messages
from tests.fuzz.profiles import FUZZED, counted

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sections() -> dict[str, Section]:
    return load_sections_by_number(load_index_settings())


@FUZZED
@given(text=st.one_of(citations(), st.lists(citations(), max_size=6).map(" y ".join), messages()))
def test_every_pinpoint_that_is_read_out_of_a_text_exists(sections: dict[str, Section], text: str) -> None:
    with counted("reference parser", text):
        found = find_references(text, sections, "17-20-130(4)(a)")
        located = resolve_locator(text, sections)
    for reference in found:
        if reference.kind in ("exact", "nearest"):
            assert reference.locator is not None
            assert find_subdivision(reference.locator, sections) is not None
        else:
            assert reference.locator is None
    assert located is None or located in sections or find_subdivision(located, sections) is not None


@FUZZED
@given(text=st.one_of(citations(), messages(2000)))
def test_showing_a_citation_prints_its_text_or_says_that_it_names_nothing(
    sections: dict[str, Section], text: str
) -> None:
    with counted("command: index show", text):
        try:
            shown = find_shown_text(text, sections)
        except LocatorError:
            return
        assert render_shown_text(shown)
        assert shown.model_dump_json()
