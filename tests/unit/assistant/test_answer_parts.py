"""Each question of a message gets its own answer."""

from dataclasses import replace
from datetime import date

from assistant.records import Question
from assistant.stages.answer_parts import AnswerParts
from assistant.state import Draft, Quote, Sentence, TurnState, Understood
from assistant.wordings import load_wordings
from tests.unit.assistant.law import SmallLibrary

DAY = date(2026, 1, 5)


def make_quote(name: str) -> Quote:
    return Quote("crs-title-17", "17-20-130(1)", f"What the law says about {name}.")


def make_draft(*names: str) -> Draft:
    sentences = tuple(Sentence(f"This is about {name}.", (make_quote(name),)) for name in names)
    step = Sentence("Call the facility.", (), "fixed", "next")
    return Draft("answered", "answered", "complete", (*sentences, step), confidence=0.7)


def answer(
    text: str, silent: str = "", whole: Draft | None = None, context: str = "", topic: str = ""
) -> tuple[TurnState, list[Understood]]:
    """Answer the parts with drafts of six sentences each, none for what holds `silent`; keep what was asked for them."""
    seen: list[Understood] = []

    def write(state: TurnState) -> TurnState:
        assert state.understood is not None
        seen.append(state.understood)
        draft = make_draft(*(f"{state.text} {n}" for n in range(6)))
        if topic:
            draft = replace(draft, standard_answer=topic)
        if silent and silent in state.text:
            draft = replace(draft, outcome="unanswerable", status="unanswerable_not_found")
        return replace(state, draft=draft)

    state = TurnState(
        question=Question(text=text),
        asked_on=DAY,
        text=text,
        understood=Understood(text, text, text, context=context),
        draft=whole,
        search=SmallLibrary().search(text),
    )
    stage = AnswerParts((write,), lambda s: s, load_wordings())
    return stage(state), seen


TWO = "They moved my son. Can he keep his lamp and radio? Who pays for the broken window glass?"


def test_each_question_is_searched_with_the_story_as_what_was_told() -> None:
    _, seen = answer(TWO)
    assert [u.focus for u in seen] == [
        "Can he keep his lamp and radio?",
        "Who pays for the broken window glass?",
    ]
    assert all(u.query.startswith("They moved my son.") for u in seen)
    assert "lamp" not in seen[1].query


def test_both_questions_are_cited_and_the_first_leads() -> None:
    state, _ = answer(TWO)
    assert state.draft is not None
    cited = [quote.text for s in state.draft.sentences for quote in s.quotes]
    assert "lamp" in cited[0]
    assert any("window" in text for text in cited)


def test_where_one_question_found_nothing_the_whole_message_is_answered_last() -> None:
    whole = replace(make_draft("the whole"), standard_answer="whole", confidence=0.5)
    state, _ = answer(TWO, silent="window", whole=whole)
    assert state.draft is not None
    cited = [quote.text for s in state.draft.sentences for quote in s.quotes]
    assert "lamp" in cited[0]
    assert any("the whole" in text for text in cited)


def test_the_turns_before_are_told_with_each_question() -> None:
    _, seen = answer(TWO, context="He is in the county jail.")
    assert all(u.query.startswith("He is in the county jail.") for u in seen)


def test_beside_a_message_for_a_document_not_held_only_a_sure_answer_is_given() -> None:
    elsewhere = Draft(
        "unanswerable",
        "unanswerable_document_not_held",
        "none",
        (Sentence("Not held.", kind="fixed"),),
        confidence=0.9,
    )
    unsure, _ = answer(TWO, whole=elsewhere)
    assert unsure.draft is elsewhere
    sure, _ = answer(TWO, whole=elsewhere, topic="lamps")
    assert sure.draft is not None
    assert sure.draft.outcome == "answered"
