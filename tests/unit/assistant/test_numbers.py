"""Numbers and their units."""

import pytest

from assistant.checking.numbers import Number, find_numbers, find_unsupported_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no later than thirty consecutive calendar days", [Number(30, "day", "calendar")]),
        ("within ten (10) working days of receipt", [Number(10, "day", "working")]),
        ("at least twenty-four (24) business hours", [Number(24, "hour", "business")]),
        ("not to exceed five dollars per visit", [Number(5, "dollar")]),
        ("a fee of $5 a visit", [Number(5, "dollar")]),
        ("not more than six hundred and fifty beds", [Number(650)]),
        ("one hundred eighty days", [Number(180, "day")]),
        ("a class 4 felony", [Number(4, "class")]),
        ("dentro de diez días hábiles", [Number(10, "day", "workday")]),
        ("el 75 por ciento", [Number(75, "percent")]),
        ("Once the pregnancy is known", []),
        ("subsection (4)(a)(I) of section 17-20-130 (4)", []),
        ("House Bill 25-1013 and AR 300-01", []),
        ("one of them", []),
    ],
)
def test_numbers_are_read_with_their_units(text: str, expected: list[Number]) -> None:
    assert list(find_numbers(text)) == expected


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("It may take 30 days.", "for more than thirty consecutive calendar days"),
        ("You have 10 working days.", "within ten (10) working days of receipt of denial"),
        ("Tiene 7 días hábiles.", "no later than seven business days before the scheduled visit"),
        ("It is free from July 1, 2026.", "Beginning July 1, 2026, and thereafter"),
        ("Half of it, 50%, counts.", "has served fifty percent of the sentence"),
    ],
)
def test_the_same_amount_in_other_words_is_supported(sentence: str, quote: str) -> None:
    assert find_unsupported_numbers(sentence, (quote,)) == ()


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("You have 10 days.", "within ten (10) working days of receipt of denial"),
        ("You have 10 business days.", "within ten (10) working days of receipt of denial"),
        ("You have 30 business days.", "for more than thirty consecutive calendar days"),
        ("It costs $10.", "not to exceed five dollars per visit"),
        ("He may call every 7 days.", "one telephone call every five calendar days"),
        ("It lasts 30 months.", "for more than thirty consecutive calendar days"),
    ],
)
def test_another_amount_or_unit_is_not_supported(sentence: str, quote: str) -> None:
    assert find_unsupported_numbers(sentence, (quote,))


def test_an_editor_may_count_what_follows() -> None:
    quote = "The serious impairment or the severe cognitive impairment"
    assert find_unsupported_numbers("There are two ways.", (quote,), counts_are_free=True) == ()
    assert find_unsupported_numbers("There are two ways.", (quote,))
