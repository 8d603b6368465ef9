"""A linear ranker whose whole knowledge is one readable file of weights, trained by `index/training/ranker.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.features import FEATURES
from index.records import SearchIndexError

RANKER_FILE = Path(__file__).with_name("ranker.json")


@dataclass(frozen=True)
class Ranker:
    """Weights over features, and the logistic that turns a sum into the chance that the passage answers."""

    weights: Mapping[str, float]
    slope: float
    offset: float
    floor: float
    """The calibrated score under which nothing is found."""

    def sum_features(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Weigh rows of features: higher ranks first."""
        vector = np.asarray([self.weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
        return np.asarray(features @ vector)

    def calibrate(self, sums: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn sums into chances between 0 and 1."""
        return np.asarray(1 / (1 + np.exp(-(self.slope * sums + self.offset))))

    def explain(self, features: NDArray[np.float32]) -> dict[str, float]:
        """What each feature of one passage added to its sum."""
        added = {
            name: float(value) * self.weights.get(name, 0.0)
            for name, value in zip(FEATURES, features, strict=True)
        }
        return {name: round(value, 4) for name, value in added.items() if abs(value) > 1e-4}


def load_ranker(file: Path = RANKER_FILE) -> Ranker:
    """Load the weights; raises SearchIndexError naming a feature it does not know."""
    try:
        stored: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        weights = {str(name): float(value) for name, value in stored["weights"].items()}
        calibration = stored["calibration"]
        ranker = Ranker(
            weights, float(calibration["slope"]), float(calibration["offset"]), float(stored["floor"])
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SearchIndexError(f"The ranker's weights {file.name} cannot be read: {error!r}") from error
    unknown = sorted(weights.keys() - set(FEATURES))
    if unknown:
        raise SearchIndexError(f"{file.name} has weights for unknown features: {', '.join(unknown)}")
    return ranker


def fuse_scores(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without the ranker: min-max scaled dense, question and lexical scores; references first, notes last."""
    column = {name: features[:, number] for number, name in enumerate(FEATURES)}

    def scale(values: NDArray[np.float32]) -> NDArray[np.float32]:
        low, high = float(values.min(initial=0)), float(values.max(initial=0))
        return np.asarray((values - low) / (high - low) if high > low else values * 0)

    fused = (
        0.5 * scale(column["dense_expanded"])
        + 0.35 * scale(column["question"])
        + 0.15 * scale(column["lexical"])
    )
    fused = fused + 4 * column["reference"] + column["reference_section"]
    return np.asarray(fused - 0.3 * column["notes"])
