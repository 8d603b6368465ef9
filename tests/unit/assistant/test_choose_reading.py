"""Evidence corrects what the words of a follow-up say."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from assistant.records import Question
from assistant.regression import Regression
from assistant.stages.abstain import SUPPORT_FEATURES
from assistant.stages.choose_reading import CLEARLY, ChooseReading
from assistant.state import TurnState, Understood
from tests.unit.assistant.law import SmallLibrary

ONLY_NEARNESS = Regression(SUPPORT_FEATURES, np.asarray([0.0, 1.0]), 0.0)


def choose(text: str, other: str, nearness: dict[str, float]) -> TurnState:
    """Choose between two readings of which the search finds questions as near as given."""
    library = SmallLibrary()

    def search(state: TurnState) -> TurnState:
        assert state.understood is not None
        query = state.understood.query
        near = replace(state.nearness, asked={"law 1": nearness[query]})
        return replace(state, search=library.search(query), nearness=near)

    joined = Understood(other, other, other, focus=text, is_follow_up=True)
    state = TurnState(
        question=Question(text=text),
        asked_on=date(2026, 1, 5),
        understood=Understood(text, text, text, other=joined),
    )
    return ChooseReading((search,), ONLY_NEARNESS)(search(state))


def read_query(state: TurnState) -> str:
    assert state.understood is not None
    assert state.search is not None
    assert state.search.query == state.understood.query
    return state.understood.query


def test_the_other_reading_is_taken_where_it_is_clearly_better_supported() -> None:
    assert read_query(choose("alone", "before alone", {"alone": 0.2, "before alone": 0.9})) == "before alone"


@pytest.mark.parametrize("near", [0.1, 0.5, 0.5 + CLEARLY])
def test_words_decide_where_the_evidence_is_much_alike(near: float) -> None:
    assert read_query(choose("alone", "before alone", {"alone": 0.5, "before alone": near})) == "alone"


def test_a_message_with_one_reading_is_searched_once() -> None:
    state = TurnState(
        question=Question(text="alone"),
        asked_on=date(2026, 1, 5),
        understood=Understood("alone", "alone", "alone"),
    )
    assert ChooseReading((lambda s: pytest.fail("searched"),), ONLY_NEARNESS)(state) is state
