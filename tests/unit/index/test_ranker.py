"""Weights, calibration and what the trainer makes of them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from index.features import FEATURES
from index.ranker import Ranker, fuse_scores, load_ranker
from index.records import SearchIndexError
from index.training.ranker import choose_floor, fit_calibration, measure_ranking
from index.training.samples import RankingSample, misspell, vary_question


def row(**values: float) -> list[float]:
    return [values.get(name, 0.0) for name in FEATURES]


def test_the_committed_weights_are_for_known_features_and_favour_what_matches() -> None:
    ranker = load_ranker()
    assert set(ranker.weights) == set(FEATURES)
    good, bad = row(dense=0.7, question=0.9), row(dense=0.2, question=0.1)
    sums = ranker.sum_features(np.asarray([good, bad], dtype=np.float32))
    assert sums[0] > sums[1]
    chances = ranker.calibrate(sums)
    assert 0 < chances[1] < chances[0] < 1


def test_notes_rank_below_text_unless_history_is_asked_for() -> None:
    ranker = load_ranker()
    text, notes = row(dense=0.5, question=0.5), row(dense=0.6, question=0.5)
    unasked = {"notes": 1.0}
    asked = {"history_notes": 0.5}
    for extra, first in ((unasked, 0), (asked, 1)):
        features = np.asarray([text, [a + extra.get(n, 0.0) for a, n in zip(notes, FEATURES, strict=True)]])
        assert int(ranker.sum_features(features.astype(np.float32)).argmax()) == first


def test_a_cited_pinpoint_ranks_first_whatever_else_matches() -> None:
    features = np.asarray([row(dense=0.9, question=0.95, lexical=1.0), row(reference=1.0)], dtype=np.float32)
    assert load_ranker().sum_features(features).argmax() == 1
    assert fuse_scores(features).argmax() == 1


def test_an_explanation_adds_up_to_the_sum() -> None:
    ranker = Ranker({"dense": 2.0, "notes": -1.0}, slope=1.0, offset=0.0, floor=0.1)
    features = np.asarray(row(dense=0.5, notes=1.0), dtype=np.float32)
    explained = ranker.explain(features)
    assert explained == {"dense": 1.0, "notes": -1.0}
    assert sum(explained.values()) == pytest.approx(float(ranker.sum_features(features[None])[0]))


def test_an_unknown_feature_in_the_weights_is_named(tmp_path: Path) -> None:
    file = tmp_path / "ranker.json"
    stored = {"weights": {"magic": 1}, "calibration": {"slope": 1, "offset": 0}, "floor": 0.1}
    file.write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(SearchIndexError, match="magic"):
        load_ranker(file)


def test_calibration_recovers_the_chances_it_was_given() -> None:
    drawn = np.random.default_rng(1)
    sums = drawn.normal(12, 3, 4000).astype(np.float32)
    is_right = drawn.random(4000) < 1 / (1 + np.exp(-(0.8 * sums - 10)))
    slope, offset = fit_calibration(sums, is_right)
    assert slope == pytest.approx(0.8, abs=0.1)
    assert offset == pytest.approx(-10, abs=1.2)


def test_the_floor_keeps_the_share_of_answerable_questions_it_is_told() -> None:
    report = choose_floor(np.linspace(0.2, 1.0, 101), np.linspace(0.0, 0.4, 101), keep=0.9)
    assert report["answerable_kept"] == pytest.approx(0.9, abs=0.02)
    assert report["unanswerable_refused"] == pytest.approx(0.7, abs=0.03)


def test_ranking_is_measured_by_the_first_passage_that_answers() -> None:
    features = np.asarray([row(dense=0.9), row(dense=0.5), row(dense=0.1)], dtype=np.float32)
    sample = RankingSample("q", "en", "s", features, np.asarray([False, True, False]))
    weights = np.asarray(row(dense=1.0), dtype=np.float32)
    measured = measure_ranking([sample], weights)
    assert (measured["recall@1"], measured["recall@5"], measured["mrr@10"]) == (0.0, 1.0, 0.5)


def test_a_varied_question_still_holds_the_question() -> None:
    drawn = random.Random(3)
    for _ in range(20):
        varied = vary_question("who pays", "en", drawn)
        assert "who pays" in varied
        assert sorted(misspell("restrictive housing", drawn)) != []
    assert misspell("a bc def", drawn) == "a bc def"
