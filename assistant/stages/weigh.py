"""What the question is near to: the topics with reviewed answers, and the pinpoints people ask about so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.state import Nearness, TurnState
from assistant.topics import AskIndex
from index.query import fold_query, split_questions

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class WeighNearness:
    """Embeds the question once and holds it against every ask."""

    embed: Embed
    topics: AskIndex
    needs: AskIndex
    pinpoints: AskIndex

    def __call__(self, state: TurnState) -> TurnState:
        """Set `nearness`."""
        assert state.understood is not None
        # The very texts the search has embedded: what it repaired, what it added, and the parts.
        query = (state.search and state.search.corrected) or fold_query(state.understood.query)
        searched = state.search.searched if state.search else query
        focus = state.search.focus if state.search else state.understood.focus
        parts = split_questions(query, focus)
        vectors = self.embed(list(dict.fromkeys([query, searched, *parts])))
        # A follow-up's few words out of their context are near to too many documents.
        whole = vectors[: -len(parts)] if parts and state.understood.is_follow_up else vectors
        topics = self.topics.match(vectors)
        asked = {match.owner: match.score for match in self.pinpoints.match(vectors, rows=400)}
        near = [(m.owner, round(m.score, 3)) for m in topics[:4]]
        return state.noting(
            "weigh",
            {"topics": near},
            nearness=Nearness(topics[:12], self.needs.match(whole)[:6], asked),
        )
