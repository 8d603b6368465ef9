"""Every number comes with how sure it is: percentile bootstrap over cases, with a fixed seed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 17


def bootstrap_interval(
    values: Sequence[float], percent: float | None = None, resamples: int = RESAMPLES
) -> tuple[float, float]:
    """95 % interval of the mean (or of a percentile): the 2.5th and 97.5th percentile over resampled cases."""
    if not values:
        raise ValueError("an interval needs values")
    drawn = _resample(np.asarray(values, dtype=np.float64), resamples)
    found = drawn.mean(axis=1) if percent is None else np.percentile(drawn, percent, axis=1)
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def bootstrap_gap(first: Sequence[float], second: Sequence[float]) -> tuple[float, float, float]:
    """Mean of the second group minus mean of the first, unpaired, with its 95 % bootstrap interval."""
    groups = [_resample(np.asarray(v, dtype=np.float64), RESAMPLES).mean(axis=1) for v in (first, second)]
    low, high = np.percentile(groups[1] - groups[0], [2.5, 97.5])
    return float(np.mean(second) - np.mean(first)), float(low), float(high)


def bootstrap_difference(
    first: Sequence[float], second: Sequence[float], resamples: int = RESAMPLES
) -> tuple[float, float, float]:
    """Mean of the paired differences (second − first) with its 95 % bootstrap interval."""
    if len(first) != len(second) or not first:
        raise ValueError("paired values are needed")
    differences = np.asarray(second, dtype=np.float64) - np.asarray(first, dtype=np.float64)
    low, high = np.percentile(_resample(differences, resamples).mean(axis=1), [2.5, 97.5])
    return float(differences.mean()), float(low), float(high)


def sign_test(first: Sequence[float], second: Sequence[float]) -> float:
    """Two-sided sign test over the pairs that differ: P(≤ the rarer sign | n, ½) × 2, at most 1."""
    better = sum(b > a for a, b in zip(first, second, strict=True))
    worse = sum(b < a for a, b in zip(first, second, strict=True))
    n = better + worse
    if n == 0:
        return 1.0
    tail: float = sum(math.comb(n, i) for i in range(min(better, worse) + 1)) / 2**n
    return min(1.0, 2 * tail)


def find_percentile(values: Sequence[float], percent: float) -> float:
    """A percentile of values, linearly interpolated."""
    return float(np.percentile(np.asarray(values, dtype=np.float64), percent))


def _resample(values: NDArray[np.float64], resamples: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(SEED)
    return values[rng.integers(0, len(values), size=(resamples, len(values)))]
