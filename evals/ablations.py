"""Our search without one of its parts: by a switch, by weights set to zero, or by another build of one component.

The ranker is not trained again without the part: what is measured is what this search would lose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evals.cached_vectors import load_or_embed
from evals.records import SEARCH_SYSTEM, UNASKED_SYSTEM
from evals.systems import (
    PARTS,
    RetrievalSystem,
    drop_projection,
    make_retriever,
    search_vectors,
    switch_parts,
)
from index.search import Searcher

WEIGHTS: dict[str, tuple[str, ...]] = {
    "place": ("place_match", "place_mismatch"),
    "notes_rules": ("notes", "history_notes"),
}
"""Parts that are features of the ranker and nothing else."""
WORDS: dict[str, str] = {
    "passage_context": "catchline and lead-in in what is embedded (1)",
    "notes_rules": "notes and history only where they are asked for (1)",
    "dense": "dense search over passages (2)",
    "lexical": "BM25 over passages (2)",
    "references": "the direct road for references (2)",
    "ranker": "the learned ranker; min-max fusion instead (2)",
    "glossary": "the glossary (3)",
    "questions": "questions that passages answer (4)",
    "projection": "the learned projection of questions and passages (5)",
    "spanish": "Spanish word by word in English (6)",
    "spelling": "spelling repair (7)",
    "message_parts": "long messages question by question (7)",
    "place": "state prison or county jail (8)",
}
"""Every part with the point of the retrieval work that asked for it."""
UNASKED = ("passage_context", "glossary")
"""Parts that written questions make all but idle: also measured without any."""
Switch = Callable[[Searcher, Path], "Searcher | None"]


def build_ablations(searcher: Searcher, cache_dir: Path) -> tuple[tuple[RetrievalSystem, ...], list[str]]:
    """Our search with each part off in turn, and the names of the parts that are not there to be switched off."""
    systems, absent = [], []
    for part, without in list_switches().items():
        other = without(searcher, cache_dir)
        if other is None:
            absent.append(part)
        else:
            systems.append(
                RetrievalSystem(f"{SEARCH_SYSTEM}_without_{part}", "ablation", make_retriever(other))
            )
    return (*systems, *_build_unasked(searcher, cache_dir)), absent


def _build_unasked(searcher: Searcher, cache_dir: Path) -> list[RetrievalSystem]:
    whole = switch_parts(searcher, off=("questions",))
    systems = {UNASKED_SYSTEM: whole}
    for part in UNASKED:
        without = list_switches()[part](whole, cache_dir)
        if without is not None:
            systems[f"{UNASKED_SYSTEM}_without_{part}"] = without
    return [RetrievalSystem(name, "ablation", make_retriever(one)) for name, one in systems.items()]


def list_switches() -> Mapping[str, Switch]:
    """Every part of the search with what takes it out; in the order of `WORDS`."""
    switches: dict[str, Switch] = {part: _make_switch(part) for part in PARTS}
    switches |= {part: _make_weightless(names) for part, names in WEIGHTS.items()}
    switches |= {
        "passage_context": _embed_own_text,
        "projection": _drop_projection,
    }
    return {part: switches[part] for part in WORDS}


def _make_switch(part: str) -> Switch:
    def switch(searcher: Searcher, cache_dir: Path) -> Searcher | None:
        is_on = getattr(searcher.settings, f"use_{part}")
        return switch_parts(searcher, off=(part,)) if is_on else None

    return switch


def _make_weightless(names: Sequence[str]) -> Switch:
    def switch(searcher: Searcher, cache_dir: Path) -> Searcher | None:
        kept = {name: weight for name, weight in searcher.ranker.weights.items() if name not in names}
        return replace(searcher, ranker=replace(searcher.ranker, weights=kept))

    return switch


def _embed_own_text(searcher: Searcher, cache_dir: Path) -> Searcher:
    vectors = load_or_embed(
        searcher.encoder, [p.text for p in searcher.index.passages], cache_dir, "own_text"
    )
    return search_vectors(searcher, searcher.index.projection.project_passages(vectors))


def _drop_projection(searcher: Searcher, cache_dir: Path) -> Searcher | None:
    return drop_projection(searcher) if searcher.index.projection.fingerprint else None
