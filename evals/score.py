"""Scoring reads a stored run and computes every measure again; it never asks the assistant anything."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from evals.compare import compare_scores
from evals.metrics.answers import score_answer
from evals.metrics.intervals import bootstrap_gap, bootstrap_interval, find_percentile
from evals.metrics.retrieval import score_retrieval
from evals.metrics.writing import summarize_writing
from evals.records import (
    MAIN_SYSTEM,
    SEARCH_SYSTEM,
    UNASKED_SYSTEM,
    WITHOUT_MODEL,
    Case,
    CaseScore,
    Effect,
    Metric,
    Produced,
    RunMetrics,
    SystemMetrics,
)
from evals.storage import StoredRun
from evals.weakest import find_weakest

SEARCH_MEASURES = ("recall@1", "recall@5", "mrr")
LONG_WORDS = 40
"""Words from which a message counts as long."""
LANGUAGE_GAPS = ("recall@5", "first_citation_right", "evidence_complete", "outcome_right")


def score_run(run: StoredRun) -> tuple[RunMetrics, tuple[CaseScore, ...]]:
    """Score every system of a stored run."""
    cases = {case.id: case for case in run.cases}
    by_system: dict[str, list[Produced]] = defaultdict(list)
    for one in run.produced:
        by_system[one.system].append(one)
    scores: list[CaseScore] = []
    systems = []
    for system, produced in by_system.items():
        rows = [score_case(cases[p.case], p, run.sources) for p in produced]
        systems.append(summarize_system(system, rows, produced))
        scores += rows
    metrics = RunMetrics(
        info=run.info,
        systems=tuple(systems),
        effects=measure_effects(scores, {c.id for c in run.cases if len(c.turns[-1].split()) >= LONG_WORDS}),
        writing=summarize_writing(by_system[MAIN_SYSTEM], cases),
        weakest=find_weakest(scores),
    )
    return metrics, tuple(scores)


def measure_effects(
    scores: Sequence[CaseScore], long_cases: Collection[str] = frozenset()
) -> tuple[Effect, ...]:
    """Each part off against the whole search, and the embedded answers against the model's, paired by case.

    Over each split, over all own cases, and over the long messages of both.
    """
    systems = dict.fromkeys(s.system for s in scores)
    searches = (SEARCH_SYSTEM, UNASKED_SYSTEM)
    pairs = [(whole, s) for whole in searches for s in systems if s.startswith(f"{whole}_without_")]
    pairs += [(WITHOUT_MODEL, MAIN_SYSTEM)] if WITHOUT_MODEL in systems else []
    found = []
    for first, second in pairs:
        members = [s for s in scores if s.system in (first, second)]
        groups = {
            f"split={split}": [s for s in members if s.split == split] for split in _list_splits(members)
        }
        if first in searches:
            groups["own"] = [s for s in members if s.split != "given"]
            groups["long"] = [s for s in members if s.case in long_cases]
        for group, rows in groups.items():
            differences = compare_scores(rows, rows, (first, second))
            if first in searches:
                differences = tuple(d for d in differences if d.name in SEARCH_MEASURES)
            if differences:
                found.append(Effect(system=second, group=group, differences=differences))
    return tuple(found)


def _list_splits(scores: Iterable[CaseScore]) -> list[str]:
    return list(dict.fromkeys(s.split for s in scores))


def score_case(case: Case, produced: Produced, sources: Mapping[str, str]) -> CaseScore:
    """Every measure that applies to one case."""
    values = score_retrieval(case, produced.ranked)
    values["duration_ms"] = produced.duration_ms
    if produced.answer is not None:
        values |= score_answer(case, produced.answer, sources)
    return CaseScore(
        case=case.id,
        system=produced.system,
        dataset=case.dataset,
        kind=case.kind,
        lang=case.lang,
        split=case.split,
        values={name: round(value, 5) for name, value in values.items()},
        expected="/".join(case.right_outcomes),
        outcome=produced.answer.outcome if produced.answer else None,
    )


def summarize_system(system: str, rows: Sequence[CaseScore], produced: Sequence[Produced]) -> SystemMetrics:
    """Means with intervals over all cases and over each group, the confusion matrix and the stages' times."""
    metrics: list[Metric] = []
    for group, members in group_scores(rows).items():
        metrics += summarize_group(group, members)
    metrics += summarize_gaps([row for row in rows if row.split != "given"])
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.outcome and row.split != "given":
            confusion[row.expected][row.outcome] += 1
    return SystemMetrics(
        system=system,
        metrics=tuple(metrics),
        confusion={k: dict(v) for k, v in sorted(confusion.items())},
        stages_ms=summarize_stages(produced),
    )


def group_scores(rows: Iterable[CaseScore]) -> dict[str, list[CaseScore]]:
    """All cases of our own, and the cases of each dataset, kind (with its dataset), language and split."""
    groups: dict[str, list[CaseScore]] = defaultdict(list)
    for row in rows:
        own = ("all", f"lang={row.lang}") if row.split != "given" else ()
        for group in (
            *own,
            f"dataset={row.dataset}",
            f"kind={row.dataset}/{row.kind}",
            f"split={row.split}",
            f"dataset={row.dataset} split={row.split}",
        ):
            groups[group].append(row)
    return groups


def summarize_group(group: str, rows: Sequence[CaseScore]) -> list[Metric]:
    """The mean of every measure over the cases to which it applies; times as p50 and p95."""
    names = dict.fromkeys(name for row in rows for name in row.values)
    found = []
    for name in names:
        values = [row.values[name] for row in rows if name in row.values]
        left_out = len(rows) - len(values)
        if name == "duration_ms":
            for percent in (50, 95):
                low, high = bootstrap_interval(values, percent)
                found.append(
                    _metric(
                        f"ms_p{percent}", group, find_percentile(values, percent), low, high, len(values), 0
                    )
                )
            continue
        low, high = bootstrap_interval(values)
        found.append(_metric(name, group, sum(values) / len(values), low, high, len(values), left_out))
    return found


def summarize_gaps(rows: Sequence[CaseScore]) -> list[Metric]:
    """Spanish minus English, over the retrieval and outcome cases."""
    found = []
    for name in LANGUAGE_GAPS:
        by_language = {
            lang: [r.values[name] for r in rows if r.lang == lang and name in r.values]
            for lang in ("en", "es")
        }
        if all(by_language.values()):
            gap, low, high = bootstrap_gap(by_language["en"], by_language["es"])
            count = sum(map(len, by_language.values()))
            found.append(_metric(f"{name}_es_minus_en", "all", gap, low, high, count, len(rows) - count))
    return found


def summarize_stages(produced: Iterable[Produced]) -> dict[str, dict[str, float]]:
    """p50 and p95 of every stage that answers report, in milliseconds."""
    times: dict[str, list[float]] = defaultdict(list)
    for one in produced:
        for stage, milliseconds in (one.answer.timings_ms if one.answer else {}).items():
            times[stage].append(milliseconds)
    return {
        stage: {"p50": round(find_percentile(v, 50), 2), "p95": round(find_percentile(v, 95), 2)}
        for stage, v in times.items()
    }


def _metric(
    name: str, group: str, value: float, low: float, high: float, cases: int, left_out: int
) -> Metric:
    return Metric(
        name=name,
        group=group,
        value=round(value, 4),
        low=round(low, 4),
        high=round(high, 4),
        cases=cases,
        left_out=left_out,
    )
