"""Learn the ranker's weights: which features set the passage that answers apart from the others of its query.

A listwise softmax over each query's candidates, pulled gently towards the weights it starts from; features
that the written questions never show (references, notes) keep the weights set by hand.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.features import FEATURES
from index.ranker import RANKER_FILE, load_ranker
from index.search import load_searcher
from index.settings import load_index_settings
from index.training.samples import (
    RankingSample,
    build_samples,
    build_unanswerable,
    choose_questions,
)

SET_BY_HAND = frozenset({"reference", "reference_section", "notes", "history_notes"})
NEVER_NEGATIVE = frozenset(FEATURES) - SET_BY_HAND - {"place_mismatch", "page"}
PULL = 0.002
RIDGE = 1.0
SEED = 23


def train_weights(samples: Sequence[RankingSample], start: NDArray[np.float32]) -> NDArray[np.float32]:
    """Minimise the listwise softmax loss by L-BFGS; scores of the search may only speak for a passage."""
    import torch

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    features, answers, present = _pad(samples)
    first = torch.from_numpy(start)
    change = torch.zeros_like(first, requires_grad=True)
    is_free = torch.tensor([0.0 if name in SET_BY_HAND else 1.0 for name in FEATURES])
    is_positive = torch.tensor([name in NEVER_NEGATIVE for name in FEATURES])
    optimizer = torch.optim.LBFGS([change], max_iter=200, line_search_fn="strong_wolfe")

    def weigh() -> Any:
        weights = first + change * is_free
        return torch.where(is_positive, weights.clamp(min=0.0), weights)

    def closure() -> Any:
        optimizer.zero_grad()
        sums = torch.from_numpy(features) @ weigh()
        sums = sums.masked_fill(~torch.from_numpy(present), -1e4)
        right = sums.masked_fill(~torch.from_numpy(answers), -1e4)
        loss = (torch.logsumexp(sums, 1) - torch.logsumexp(right, 1)).mean() + PULL * (change**2).mean()
        loss.backward()
        return loss

    optimizer.step(closure)
    return np.asarray(weigh().detach().numpy(), dtype=np.float32)


def _pad(
    samples: Sequence[RankingSample],
) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_]]:
    usable = [s for s in samples if s.is_answer.any()]
    longest = max(len(s.features) for s in usable)
    features: NDArray[np.float32] = np.zeros((len(usable), longest, len(FEATURES)), dtype=np.float32)
    answers: NDArray[np.bool_] = np.zeros((len(usable), longest), dtype=np.bool_)
    present: NDArray[np.bool_] = np.zeros((len(usable), longest), dtype=np.bool_)
    for number, sample in enumerate(usable):
        count = len(sample.features)
        features[number, :count] = sample.features
        answers[number, :count] = sample.is_answer
        present[number, :count] = True
    return features, answers, present


def measure_ranking(samples: Sequence[RankingSample], weights: NDArray[np.float32]) -> dict[str, float]:
    """Recall at 1, 5 and 10 and the mean reciprocal rank (at 10) of the first passage that answers."""
    ranks = []
    for sample in samples:
        order = np.argsort(-(sample.features @ weights), kind="stable")
        places = np.flatnonzero(sample.is_answer[order])
        ranks.append(int(places[0]) + 1 if len(places) else 0)
    rank = np.asarray(ranks)
    found = {f"recall@{k}": float(np.mean((rank > 0) & (rank <= k))) for k in (1, 5, 10)}
    mrr = float(np.mean([1 / r if 0 < r <= 10 else 0.0 for r in ranks]))
    return {"questions": len(ranks), **{k: round(v, 4) for k, v in found.items()}, "mrr@10": round(mrr, 4)}


def fit_calibration(sums: NDArray[np.float32], is_right: NDArray[np.bool_]) -> tuple[float, float]:
    """Fit the logistic from a passage's sum to the chance that it answers (Platt 1999), by Newton's method."""
    middle, width = float(sums.mean()), float(sums.std()) or 1.0
    values, target = (sums.astype(np.float64) - middle) / width, is_right.astype(np.float64)
    slope, offset = 0.0, 0.0
    for _ in range(100):
        chance = 1 / (1 + np.exp(-(slope * values + offset)))
        error, spread = chance - target, chance * (1 - chance)
        gradient = np.asarray([(error * values).sum() + RIDGE * slope, error.sum()])
        mixed = (spread * values).sum()
        hessian = np.asarray([[(spread * values**2).sum() + RIDGE, mixed], [mixed, spread.sum() + RIDGE]])
        step = np.linalg.solve(hessian, gradient)
        slope, offset = slope - float(step[0]), offset - float(step[1])
        if np.abs(step).max() < 1e-8:
            break
    return slope / width, offset - slope * middle / width


def find_best_sums(
    samples: Sequence[RankingSample], weights: NDArray[np.float32], count: int = 1
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The highest sums of each query, and whether those passages answer it."""
    sums, rights = [], []
    for sample in samples:
        values = sample.features @ weights
        best = np.argsort(-values, kind="stable")[:count]
        sums.append(values[best])
        rights.append(sample.is_answer[best])
    return np.concatenate(sums), np.concatenate(rights)


def choose_floor(
    answerable: NDArray[np.float64], unanswerable: NDArray[np.float64], keep: float
) -> dict[str, float]:
    """The score under which nothing counts as found, so that `keep` of the answerable questions stay above."""
    floor = float(np.quantile(answerable, 1 - keep))
    refused = np.concatenate([answerable < floor, unanswerable < floor])
    is_unanswerable = np.concatenate([np.zeros(len(answerable)), np.ones(len(unanswerable))]).astype(bool)
    right = int((refused & is_unanswerable).sum())
    return {
        "floor": round(floor, 4),
        "answerable_kept": round(float((answerable >= floor).mean()), 4),
        "unanswerable_refused": round(right / max(len(unanswerable), 1), 4),
        "precision_of_refusal": round(right / max(int(refused.sum()), 1), 4),
    }


def main() -> int:
    """Train, calibrate, write `ranker.json` and report on the test sections."""
    parser = argparse.ArgumentParser(prog="python -m index.training.ranker", description=__doc__)
    parser.add_argument("--out", type=Path, default=RANKER_FILE)
    parser.add_argument("--limit", type=int, default=900, help="questions per part")
    options = parser.parse_args()
    searcher = load_searcher(load_index_settings())
    stored = json.loads(RANKER_FILE.read_text(encoding="utf-8"))
    start = np.asarray([load_ranker().weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
    samples: dict[str, list[RankingSample]] = {}
    missing: dict[str, list[RankingSample]] = {}
    for part in ("dev", "test"):
        questions = choose_questions(searcher.index.questions, part, options.limit, SEED)
        print(f"{part}: {len(questions)} questions, as written and as longer messages …", file=sys.stderr)
        samples[part] = [
            *build_samples(searcher, questions, is_varied=False, seed=SEED),
            *build_samples(searcher, questions, is_varied=True, seed=SEED),
        ]
        missing[part] = list(build_unanswerable(searcher, questions[: options.limit // 2], seed=SEED))
    weights = train_weights(samples["dev"], start)
    slope, offset, report = _calibrate(samples, missing, weights)
    report["test"] = {
        **measure_ranking(samples["test"], weights),
        "before": measure_ranking(samples["test"], start),
    }
    for language in ("en", "es"):
        report[f"test_{language}"] = measure_ranking(
            [s for s in samples["test"] if s.language == language], weights
        )
    stored["weights"] = {name: round(float(w), 3) for name, w in zip(FEATURES, weights, strict=True)}
    stored["calibration"] = {"slope": round(slope, 4), "offset": round(offset, 4)}
    stored["floor"] = report["dev_floor"]["floor"]
    stored["trained"] = {
        "seed": SEED,
        "index": searcher.version,
        "encoder": searcher.encoder.fingerprint,
        **report,
    }
    options.out.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))
    return 0


def _calibrate(
    samples: dict[str, list[RankingSample]],
    missing: dict[str, list[RankingSample]],
    weights: NDArray[np.float32],
) -> tuple[float, float, dict[str, Any]]:
    sums, rights = find_best_sums([*samples["dev"], *missing["dev"]], weights, count=5)
    slope, offset = fit_calibration(sums, rights)

    def score_best(group: Sequence[RankingSample]) -> NDArray[np.float64]:
        best, _ = find_best_sums(group, weights)
        return np.asarray(1 / (1 + np.exp(-(slope * best.astype(np.float64) + offset))))

    report = {}
    for part in ("dev", "test"):
        report[f"{part}_floor"] = choose_floor(
            score_best(samples[part]), score_best(missing[part]), keep=0.95
        )
    return slope, offset, report


if __name__ == "__main__":
    raise SystemExit(main())
