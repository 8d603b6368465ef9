"""Two runs are compared case by case: only differences on the same cases say which of them are real."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evals.metrics.intervals import bootstrap_difference, sign_test
from evals.metrics.support import FAULTS
from evals.records import MAIN_SYSTEM, CaseScore, Difference

LOWER_IS_BETTER = frozenset(
    {"must_not_say", "over_refusal", "false_urgent", "reading_grade", "duration_ms"}
    | {f"unsupported_{name}" for name in FAULTS}
)


def compare_scores(
    first: Iterable[CaseScore],
    second: Iterable[CaseScore],
    systems: tuple[str, str] = (MAIN_SYSTEM, MAIN_SYSTEM),
) -> tuple[Difference, ...]:
    """Pair the cases of two runs (or of two systems of one) and compare every measure both have."""
    left = {s.case: s for s in first if s.system == systems[0]}
    right = {s.case: s for s in second if s.system == systems[1]}
    shared = [case for case in left if case in right]
    names = dict.fromkeys(n for c in shared for n in left[c].values if n in right[c].values)
    return tuple(_compare(name, [(left[c].values, right[c].values) for c in shared]) for name in names)


def _compare(name: str, pairs: Sequence[tuple[dict[str, float], dict[str, float]]]) -> Difference:
    both = [(a[name], b[name]) for a, b in pairs if name in a and name in b]
    first, second = [a for a, _ in both], [b for _, b in both]
    difference, low, high = bootstrap_difference(first, second)
    up, down = sum(b > a for a, b in both), sum(b < a for a, b in both)
    better, worse = (down, up) if name in LOWER_IS_BETTER else (up, down)
    return Difference(
        name=name,
        first=round(sum(first) / len(first), 4),
        second=round(sum(second) / len(second), 4),
        difference=round(difference, 4),
        low=round(low, 4),
        high=round(high, 4),
        p_value=round(sign_test(first, second), 4),
        cases=len(both),
        better=better,
        worse=worse,
    )


def format_differences(differences: Iterable[Difference]) -> str:
    """A Markdown table; what is real stands in bold."""
    lines = [
        "| measure | first | second | difference (95 %) | better / worse | cases | p |",
        "|---|---|---|---|---|---|---|",
    ]
    for d in differences:
        name = f"**{d.name}**" if d.is_real else d.name
        lines.append(
            f"| {name} | {d.first:.3f} | {d.second:.3f} | {d.difference:+.3f} ({d.low:+.3f} … {d.high:+.3f}) "
            f"| {d.better} / {d.worse} | {d.cases} | {d.p_value:.3f} |"
        )
    return "\n".join(lines)
