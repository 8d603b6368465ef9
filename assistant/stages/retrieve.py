"""Third stage: the passages that may answer, each with what found it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.state import TurnState
from index.records import SearchResult
from ingest.records import Place


class Search(Protocol):
    """The seam to the index."""

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        language: str | None = None,
        place: Place | None = None,
        asked_on: date | None = None,
        focus: str = "",
    ) -> SearchResult:
        """Rank passages for a query."""
        ...


@dataclass(frozen=True)
class Retrieve:
    """Searches for what was understood."""

    searcher: Search
    count: int = 12

    def __call__(self, state: TurnState) -> TurnState:
        """Set `search`."""
        assert state.understood is not None
        understood = state.understood
        result = self.searcher.search(
            understood.query,
            k=self.count,
            language=state.language,
            place=understood.place,
            asked_on=state.asked_on,
            focus=understood.focus,
        )
        best = [(f.passage.locator, f.score, f.found_by) for f in result.found[:5]]
        return state.noting(
            "retrieve",
            {"searched": result.searched, "found": best, "is_nothing_found": result.is_nothing_found},
            search=result,
        )
