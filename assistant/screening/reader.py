"""Reads a message by its likeness to labelled examples: kernel ridge regression over meaning and manner.

The kernel is the likeness of two sentence vectors (radial, on the sphere) times the likeness of their traits;
the weights have a closed form (Saunders, Gammerman and Vovk 1998), so nothing is trained ahead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.screening.examples import NONE, ScreeningExample, Vectors
from ingest.records import Record

_RIDGE = 0.1
_SHARPNESS = 2.0
_TRAIT_SHARE = 0.5
"""How much of the kernel differing traits can take away; chosen by cross-validation over the examples."""
_TRAIT_WIDTH = 4.0


class ExampleReading(Record):
    """How examples read a message."""

    margins: Mapping[str, float]
    """Per status: its score less the score of "nothing special"; above 0 the examples speak for it."""
    nearest: Mapping[str, tuple[float, str]]
    """Per label (also "none"): cosine and text of its nearest example."""

    @property
    def top(self) -> str | None:
        """The status with the largest margin, if any."""
        return max(self.margins, key=lambda status: self.margins[status], default=None)


@dataclass(frozen=True)
class ExampleReader:
    """Examples, their vectors (n, d) and traits (n, k), and the fitted weights (n, labels)."""

    examples: tuple[ScreeningExample, ...]
    labels: tuple[str, ...]
    vectors: Vectors
    traits: Vectors
    weights: Vectors

    def read(self, vector: Vectors, traits: Vectors) -> ExampleReading:
        """Read one message from its vector (d,) and traits (k,)."""
        cosines = self.vectors @ vector
        kernel = _measure_kernel(cosines[None, :], traits[None, :], self.traits)
        scores = dict(zip(self.labels, (kernel @ self.weights)[0].tolist(), strict=True))
        floor = scores[NONE]
        return ExampleReading(
            margins={status: score - floor for status, score in scores.items() if status != NONE},
            nearest=self._find_nearest(cosines),
        )

    def _find_nearest(self, cosines: Vectors) -> dict[str, tuple[float, str]]:
        nearest: dict[str, tuple[float, str]] = {}
        for row in np.argsort(-cosines):
            for label in self.examples[row].labels:
                nearest.setdefault(label, (float(cosines[row]), self.examples[row].text))
            if len(nearest) == len(self.labels):
                break
        return nearest


def fit_reader(examples: Sequence[ScreeningExample], vectors: Vectors, traits: Vectors) -> ExampleReader:
    """Fit the weights; about a fifth of a second for two thousand examples."""
    labels = tuple(sorted({label for example in examples for label in example.labels} | {NONE}))
    column = {label: n for n, label in enumerate(labels)}
    wanted: Vectors = np.full((len(examples), len(labels)), -1.0, dtype=np.float32)
    for row, example in enumerate(examples):
        wanted[row, [column[label] for label in example.labels]] = 1.0
    kernel = _measure_kernel(vectors @ vectors.T, traits, traits)
    kernel[np.diag_indices_from(kernel)] += _RIDGE
    weights = np.linalg.solve(kernel, wanted).astype(np.float32)
    return ExampleReader(tuple(examples), labels, vectors, traits, weights)


def _measure_kernel(cosines: Vectors, left: Vectors, right: Vectors) -> Vectors:
    apart = (left**2).sum(1)[:, None] + (right**2).sum(1)[None, :] - 2 * left @ right.T
    manner = 1 - _TRAIT_SHARE + _TRAIT_SHARE * np.exp(-apart / _TRAIT_WIDTH)
    return np.asarray(np.exp(_SHARPNESS * (cosines - 1)) * manner, dtype=np.float32)
