"""Whether a question is for a document that is not held: nearer to what people ask of it than to anything answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.not_held import NotHeld
from assistant.topics import TopicMatch
from index.records import FoundPassage

NEED_FEATURES = ("near", "over_topics", "over_pinpoints", "cue", "score_log", "topic", "pinpoint")
NEED_WEIGHTS_FILE = Path(__file__).with_name("need_weights.json")
CUE_WORTH = 0.15


@dataclass(frozen=True)
class NeedReader:
    """Finds the need a question is nearest to and what speaks for it."""

    needs: Mapping[str, NotHeld]

    def find_nearest(self, text: str, matches: Sequence[TopicMatch]) -> tuple[NotHeld, float] | None:
        """The nearest need, a cue counting like some nearness, and its nearness."""
        ranked = [(m.score + CUE_WORTH * self.needs[m.owner].has_cue(text), m) for m in matches]
        best = max(ranked, key=lambda pair: pair[0], default=None)
        return (self.needs[best[1].owner], best[1].score) if best else None

    def build_row(
        self,
        text: str,
        need: NotHeld,
        near: float,
        topics: Sequence[TopicMatch],
        asked: Mapping[str, float],
        found: Sequence[FoundPassage],
    ) -> NDArray[np.float32]:
        """Build the features of one need for a question."""
        topic = topics[0].score if topics else 0.0
        pinpoint = max(asked.values(), default=0.0)
        score = found[0].score if found else 0.0
        row = {
            "near": near,
            "over_topics": near - topic,
            "over_pinpoints": near - pinpoint,
            "cue": float(need.has_cue(text)),
            "score_log": log10(max(score, 1e-4)) / 4 + 1,
            "topic": topic,
            "pinpoint": pinpoint,
        }
        return np.asarray([row[name] for name in NEED_FEATURES], dtype=np.float32)
