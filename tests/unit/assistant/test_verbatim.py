"""Quotes against what is stored."""

import pytest

from assistant.checking.verbatim import StoredText
from assistant.state import Quote
from tests.unit.assistant.law import SOURCE, SmallLibrary

STORED = StoredText(SmallLibrary())


def test_a_quote_at_its_pinpoint_has_no_fault() -> None:
    quote = Quote(
        SOURCE, "17-20-130(2)", "A person confined in a correctional facility has visitation rights."
    )
    assert STORED.find_quote_fault(quote) is None


def test_white_space_does_not_matter() -> None:
    quote = Quote(
        SOURCE, "17-20-130(2)", "A person  confined in a\ncorrectional facility has visitation rights."
    )
    assert STORED.find_quote_fault(quote) is None


def test_a_stem_and_its_first_item_are_one_contiguous_quote() -> None:
    text = "Except as expressly permitted in this section, the department shall not: (I) Deprive a person of visitation rights"
    assert STORED.find_quote_fault(Quote(SOURCE, "17-20-130(3)(a)", text)) is None


@pytest.mark.parametrize(
    ("locator", "text"),
    [
        ("17-20-130(2)", "A person confined in a correctional facility has visiting rights."),
        ("17-20-130(9)(a)", "A person confined in a correctional facility has visitation rights."),
        ("17-20-130(12)", "A person confined in a correctional facility has visitation rights."),
        ("17-99-101", "A person confined in a correctional facility has visitation rights."),
        ("17-20-130(2)", ""),
    ],
)
def test_an_altered_misplaced_or_invented_quote_is_named(locator: str, text: str) -> None:
    assert STORED.find_quote_fault(Quote(SOURCE, locator, text))


def test_a_quote_of_another_source_is_named() -> None:
    quote = Quote(
        "cdoc-visit", "17-20-130(2)", "A person confined in a correctional facility has visitation rights."
    )
    assert STORED.find_quote_fault(quote)
