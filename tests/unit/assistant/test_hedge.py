"""An answer says that it is the nearest found only where neither search nor topic is sure."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.records import Question
from assistant.settings import AssistantSettings
from assistant.stages.hedge import Hedge
from assistant.state import Draft, Sentence, TurnState
from assistant.wordings import load_wordings
from index.records import FoundPassage, SearchResult


def make_state(
    score: float, *, topic: str | None, chance: float, references: tuple[str, ...] = ()
) -> TurnState:
    best = FoundPassage.model_construct(score=score)
    return TurnState(
        question=Question(text="does he get paid"),
        asked_on=date(2026, 11, 22),
        search=SearchResult.model_construct(found=(best,), references=references),
        draft=Draft(
            "answered",
            "answered",
            "complete",
            (Sentence("He gets pay."),),
            standard_answer=topic,
            confidence=chance,
        ),
    )


@pytest.mark.parametrize(
    ("score", "topic", "chance", "is_hedged"),
    [
        (0.02, None, 0.0, True),
        (0.02, "wages", 0.6, True),
        (0.02, "wages", 0.8, False),
        (0.08, "wages", 0.45, True),
        (0.08, "wages", 0.6, False),
        (0.08, None, 0.0, False),
        (0.5, "wages", 0.45, False),
    ],
)
def test_doubt_is_said_first(score: float, topic: str | None, chance: float, is_hedged: bool) -> None:
    hedge = Hedge(AssistantSettings(), load_wordings())

    draft = hedge(make_state(score, topic=topic, chance=chance)).draft

    assert draft is not None
    assert draft.sentences[0].text.startswith("I am not sure") == is_hedged
    assert draft.completeness == ("partial" if is_hedged else "complete")


def test_what_is_named_by_its_number_is_never_doubted() -> None:
    hedge = Hedge(AssistantSettings(), load_wordings())

    draft = hedge(make_state(0.01, topic=None, chance=0.0, references=("17-2-103",))).draft

    assert draft is not None
    assert draft.completeness == "complete"
