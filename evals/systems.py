"""Everything that is measured gives ranked texts for a question: ours, ours with a part switched off, and baselines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from evals.records import SEARCH_SYSTEM, RankedText
from index.search import Searcher

TOP_K = 10
Retrieve = Callable[[str, "date | None"], tuple[RankedText, ...]]

PARTS = (
    "dense",
    "lexical",
    "questions",
    "glossary",
    "spanish",
    "spelling",
    "message_parts",
    "ranker",
    "section_support",
    "references",
)
"""The switches of the index's settings, `use_<part>`."""


@dataclass(frozen=True)
class RetrievalSystem:
    """A named way to find texts for a question."""

    name: str
    role: Literal["baseline", "ablation"]
    retrieve: Retrieve


def build_baselines(searcher: Searcher) -> tuple[RetrievalSystem, ...]:
    """BM25 alone, dense alone, and the two fused without glossary, questions or ranker."""
    plain = {
        "bm25": ("lexical",),
        "dense": ("dense",),
        "hybrid_plain": ("dense", "lexical"),
    }
    return tuple(
        RetrievalSystem(name, "baseline", make_retriever(switch_parts(searcher, on=parts)))
        for name, parts in plain.items()
    )


def build_search(searcher: Searcher) -> RetrievalSystem:
    """Our search alone, without the assistant around it: what ablations are compared with."""
    return RetrievalSystem(SEARCH_SYSTEM, "ablation", make_retriever(searcher))


def switch_parts(searcher: Searcher, *, on: Sequence[str] | None = None, off: Sequence[str] = ()) -> Searcher:
    """The same opened index with only the parts `on`, or with the parts `off` switched off."""
    wanted = {f"use_{part}": (part in on if on is not None else part not in off) for part in PARTS}
    kept = {key: value and getattr(searcher.settings, key) for key, value in wanted.items()}
    return replace(searcher, settings=searcher.settings.model_copy(update=kept))


def make_retriever(searcher: Searcher) -> Retrieve:
    """Ten passages of a searcher as ranked texts."""

    def retrieve(query: str, asked_on: date | None) -> tuple[RankedText, ...]:
        found = searcher.search(query, k=TOP_K, asked_on=asked_on).found
        return tuple(
            RankedText(source=f.passage.source, locator=f.passage.locator, text=f.passage.text) for f in found
        )

    return retrieve
