"""Which topic a question is about: the nearest of the ways people ask, held against all other ways.

Standard answers and documents that are not held compete in one list, so that "what time are visits" finds
the missing document rather than the nearest answer about visits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Ask:
    """One way of asking and what it asks for."""

    text: str
    owner: str
    """Id of a standard answer or a document not held; for a passage question, "<source> <locator>"."""
    language: str


@dataclass(frozen=True)
class TopicMatch:
    """How near a question is to one owner's asks."""

    owner: str
    score: float
    """Cosine to the nearest ask, and a little of the second: two witnesses are better than one."""
    nearest: str


@dataclass(frozen=True)
class AskIndex:
    """The vectors of all asks and whose they are."""

    asks: tuple[Ask, ...]
    vectors: NDArray[np.float32]

    def match(
        self, vectors: NDArray[np.float32], *, rows: int = 160, leave_out: int | None = None
    ) -> tuple[TopicMatch, ...]:
        """Rank owners by nearness to any of the given vectors (n, 384); `leave_out` ignores one ask."""
        if not self.asks:
            return ()
        similarity = np.asarray(self.vectors @ vectors.T).max(axis=1)
        if leave_out is not None:
            similarity[leave_out] = -1.0
        best: dict[str, list[tuple[float, int]]] = {}
        for row in np.argsort(-similarity)[:rows]:
            best.setdefault(self.asks[row].owner, []).append((float(similarity[row]), int(row)))
        matches = [
            TopicMatch(
                owner, 0.8 * near[0][0] + 0.2 * near[min(1, len(near) - 1)][0], self.asks[near[0][1]].text
            )
            for owner, near in best.items()
        ]
        return tuple(sorted(matches, key=lambda match: -match.score))


def build_ask_index(asks: Sequence[Ask], vectors: Mapping[str, NDArray[np.float32]]) -> AskIndex:
    """Line asks up with their vectors, by text."""
    known = tuple(ask for ask in asks if ask.text in vectors)
    rows = np.stack([vectors[ask.text] for ask in known]) if known else np.zeros((0, 384), dtype=np.float32)
    return AskIndex(known, rows)
