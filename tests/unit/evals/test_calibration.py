"""Chances are written into the ranker's file and leave its weights alone."""

from __future__ import annotations

import json
from pathlib import Path

from evals.calibration import write_chances
from index.features import FEATURES
from index.ranker import load_ranker


def test_writing_chances_keeps_the_weights(tmp_path: Path) -> None:
    file = tmp_path / "ranker.json"
    weights = dict.fromkeys(FEATURES, 1.5)
    stored = {
        "weights": weights,
        "calibration": {"slope": 1, "offset": 0},
        "floor": 0.1,
        "trained": {"seed": 3},
    }
    file.write_text(json.dumps(stored), encoding="utf-8")
    fitted = {"calibration": {"slope": 0.5, "offset": -9.0}, "floor": 0.04, "report": {"floor": 0.04}}
    write_chances(file, fitted)
    ranker = load_ranker(file)
    assert dict(ranker.weights) == weights
    assert (ranker.slope, ranker.offset, ranker.floor) == (0.5, -9.0, 0.04)
    assert json.loads(file.read_text(encoding="utf-8"))["trained"]["seed"] == 3
