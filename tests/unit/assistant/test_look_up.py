"""Law named by number: in force, repealed, below, missing."""

from dataclasses import replace

import pytest

from assistant.records import Question
from assistant.stages.check import Check
from assistant.stages.look_up import LookUpReferences, find_nearest_numbers
from assistant.state import Draft, TurnState, Understood
from tests.unit.assistant.law import TODAY, SmallLibrary, make_kit

KIT = make_kit()
LIBRARY = SmallLibrary()


def look_up(text: str) -> Draft | None:
    state = TurnState(
        question=Question(text=text),
        asked_on=TODAY,
        text=text,
        understood=Understood(text, text, text),
        search=LIBRARY.search(text),
    )
    return LookUpReferences(KIT)(state).draft


def locators(draft: Draft | None) -> list[str]:
    assert draft is not None
    return [quote.locator for sentence in draft.sentences for quote in sentence.quotes]


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("17-20-130(4)(a)(I)", "17-20-130(4)(a)(I)"),
        ("section 17-20-130 (2), C.R.S.", "17-20-130(2)"),
        ("17 20 130 9 b", "17-20-130(9)(b)"),
    ],
)
def test_the_pinpoint_named_is_quoted_first(text: str, locator: str) -> None:
    assert locators(look_up(text))[0] == locator


def test_an_item_comes_with_its_stem() -> None:
    assert "17-20-130(3)(a)" in locators(look_up("17-20-130(3)(a)(II)"))


def test_of_a_whole_section_what_was_asked_is_quoted() -> None:
    assert locators(look_up("does 17-20-130 let him file a grievance"))[0].startswith("17-20-130(9)")


def test_repealed_law_is_said_to_be_repealed_with_its_act_and_its_successor() -> None:
    draft = look_up("what does 17-20-127 say")
    assert draft is not None
    assert draft.status == "answered_repealed"
    text = " ".join(sentence.text for sentence in draft.sentences)
    assert "repealed" in text
    assert "L. 2002: Entire section repealed" in text
    assert "17-20-130" in text


def test_a_section_that_does_not_exist_is_said_so_with_its_neighbours() -> None:
    draft = look_up("17-20-131")
    assert draft is not None
    assert draft.outcome == "unanswerable"
    assert "17-20-130" in " ".join(sentence.text for sentence in draft.sentences)


def test_a_question_without_law_is_left_to_others() -> None:
    assert look_up("can he have visits") is None


def test_the_nearest_numbers_are_of_the_same_article_first() -> None:
    numbers = ("17-1-101", "17-20-127", "17-20-130", "17-42-103", "18-20-131")
    assert find_nearest_numbers("17-20-131", numbers, 2) == ("17-20-130", "17-20-127")


def test_what_is_released_is_verbatim_and_numbered_in_reading_order() -> None:
    text = "17-20-130(3)(a)(II)"
    state = TurnState(question=Question(text=text), asked_on=TODAY, text=text, draft=look_up(text))
    done = Check(KIT)(state)
    assert [citation.number for citation in done.citations] == list(range(1, len(done.citations) + 1))
    assert all(KIT.stored.find_section_text(c.source, "17-20-130").count(c.quote) for c in done.citations)


def test_a_draft_whose_every_quote_is_false_is_not_an_answer() -> None:
    draft = look_up("17-20-130(2)")
    assert draft is not None
    false = tuple(
        replace(s, quotes=tuple(replace(q, text=q.text + " not") for q in s.quotes)) for s in draft.sentences
    )
    state = TurnState(question=Question(text="x"), asked_on=TODAY, draft=replace(draft, sentences=false))
    done = Check(KIT)(state)
    assert done.draft is not None
    assert done.draft.outcome == "unanswerable"
    assert done.citations == ()


def test_the_history_asked_for_is_quoted_from_the_printed_notes() -> None:
    text = "when was 17-20-130 added and by what bill?"
    state = TurnState(
        question=Question(text=text),
        asked_on=TODAY,
        text=text,
        understood=Understood(text, text, text),
        search=LIBRARY.search(text),
    )
    done = Check(KIT)(LookUpReferences(KIT)(state))
    assert done.citations[0].quote.startswith("Source: L. 2025: Entire section added, (HB 25-1013)")
