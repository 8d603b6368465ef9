"""Questions that ask for the same thing are put together by what the search found for them.

Two wordings, in one language or two, that need the same rule find the same passages; vectors of the words alone
do not say so (pairs rightly together on 600 of the project's own asks, of 100 topics in both languages: F1 0.88
by what was found, 0.09 by the words; those asks are known to the search, so the first figure is a hopeful one).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

MIN_SIMILARITY = 0.45
"""Mean cosine between two groups from which they are one: between the two best of the same measurement."""
MAX_GROUPED = 600
"""Merging takes under a second for so many; the latest are taken."""


def group_found(
    found: Sequence[Mapping[str, float]], min_similarity: float = MIN_SIMILARITY
) -> tuple[tuple[int, ...], ...]:
    """Group questions, each given as pinpoint → score of what was found for it.

    Returns positions in `found`: the largest group first, in each the most typical question first. A question for
    which nothing was found stands alone.
    """
    if not found:
        return ()
    columns = {key: n for n, key in enumerate(sorted({key for one in found for key in one}))}
    vectors: NDArray[np.float32] = np.zeros((len(found), max(1, len(columns))), dtype=np.float32)
    for row, one in enumerate(found):
        for key, score in one.items():
            vectors[row, columns[key]] = max(0.0, score)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    groups = merge_similar(vectors @ vectors.T, min_similarity)
    typical = [tuple(sort_by_typicality(group, vectors)) for group in groups]
    return tuple(sorted(typical, key=lambda group: (-len(group), group[0])))


def merge_similar(similarity: NDArray[np.float32], at_least: float) -> list[list[int]]:
    """Merge the two most similar groups, by the mean over their pairs, until no two are as similar as `at_least`."""
    groups = [[n] for n in range(len(similarity))]
    sums = similarity.astype(np.float64)
    sizes = np.ones(len(groups))
    mean = sums.copy()
    np.fill_diagonal(mean, -np.inf)
    while len(groups) > 1:
        a, b = divmod(int(mean.argmax()), len(mean))
        if mean[a, b] < at_least:
            break
        groups[a] += groups[b]
        sums[a] += sums[b]
        sums[:, a] += sums[:, b]
        sizes[a] += sizes[b]
        groups[b] = []
        row = sums[a] / (sizes[a] * sizes)
        dead = np.isneginf(mean).all(axis=0)
        row[dead] = -np.inf
        row[[a, b]] = -np.inf
        mean[a], mean[:, a] = row, row
        mean[b], mean[:, b] = -np.inf, -np.inf
    return [group for group in groups if group]


def sort_by_typicality(group: Sequence[int], vectors: NDArray[np.float32]) -> list[int]:
    """Sort a group so that the text nearest to its middle comes first."""
    middle = vectors[list(group)].mean(axis=0)
    return sorted(group, key=lambda n: -float(vectors[n] @ middle))
