"""Which passages come into question for a query: what each scorer ranks highest, and what is cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import DIMENSIONS, MiniLMEncoder
from index.features import QueryScores
from index.glossary import GlossaryMatch, weigh_terms
from index.lexical import split_terms
from index.opened import OpenIndex
from index.query import QueryIntent, join_parts, split_questions, weigh_words
from index.references import NamedReference
from index.settings import IndexSettings

BARE_WORDS = 3
"""Words beside a citation ("section", "C.R.S.", "show") under which the citation is all that is asked."""


@dataclass(frozen=True)
class ReadQuery:
    """A query as it was understood."""

    text: str
    """As searched: folded and repaired."""
    focus: str
    """The words of it that ask, where they were named."""
    is_corrected: bool
    expansion: str | None
    """The query in the law's words, or a Spanish one in English word by word; None when that changes nothing."""
    intent: QueryIntent
    references: tuple[NamedReference, ...]
    matches: tuple[GlossaryMatch, ...]


@dataclass(frozen=True)
class Candidates:
    """What one query brought, before it is ordered."""

    query: ReadQuery
    rows: tuple[int, ...]
    features: NDArray[np.float32]
    timings_ms: dict[str, float]

    @property
    def expansion(self) -> str | None:
        """The second text that was searched."""
        return self.query.expansion


def score_query(
    index: OpenIndex,
    encoder: MiniLMEncoder,
    settings: IndexSettings,
    query: ReadQuery,
    hidden_questions: frozenset[int],
) -> QueryScores:
    """Let every scorer speak that is switched on."""
    text, expansion, language = query.text, query.expansion, query.intent.language
    parts = split_questions(text, query.focus) if settings.use_message_parts else ()
    texts = join_parts(text, parts)
    vectors: NDArray[np.float32] = np.zeros((1, DIMENSIONS), dtype=np.float32)
    if settings.use_dense or settings.use_questions:
        embedded = encoder.encode_queries([*texts, expansion] if expansion else texts)
        vectors = index.projection.project_questions(embedded)
    # The law and the pages are English, whatever the question is.
    terms = weigh_terms(query.matches, weigh_words(text, parts, "en"))
    if language == "es" and expansion:
        terms = weigh_words(expansion, (), "en") | terms
    asked: NDArray[np.float32] = np.zeros(len(index.questions), dtype=np.float32)
    if settings.use_questions and index.question_lexical is not None:
        asked = index.question_lexical.score(weigh_words(text, parts, language))
        if language == "es" and expansion:
            asked = np.maximum(asked, index.question_lexical.score(weigh_words(expansion, (), "en")))
        asked[list(hidden_questions)] = 0.0
    lexical = (
        index.lexical.score(terms)
        if settings.use_lexical
        else np.zeros(len(index.passages), dtype=np.float32)
    )
    return QueryScores(
        texts=vectors[: len(texts)],
        expanded=vectors[-1] if expansion else None,
        terms=terms,
        lexical=lexical,
        question_cosines=_compare_questions(index, vectors, language) if settings.use_questions else asked,
        question_lexical=asked,
        references=_find_reference_rows(index, query.references, is_bare=_is_bare(query)),
        hidden_questions=hidden_questions,
    )


def _find_reference_rows(
    index: OpenIndex, references: Sequence[NamedReference], *, is_bare: bool
) -> dict[int, float]:
    """Rows that hold what a reference names (1.0), and the other rows of its section (0.5).

    A whole section named in a longer question asks for any part of it; named alone, for its beginning.
    """
    rows: dict[int, float] = {}
    for reference in references:
        if reference.locator is None:
            continue
        section = index.sections[reference.section]
        members = index.section_rows.get(f"{section.source} {section.number}", ())
        passages = [index.passages[row] for row in members]
        texts = [row for row, p in zip(members, passages, strict=True) if p.part == "text"] or list(members)
        exact: set[int] = set(texts[:1]) if is_bare or section.status != "in_force" else set()
        if reference.locator not in section.numbers:
            holding = [r for r, p in zip(members, passages, strict=True) if reference.locator in p.locators]
            exact = set(
                holding or [r for r in texts if index.passages[r].locator.startswith(reference.locator)][:1]
            )
        for place, row in enumerate(members):
            near = 0.5 - (0.01 * place if is_bare else 0.0)
            rows[row] = max(rows.get(row, 0.0), 1.0 if row in exact else max(near, 0.1))
    return rows


def find_candidate_rows(
    index: OpenIndex, scores: QueryScores, intent: QueryIntent, settings: IndexSettings
) -> list[int]:
    """The union of what each scorer ranks highest, as rows.

    Passages are looked up in Chroma; the far shorter questions are compared with all at once (12,000 in 1 ms).
    """
    wanted = settings.candidates
    rows: dict[int, None] = dict.fromkeys(scores.references)
    vectors = [*scores.texts] + ([scores.expanded] if scores.expanded is not None else [])
    for number, vector in enumerate(vectors):
        if settings.use_dense:
            count = min(wanted if number == 0 else wanted // 2, len(index.passages))
            nearest = index.passage_store.find_nearest(vector.tolist(), count)
            rows.update(dict.fromkeys(index.rows[passage_id] for passage_id, _ in nearest))
    rows.update(dict.fromkeys(_find_best(scores.lexical, wanted)))
    for asked in (scores.question_cosines, scores.question_lexical):
        for question in _find_best(asked, wanted):
            if question not in scores.hidden_questions:
                ids = index.questions[question].passage_ids
                rows.update(dict.fromkeys(index.rows[i] for i in ids))
    if intent.wants_history:
        named = dict.fromkeys(f"{index.passages[r].source} {index.passages[r].section}" for r in rows)
        rows.update(
            dict.fromkeys(r for n in named for r in index.section_rows.get(n, ()) if _is_notes(index, r))
        )
    return list(rows)


def _is_notes(index: OpenIndex, row: int) -> bool:
    return index.passages[row].part == "notes"


def _compare_questions(index: OpenIndex, vectors: NDArray[np.float32], language: str) -> NDArray[np.float32]:
    """Each question's best cosine with the texts of the query; an English one is compared with English ones only."""
    cosines: NDArray[np.float32] = np.zeros(len(index.questions), dtype=np.float32)
    count = index.english_questions if language == "en" else len(index.questions)
    if count:
        cosines[:count] = (index.question_vectors[:count] @ vectors.T).max(axis=1)
    return cosines


def _find_best(scores: NDArray[np.float32], count: int) -> list[int]:
    """Rows with the highest scores above zero, best first."""
    if not len(scores):
        return []
    best = np.argpartition(-scores, min(count, len(scores)) - 1)[:count]
    return [int(row) for row in best[np.argsort(-scores[best], kind="stable")] if scores[row] > 0]


def _is_bare(query: ReadQuery) -> bool:
    """True when a text is a citation and hardly a word more: "show me 17-42-103"."""
    text = re.sub(r"c\.\s?r\.\s?s\.?", " ", query.text, flags=re.I)
    named = {word for reference in query.references for word in split_terms(reference.text)}
    return (
        len([term for term in split_terms(text) if term not in named and not term[0].isdigit()]) <= BARE_WORDS
    )
