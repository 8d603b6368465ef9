"""What a sentence says beyond its quotes."""

import pytest

from assistant.checking.claims import find_doubts, find_reviewed_faults, find_strict_faults
from assistant.state import Quote

LIMIT = Quote(
    "crs-title-17",
    "17-20-130(4)(a)(I)",
    "The department may limit visitation for a confined person who is in restrictive housing; except that the "
    "department shall not limit the person's contact visits for more than thirty consecutive calendar days and "
    "shall not limit the person's telephone calls to fewer than one telephone call every five calendar days",
)
FORBID = Quote(
    "crs-title-17",
    "17-20-130(3)(a)",
    "Except as expressly permitted in this section, the department shall not deprive a person of visitation rights.",
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The department may limit visitation for a person in restrictive housing.",
        "The department shall not limit contact visits for more than 30 calendar days.",
        "The department must not limit the person's contact visits for more than thirty days.",
    ],
)
def test_what_the_quote_says_passes(sentence: str) -> None:
    assert find_strict_faults(sentence, (LIMIT,)) == ()


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The department must limit visitation for a person in restrictive housing.", LIMIT),
        ("The department may limit contact visits for more than thirty calendar days.", LIMIT),
        ("The department shall not limit contact visits for more than 60 calendar days.", LIMIT),
        ("The department shall not limit contact visits for more than thirty business days.", LIMIT),
        ("The department may deprive a person of visitation rights.", FORBID),
        ("The department shall deprive a person of visitation rights.", FORBID),
        ("Under section 17-20-131 the department shall not deprive a person of visitation rights.", FORBID),
        ("His mother bakes wonderful apple pies on Sundays.", FORBID),
        ("The department shall not deprive a person of visitation rights, see https://example.org.", FORBID),
    ],
)
def test_what_the_quote_does_not_say_is_a_fault(sentence: str, quote: Quote) -> None:
    assert find_strict_faults(sentence, (quote,))


def test_a_reviewed_sentence_may_word_a_rule_freely_but_not_its_numbers() -> None:
    assert find_reviewed_faults("No, not all of them: at most 30 days in a row.", (LIMIT,)) == ()
    assert find_reviewed_faults("No, not all of them: at most 45 days in a row.", (LIMIT,))


def test_a_may_that_grew_into_a_must_is_shown_to_the_editor() -> None:
    quote = Quote("crs-title-17", "17-1-1", "The board may consider a letter from the family.")
    assert find_doubts("The board must consider a letter from the family.", (quote,))
    assert find_doubts("The board may consider a letter from the family.", (quote,)) == ()
