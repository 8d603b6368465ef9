"""`python -m evals.calibration`: what a passage's sum means, as the chance that it answers, and the floor.

Questions hidden from the index are harder than people's, so chances fitted on them would be too low: the logistic is
fitted on the development half of the retrieval cases and of the outcomes that the sources cannot answer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.cases import find_datasets, load_cases
from evals.metrics.coverage import find_covered
from evals.records import Case
from index.ranker import RANKER_FILE
from index.search import Searcher, load_searcher
from index.training.ranker import choose_floor, fit_calibration

DEPTH = 5
KEPT = 0.98
"""Share of the answerable questions whose best passage stays above the floor."""
NOTE = "logistic over the development half of evals/datasets/retrieval.jsonl and the unanswerable cases of outcomes.jsonl"


def collect_sums(
    searcher: Searcher, cases: Sequence[Case]
) -> list[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
    """The highest sums of each case, best first, and whether those passages cover its gold."""
    found = []
    for case in cases:
        candidates = searcher.collect_candidates(" ".join(case.turns))
        sums = searcher.ranker.sum_features(candidates.features)
        best = np.argsort(-sums, kind="stable")[:DEPTH]
        texts = [searcher.index.passages[candidates.rows[position]].text for position in best]
        covered = find_covered(texts, case.gold) if case.gold else [frozenset[int]()] * len(texts)
        found.append((sums[best], np.asarray([bool(gold) for gold in covered])))
    return found


def fit_chances(searcher: Searcher) -> dict[str, object]:
    """Fit slope, offset and floor."""
    cases = {name: load_cases(find_datasets([name])[0]) for name in ("retrieval", "outcomes")}
    held = [c for c in cases["retrieval"] if c.split == "dev" and c.gold]
    missing = [
        c for c in cases["outcomes"] if c.split == "dev" and not c.gold and "unanswerable" in c.right_outcomes
    ]
    answerable, unanswerable = collect_sums(searcher, held), collect_sums(searcher, missing)
    rows = answerable + unanswerable
    slope, offset = fit_calibration(
        np.concatenate([sums for sums, _ in rows]), np.concatenate([right for _, right in rows])
    )

    def judge(group: Sequence[tuple[NDArray[np.float32], NDArray[np.bool_]]]) -> NDArray[np.float64]:
        best = np.asarray([sums[0] for sums, _ in group], dtype=np.float64)
        return np.asarray(1 / (1 + np.exp(-(slope * best + offset))))

    floor = choose_floor(judge(answerable), judge(unanswerable), keep=KEPT)
    return {
        "calibration": {"slope": round(slope, 4), "offset": round(offset, 4)},
        "floor": floor["floor"],
        "report": floor,
    }


def write_chances(file: Path, fitted: dict[str, object]) -> None:
    """Write slope, offset and floor into the ranker's file; its weights stay."""
    stored = json.loads(file.read_text(encoding="utf-8"))
    stored |= {"calibration": fitted["calibration"], "floor": fitted["floor"]}
    stored["trained"] = {**stored.get("trained", {}), "calibration": NOTE, "floor": fitted["report"]}
    file.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Fit and write."""
    fitted = fit_chances(load_searcher())
    write_chances(RANKER_FILE, fitted)
    print(json.dumps(fitted))
    return 0


if __name__ == "__main__":
    sys.exit(main())
