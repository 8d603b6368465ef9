"""What is known about a passage and a query together: a short row of numbers that a person can read.

Every feature lies between about -1 and 1, so the weights in `ranker.json` can be compared with each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.opened import OpenIndex
from index.query import QueryIntent
from index.settings import IndexSettings

FEATURES = (
    "dense",
    "dense_expanded",
    "question",
    "question_support",
    "lexical",
    "lexical_share",
    "question_lexical",
    "coverage",
    "reference",
    "reference_section",
    "notes",
    "history_notes",
    "place_match",
    "place_mismatch",
    "page",
)
FLOOR_COSINE = -1.0
NEAR_TOP = 0.7
"""Of the nearest section's nearness, what another needs for its notes to be raised when a history is asked for."""


@dataclass(frozen=True)
class QueryScores:
    """Everything the scorers said about one query, by row."""

    texts: NDArray[np.float32]
    """Vectors of the whole message and of its parts, the whole first."""
    expanded: NDArray[np.float32] | None
    """Vector of the query with the glossary's words, where it had any."""
    terms: Mapping[str, float]
    """Query stems with their weights."""
    lexical: NDArray[np.float32]
    question_cosines: NDArray[np.float32]
    """Of each question, its best cosine with the texts and the expansion."""
    question_lexical: NDArray[np.float32]
    references: Mapping[int, float] = field(default_factory=dict)
    """Rows that hold (1.0), or share the section of (up to 0.5), a reference named in the query."""
    hidden_questions: frozenset[int] = frozenset()
    """Questions that must not help: the asked one itself, when the ranker is trained or tested."""


def build_features(
    index: OpenIndex,
    rows: Sequence[int],
    scores: QueryScores,
    intent: QueryIntent,
    settings: IndexSettings,
) -> NDArray[np.float32]:
    """Build the features of candidate rows: (n, len(FEATURES)) float32."""
    table: dict[str, NDArray[np.float32]] = {name: np.zeros(len(rows), dtype=np.float32) for name in FEATURES}
    if settings.use_dense:
        cosines = index.passage_vectors[list(rows)] @ scores.texts.T
        table["dense"] = cosines.max(axis=1)
        expanded = scores.expanded if scores.expanded is not None else scores.texts[0]
        table["dense_expanded"] = index.passage_vectors[list(rows)] @ expanded
    if settings.use_questions and len(index.questions):
        _fill_questions(table, index, rows, scores)
    if settings.use_lexical:
        _fill_lexical(table, index, rows, scores)
    for position, row in enumerate(rows):
        if row in scores.references:
            strength = scores.references[row]
            name = "reference" if strength == 1.0 else "reference_section"
            table[name][position] = 1.0 if strength == 1.0 else 2 * strength
    _fill_facts(table, index, rows, intent, scores.references)
    return np.stack([table[name] for name in FEATURES], axis=1).astype(np.float32)


def _fill_questions(
    table: dict[str, NDArray[np.float32]], index: OpenIndex, rows: Sequence[int], scores: QueryScores
) -> None:
    asked = [index.questions_of[row] for row in rows]
    numbers = np.concatenate(asked) if asked else np.zeros(0, dtype=np.int32)
    owners: NDArray[np.int64] = np.repeat(np.arange(len(rows)), [len(of_row) for of_row in asked])
    if scores.hidden_questions:
        is_seen = ~np.isin(numbers, list(scores.hidden_questions))
        owners, numbers = owners[is_seen], numbers[is_seen]
    if not len(numbers):
        return
    cosines = scores.question_cosines[numbers]
    np.maximum.at(table["question"], owners, cosines)
    table["question_support"] = _mean_best(owners, cosines, len(rows))
    peak = float(scores.question_lexical.max(initial=0.0))
    if peak > 0:
        np.maximum.at(table["question_lexical"], owners, scores.question_lexical[numbers] / peak)


def _mean_best(owners: NDArray[np.int64], values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """The mean of each owner's best three values: how much the other questions of a passage agree."""
    order = np.lexsort((-values, owners))
    starts = np.searchsorted(owners[order], owners[order])
    is_best = np.arange(len(order)) - starts < 3
    best = order[is_best]
    sums = np.bincount(owners[best], weights=values[best], minlength=size)
    counts = np.bincount(owners[best], minlength=size)
    return np.asarray(sums / np.maximum(counts, 1), dtype=np.float32)


def _fill_lexical(
    table: dict[str, NDArray[np.float32]], index: OpenIndex, rows: Sequence[int], scores: QueryScores
) -> None:
    own = scores.lexical[list(rows)]
    peak = float(scores.lexical.max(initial=0.0))
    if peak > 0:
        table["lexical"] = own / peak
    rarest = max(index.rarity.values(), default=1.0)
    total = sum(weight * index.rarity.get(term, rarest) for term, weight in scores.terms.items())
    if not total:
        return
    table["lexical_share"] = np.minimum(own / (2.5 * total), 1.0)
    worth = [(t, w * index.rarity[t] / total) for t, w in scores.terms.items() if t in index.rarity]
    for position, row in enumerate(rows):
        table["coverage"][position] = sum(share for term, share in worth if term in index.terms[row])


def _fill_facts(
    table: dict[str, NDArray[np.float32]],
    index: OpenIndex,
    rows: Sequence[int],
    intent: QueryIntent,
    references: Mapping[int, float],
) -> None:
    sections = _find_best_of_sections(index, rows, table) if intent.wants_history else {}
    for position, row in enumerate(rows):
        passage = index.passages[row]
        is_named = references.get(row) == 1.0
        is_notes = passage.part == "notes"
        wants_notes = intent.wants_history or intent.wants_old_law or is_named
        table["notes"][position] = float(is_notes and not wants_notes)
        if is_notes and intent.wants_history:
            table["history_notes"][position] = sections[f"{passage.source} {passage.section}"]
        if intent.place and passage.place:
            name = "place_match" if passage.place == intent.place else "place_mismatch"
            table[name][position] = 1.0
        table["page"][position] = float(passage.kind == "agency_page")


def _find_best_of_sections(
    index: OpenIndex, rows: Sequence[int], table: Mapping[str, NDArray[np.float32]]
) -> dict[str, float]:
    """How near each section's text comes to the question: what its notes are worth where its history is asked."""
    best: dict[str, float] = {}
    for position, row in enumerate(rows):
        name = f"{index.passages[row].source} {index.passages[row].section}"
        near = max(table["dense"][position], table["question_support"][position])
        best[name] = max(best.get(name, 0.0), float(near))
    top = max(best.values(), default=0.0)
    return {name: near if near >= NEAR_TOP * top else 0.0 for name, near in best.items()}
