"""What is quoted, and what makes it true alone."""

from datetime import date

from assistant.state import Quote
from tests.unit.assistant.law import TODAY, make_kit

KIT = make_kit()


def complete(locator: str, day: date = TODAY) -> tuple[Quote, ...]:
    found = KIT.outlines.find_unit(locator)
    assert found is not None
    return KIT.picker.complete(found[0], found[1], day)


def test_the_first_item_of_a_list_is_quoted_with_its_stem_in_one_stretch() -> None:
    quote = complete("17-20-130(3)(a)(I)")[0]
    assert quote.locator == "17-20-130(3)(a)"
    assert quote.text.startswith(
        "Except as expressly permitted in this section, the department shall not: (I) Deprive"
    )


def test_a_later_item_of_a_long_list_comes_with_its_stem_as_a_quote_of_its_own() -> None:
    quotes = complete("17-20-130(4)(a)(II)")
    assert [quote.locator for quote in quotes] == ["17-20-130(4)(a)(II)", "17-20-130(4)(a)"]
    assert quotes[1].text.endswith("not considered a deprivation of visitation:")


def test_an_item_of_a_short_list_is_quoted_with_the_whole_list() -> None:
    assert "(I) Deprive a person" in complete("17-20-130(3)(a)(II)")[0].text


def test_a_short_list_is_quoted_whole() -> None:
    quote = complete("17-20-130(3)(a)")[0]
    assert "(I) Deprive a person" in quote.text
    assert "(II) Deprive a visitor" in quote.text


def test_of_a_schedule_the_step_of_the_day_comes_first() -> None:
    assert complete("17-42-103(1.5)(a)", date(2024, 8, 1))[0].locator == "17-42-103(1.5)(b)"
    assert complete("17-42-103(1.5)(a)", date(2026, 8, 1))[0].locator == "17-42-103(1.5)(d)"


def test_a_notwithstanding_after_the_rule_is_quoted_too() -> None:
    assert [quote.locator for quote in complete("17-20-130(2)")] == ["17-20-130(2)", "17-20-130(5)"]


def test_every_quote_is_verbatim_at_its_pinpoint() -> None:
    outline = KIT.outlines.find("17-20-130")
    assert outline is not None
    for unit in outline.units:
        for quote in KIT.picker.complete(outline, unit, TODAY):
            assert KIT.stored.find_quote_fault(quote) is None
