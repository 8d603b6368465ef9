"""A logistic regression small enough to read: named weights in a JSON file, fitted by Newton's method."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RIDGE = 1.0


@dataclass(frozen=True)
class Regression:
    """Weights by feature name."""

    names: tuple[str, ...]
    weights: NDArray[np.float64]
    bias: float

    def judge(self, row: NDArray[np.float32]) -> float:
        """The chance, 0 to 1."""
        return float(1 / (1 + np.exp(-(row @ self.weights + self.bias))))


def load_regression(file: Path, names: Sequence[str]) -> Regression:
    """Load weights written by `python -m assistant calibrate`; raises KeyError when a feature has none."""
    stored = json.loads(file.read_text(encoding="utf-8"))
    weights = np.asarray([stored["weights"][name] for name in names], dtype=np.float64)
    return Regression(tuple(names), weights, float(stored["bias"]))


def write_regression(file: Path, model: Regression) -> None:
    """Write weights, rounded so that a person can compare them."""
    weights = {name: round(float(w), 4) for name, w in zip(model.names, model.weights, strict=True)}
    file.write_text(
        json.dumps({"weights": weights, "bias": round(model.bias, 4)}, indent=1) + "\n", encoding="utf-8"
    )


def fit_regression(
    features: NDArray[np.float32], labels: NDArray[np.bool_], names: Sequence[str], steps: int = 60
) -> Regression:
    """Fit with a ridge penalty on the weights, not on the bias."""
    design = np.hstack([features.astype(np.float64), np.ones((len(features), 1))])
    weights = np.zeros(design.shape[1])
    ridge = np.diag([RIDGE] * features.shape[1] + [0.0])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (labels - chance) - ridge @ weights
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if float(np.abs(step).max()) < 1e-6:
            break
    return Regression(tuple(names), weights[:-1], float(weights[-1]))
