"""What keeps an answer out of a letter: each doubt once, and the answer that has none."""

from typing import Any

import pytest

from assistant.records import Answer
from assistant.replies.doubts import DoubtFinder, measure_gap
from assistant.replies.rating import find_missing_premises
from assistant.replies.records import Asked
from assistant.standard_answers import StandardAnswer
from tests.unit.ui.answers import build_answer

LETTER = "My son is in the hole at Limon. How long may they limit his visits?"
ASKED = Asked(text="How long may they limit his visits?", readings=("How long may they limit his visits?",))


def build_topic(key: str, place: str = "prison") -> StandardAnswer:
    sentence = {"en": "They may limit visits for 30 days.", "es": "Pueden limitar las visitas 30 días."}
    return StandardAnswer(
        id=key,
        title_en="Visits in the hole",
        title_es="Visitas en el hoyo",
        topic="visits",
        place=place,
        role="editor",
        reviewed_on="2026-01-01",
        status="reviewed",
        asks_en=("how long may they limit his visits",),
        asks_es=("cuánto tiempo pueden limitar sus visitas",),
        sentences=(sentence,),
    )


def build(key: str | None = "visits-restrictive", chance: float = 0.8, near: float = 0.5) -> Answer:
    trace: dict[str, Any] = {
        "topic": {"judged": [(key, chance)]},
        "weigh": {"topics": [("another", 0.5), (key, near)]},
    }
    return build_answer().model_copy(update={"standard_answer": key, "trace": trace})


def find(
    answer: Answer, *, letter: str = LETTER, rated: float = 0.8, own: Answer | None = None
) -> str | None:
    keys = ("visits-restrictive", "jail-solitary-why", "cost-of-care-who")
    topics = {key: build_topic(key, "jail" if key.startswith("jail") else "prison") for key in keys}
    return DoubtFinder(topics).find(ASKED, letter, [own or answer], answer, rated)


def test_an_answer_that_the_question_gives_by_itself_is_sure() -> None:
    assert find(build()) is None


@pytest.mark.parametrize(
    ("answer", "changes", "doubt"),
    [
        (build("cost-of-care-who"), {}, "premise"),
        (build(), {"letter": LETTER.replace("at Limon", "at the county jail")}, "place"),
        (build(), {"letter": LETTER.replace("at Limon", "of a halfway house")}, "place"),
        (build(), {"rated": 0.65}, "weak"),
        (build(), {"own": build(chance=0.2)}, "story"),
        (build(near=0.3), {}, "nearer"),
        (build(None), {"rated": 0.7}, "quoted"),
    ],
)
def test_each_doubt_keeps_an_answer_out(answer: Answer, changes: dict[str, Any], doubt: str) -> None:
    assert find(answer, **changes) == doubt


def test_an_answer_that_knows_none_of_the_questions_words_is_doubtful() -> None:
    asked = Asked(text="Who does the autopsy report?", readings=("Who does the autopsy report?",))
    finder = DoubtFinder({"visits-restrictive": build_topic("visits-restrictive")})
    assert finder.find(asked, LETTER, [build()], build(), 0.8) == "words"


def test_a_topic_that_the_search_did_not_weigh_counts_as_far() -> None:
    assert measure_gap(build(), "unheard-of") == pytest.approx(0.5)
    assert measure_gap(build_answer(), "visits-restrictive") == 0.0


@pytest.mark.parametrize(
    ("key", "letter", "is_missing"),
    [
        ("wages-private-employer", "He works in the kitchen. What is the pay?", True),
        ("wages-private-employer", "He works for a company outside. What is the pay?", False),
        ("special-needs-parole-timeline", "How long does the approval take?", True),
        ("special-needs-parole-timeline", "Mi tío tiene cáncer. ¿Cuánto tarda?", False),
        ("visits-grievance", "Nobody answered his grievance about the dentist.", True),
        ("visits-grievance", "They will not let us see him. How do I complain?", False),
    ],
)
def test_what_an_answer_is_about_must_be_told_in_the_email(key: str, letter: str, is_missing: bool) -> None:
    assert bool(find_missing_premises(build(key), letter)) is is_missing
