"""How surely an answer is for a question of an e-mail: by what its stages noted, and by whose law it rests on.

Several readings of one question are asked; the surest answer is drafted, and what is not sure enough is the officer's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.records import Answer
from assistant.replies.template import Premise, load_premises

SURE_ENOUGH = 0.5
"""Below this nothing is drafted: two in three of the chat's answers above its own floor of 0.4 are right, and a letter
of the office needs better than that."""
STORY_WEIGHT = 0.85
NOT_HELD_COST, NOT_HELD_MOST = 0.15, 0.65
"""An answer is preferred to the name of a document that may hold one."""
REFERRAL, CASE_DATA = 0.7, 0.8
UNTOLD_WEIGHT, PARTIAL_WEIGHT = 0.5, 0.8
NEAR = 0.35
"""Chance from which a standard answer is offered to the officer instead of the one drafted."""
ELSEWHERE = frozenset({"unanswerable_document_not_held", "unanswerable_outside_law"})


def rate_answer(answer: Answer, letter: str) -> float:
    """Rate an answer, 0 to 1; one about what the e-mail (`letter`) does not tell of counts less."""
    rated = _rate_alone(answer) * (PARTIAL_WEIGHT if answer.status == "answered_partial" else 1.0)
    return rated * UNTOLD_WEIGHT if find_missing_premises(answer, letter) else rated


def find_missing_premises(answer: Answer, letter: str) -> tuple[Premise, ...]:
    """Find what an answer is about and the e-mail does not tell of: a jail, a revocation, an employer outside."""
    keys = (
        answer.citations[0].locator if answer.citations else "",
        answer.standard_answer or "",
        answer.status,
    )
    return tuple(
        premise
        for premise in load_premises()
        if any(premise.about.match(key) for key in keys) and not premise.told.search(letter)
    )


def lacks_place(answer: Answer, letter: str) -> bool:
    """Tell whether an answer is about a kind of place that the e-mail does not name."""
    return any(premise.is_place for premise in find_missing_premises(answer, letter))


def list_near_topics(answers: Sequence[Answer]) -> tuple[str, ...]:
    """List the standard answers that came near in any reading, nearest first."""
    chances: dict[str, float] = {}
    for answer in answers:
        for key, chance in list_judged(answer):
            chances[key] = max(chance, chances.get(key, 0.0))
    near = [key for key, chance in chances.items() if chance >= NEAR]
    return tuple(sorted(near, key=lambda key: -chances[key]))


def read_trace(answer: Answer, stage: str) -> Mapping[str, object]:
    """Read what a stage noted; empty where it noted nothing of the kind."""
    noted = answer.trace.get(stage)
    return noted if isinstance(noted, dict) else {}


class Need(NamedTuple):
    """What an answer was judged to need that no source held says."""

    name: str
    chance: float


def read_need(answer: Answer) -> Need:
    """Read the need that was noted for an answer; empty where none was."""
    noted = read_trace(answer, "need")
    return Need(str(noted.get("need", "")), _read_number(noted.get("chance")))


def _rate_alone(answer: Answer) -> float:
    if answer.outcome in ("blocked", "clarification", "error"):
        return 0.0
    if answer.status in ELSEWHERE:
        return min(max(read_need(answer).chance - NOT_HELD_COST, 0.05), NOT_HELD_MOST)
    if answer.status == "declined_case_data":
        return CASE_DATA
    if answer.outcome == "redirected":
        return REFERRAL
    if answer.standard_answer:
        return dict(list_judged(answer)).get(answer.standard_answer, NEAR)
    if "look_up" in answer.trace:
        return 1.0
    ranked = read_trace(answer, "extract").get("ranked")
    best = ranked[0] if isinstance(ranked, list) and ranked else ("", 0.0)
    return float(best[1]) if answer.outcome == "answered" else 0.02


def list_judged(answer: Answer) -> Sequence[tuple[str, float]]:
    """List the standard answers that were weighed for an answer, with their chances."""
    judged = read_trace(answer, "topic").get("judged")
    return [(str(key), float(chance)) for key, chance in judged] if isinstance(judged, list) else []


def _read_number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
