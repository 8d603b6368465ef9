"""How high the passages that answer stand in what was retrieved."""

from __future__ import annotations

import re
from collections.abc import Sequence

import ir_measures
from ir_measures import Qrel, ScoredDoc, nDCG

from evals.metrics.coverage import find_covered
from evals.records import Case, RankedText

DEPTHS = (1, 3, 5, 10)


def score_retrieval(case: Case, retrieved: Sequence[RankedText]) -> dict[str, float]:
    """All retrieval measures of one case; empty where the case has no gold."""
    if not case.gold:
        return {}
    covered = find_covered([r.text for r in retrieved], case.gold)
    values = {f"recall@{k}": measure_recall(covered, case, k) for k in DEPTHS}
    values["mrr"] = measure_reciprocal_rank(covered)
    values["ndcg@10_pinpoint"] = measure_pinpoint_ndcg(covered, case)
    values["ndcg@10_section"] = measure_section_ndcg(retrieved, case)
    values["section_recall@10"] = measure_section_recall(retrieved, case, 10)
    return values


def measure_recall(covered: Sequence[frozenset[int]], case: Case, k: int) -> float:
    """Share of the needed gold that the first k passages cover; with no needed gold named, 1 if any is covered."""
    seen: frozenset[int] = frozenset().union(*covered[:k])
    if case.all_needed:
        return len(seen & set(case.all_needed)) / len(set(case.all_needed))
    return float(bool(seen))


def measure_reciprocal_rank(covered: Sequence[frozenset[int]]) -> float:
    """1 / rank of the first passage that covers any gold; 0 where none does."""
    return next((1.0 / rank for rank, gold in enumerate(covered, start=1) if gold), 0.0)


def measure_pinpoint_ndcg(covered: Sequence[frozenset[int]], case: Case) -> float:
    """nDCG@10 (ir-measures) over passages: a passage is relevant when it covers gold that none before it covered.

    The ideal ranking holds each needed gold once; where none is needed, one gold.
    """
    needed = frozenset(case.all_needed)
    qrels = [Qrel("q", f"gold{n}", 1) for n in sorted(needed or {0})]
    run: list[ScoredDoc] = []
    seen: set[int] = set()
    for rank, gold in enumerate(covered[:10]):
        hits = gold & needed if needed else ({0} if gold else set())
        new = sorted(set(hits) - seen)
        seen |= set(new)
        names = [f"gold{n}" for n in new] or [f"other{rank}"]
        run += [ScoredDoc("q", name, 100.0 - rank) for name in names]
    return _calculate_ndcg(qrels, run)


def measure_section_ndcg(retrieved: Sequence[RankedText], case: Case) -> float:
    """nDCG@10 (ir-measures) over sections, each at the rank of its first passage."""
    wanted = {(g.source, find_section(g.locator)) for g in case.gold}
    ranked = list(dict.fromkeys((r.source, find_section(r.locator)) for r in retrieved))[:10]
    qrels = [Qrel("q", "/".join(section), 1) for section in sorted(wanted)]
    return _calculate_ndcg(qrels, [ScoredDoc("q", "/".join(s), 100.0 - n) for n, s in enumerate(ranked)])


def measure_section_recall(retrieved: Sequence[RankedText], case: Case, k: int) -> float:
    """1 where one of the gold's sections is among the first k passages."""
    wanted = {(g.source, find_section(g.locator)) for g in case.gold}
    return float(any((r.source, find_section(r.locator)) in wanted for r in retrieved[:k]))


def find_section(locator: str) -> str:
    """The section of a pinpoint: "17-20-130(4)(a)" → "17-20-130"; a page's heading path stays as it is."""
    match = re.match(r"\d[\d.]*-[\d.]+-[\d.]+", locator)
    return match.group(0) if match else locator


def _calculate_ndcg(qrels: list[Qrel], run: list[ScoredDoc]) -> float:
    if not run:
        return 0.0
    return float(ir_measures.calc_aggregate([nDCG @ 10], qrels, run)[nDCG @ 10])
