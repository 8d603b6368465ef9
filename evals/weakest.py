"""The kinds of question that go wrong most often, and why: the reason is read from the scores, never guessed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from evals.metrics.intervals import bootstrap_interval
from evals.records import MAIN_SYSTEM, CaseScore, WeakKind

MEASURES = ("outcome_right", "evidence_complete", "must_say")
FEWEST_CASES = 5
WEAKEST = 3


def find_weakest(scores: Iterable[CaseScore]) -> tuple[WeakKind, ...]:
    """The three weakest kinds of our own cases, then the three of given ones: each by the measure it is worst in."""
    kinds: dict[tuple[bool, str], list[CaseScore]] = defaultdict(list)
    for score in scores:
        if score.system == MAIN_SYSTEM:
            kinds[score.split == "given", f"{score.dataset}/{score.kind}"].append(score)
    found = [
        kind
        for (is_given, name), rows in kinds.items()
        if (kind := judge_kind(name, rows, is_given=is_given))
    ]
    ranked = sorted(found, key=lambda kind: (kind.value, kind.kind))
    return tuple(
        kind
        for is_given in (False, True)
        for kind in [k for k in ranked if k.is_given == is_given and k.value < 1][:WEAKEST]
    )


def judge_kind(name: str, rows: Sequence[CaseScore], *, is_given: bool = False) -> WeakKind | None:
    """One kind by the measure it is worst in, with why its cases miss it; None where too few cases are measured."""
    measured = {m: [r for r in rows if m in r.values] for m in MEASURES}
    means = {
        m: sum(r.values[m] for r in members) / len(members)
        for m, members in measured.items()
        if len(members) >= FEWEST_CASES
    }
    if not means:
        return None
    measure = min(means, key=lambda m: means[m])
    members = measured[measure]
    low, high = bootstrap_interval([row.values[measure] for row in members])
    reasons = Counter(explain_miss(row, measure) for row in members if row.values[measure] < 1)
    return WeakKind(
        kind=name,
        measure=measure,
        value=round(means[measure], 4),
        low=round(low, 4),
        high=round(high, 4),
        cases=len(members),
        is_given=is_given,
        reasons=dict(reasons.most_common()),
    )


def explain_miss(row: CaseScore, measure: str) -> str:
    """At which step a case was lost: the kind of reply, the search, the choice of what is quoted, or the words."""
    values = row.values
    if not values.get("outcome_right", 1):
        return f"{row.outcome} where {row.expected} was right"
    if measure == "outcome_right":
        return "another reason"
    if measure == "must_say" and values.get("evidence_complete", 0) == 1:
        return "quoted whole, but the expected words are missing"
    if values.get("recall@10", 1) == 0:
        return "the passage is not among the first ten"
    if values.get("recall@10", 1) < 1:
        return "a needed passage is not among the first ten"
    if values.get("citation_recall", 0) == 1:
        return "the right place is cited, not all of its needed words are quoted"
    if values.get("citation_recall", 0) > 0:
        return "found, but only a part of the needed places is cited"
    return "found, but another place is quoted"


def format_weakest(kinds: Iterable[WeakKind]) -> list[list[str]]:
    """Rows of cells: the kind, its measure, the value with its interval and cases, and why."""
    return [
        [
            kind.kind,
            f"`{kind.measure}`",
            f"{kind.value:.2f} ({kind.low:.2f}–{kind.high:.2f})",
            str(kind.cases),
            "; ".join(f"{reason} ({times})" for reason, times in kind.reasons.items()),
        ]
        for kind in kinds
    ]
