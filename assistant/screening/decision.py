"""What screening found, weighed against what the sources hold, becomes what happens next.

A body that is not the department's is answered for only where the law itself speaks about it; advice,
predictions and look-ups are refused in one sentence, and the rule that does exist still follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.screening.records import Decision, Label, Screening, StatusRule
from index.records import FoundPassage

LAW_FLOOR = 0.12
"""Calibrated chance that a passage answers, from which the law counts as speaking to the question: on the development
half of the project's outcomes what a jail or a program runs itself stayed below 0.07."""
_STANDS_ANYWAY = 0.9
_WEAK_REDIRECT = 0.5

_OWN_ARTICLES = {
    "redirected_county_jail": ("17-26-", "17-26.5-", "17-42-", "17-1-112", "17-1-113", "17-1-114.5"),
    "redirected_community_corrections": (
        "17-27-",
        "17-27.1-",
        "17-27.5-",
        "17-27.7-",
        "17-27.8-",
        "17-27.9-",
    ),
}

_OWN_WORDS = {
    "redirected_county_jail": re.compile(r"\bjails?\b", re.I),
    "redirected_community_corrections": re.compile(r"\bcommunity corrections\b", re.I),
}


def estimate_law_support(screening: Screening, found: Sequence[FoundPassage]) -> float:
    """Estimate how well the sources speak to the message: for a redirect only law about that body, or that names it."""
    status = next((label.status for label in screening.labels if label.status in _OWN_ARTICLES), None)
    scores = (
        hit.score
        for hit in found
        if status is None
        or hit.passage.place == "jail"
        or hit.passage.section.startswith(_OWN_ARTICLES[status])
        or (hit.passage.section[:1].isdigit() and _OWN_WORDS[status].search(hit.passage.text))
    )
    return max(scores, default=0.0)


def names_own_law(screening: Screening, sections: Iterable[str]) -> bool:
    """Whether any of these sections is law about the very body that a redirect names."""
    return any(
        section.startswith(prefixes)
        for label in screening.labels
        if (prefixes := _OWN_ARTICLES.get(label.status))
        for section in sections
    )


def decide(
    screening: Screening,
    statuses: Mapping[str, StatusRule],
    law_support: float = 0.0,
    *,
    floor: float = LAW_FLOOR,
) -> Decision:
    """Decide the outcome; `law_support` is 0 to 1, see `estimate_law_support`."""
    has_law = law_support >= floor
    held = [label for label in screening.labels if not _gives_way(label, has_law)]
    prefaces = tuple(label for label in held if _is_preface(label, has_law, screening.is_rule_question))
    leading = next((label for label in held if label not in prefaces), None)
    rule = statuses[leading.status] if leading else None
    is_urgent = leading is not None and leading.family == "urgent"
    return Decision(
        outcome=leading.outcome if leading else None,
        status=leading.status if leading else None,
        prefaces=prefaces,
        answers_from_sources=rule is None
        or rule.adds_sources
        or (is_urgent and has_law and screening.is_rule_question),
        is_partial=bool(prefaces),
        place=screening.place,
        preferred_locators=_join(label.preferred_locators for label in held),
        services=_join(label.services for label in held),
        labels=tuple(held),
    )


def _gives_way(label: Label, has_law: bool) -> bool:
    """Whether a label is withdrawn: a weak redirect always, a middling one when the law speaks."""
    if label.yields_to_law != "drop" or label.strength >= _STANDS_ANYWAY:
        return False
    return has_law or label.strength < _WEAK_REDIRECT


def _is_preface(label: Label, has_law: bool, is_rule_question: bool) -> bool:
    """Whether a label is one sentence before an answer instead of the outcome."""
    if not has_law:
        return False
    return label.yields_to_law == "answer" or (label.yields_to_law == "preface" and is_rule_question)


def _join(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for group in groups for key in group))
