"""Everything that is measured gives ranked texts for a question: ours, ours with a part switched off, and baselines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evals.records import SEARCH_SYSTEM, RankedText
from index.opened import load_rows
from index.projection import Projection
from index.search import Searcher
from index.vector_store import NearestRows

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
    """BM25 alone, the packaged encoder alone, and the two fused without glossary, questions, projection or ranker."""
    systems = {
        "bm25": ("lexical",),
        "dense": ("dense",),
        "hybrid_plain": ("dense", "lexical"),
    }
    plain = drop_projection(searcher)
    return tuple(
        RetrievalSystem(name, "baseline", make_retriever(switch_parts(plain, on=parts)))
        for name, parts in systems.items()
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


def drop_projection(searcher: Searcher) -> Searcher:
    """The same search over the encoder's vectors as they are."""
    index = searcher.index
    directory = searcher.settings.index_dir / index.manifest.version
    plain = replace(
        index,
        projection=Projection(),
        question_vectors=load_rows(directory / "questions.npz", len(index.questions)),
    )
    passages = load_rows(directory / "passages.npz", len(index.passages))
    return search_vectors(replace(searcher, index=plain), passages)


def search_vectors(searcher: Searcher, vectors: NDArray[np.float32]) -> Searcher:
    """The same search over other vectors of the passages: (p, 384) float32, rows of length one."""
    nearest = NearestRows(tuple(p.id for p in searcher.index.passages), vectors)
    index = replace(searcher.index, passage_vectors=vectors, passage_store=nearest)
    return replace(searcher, index=index)
