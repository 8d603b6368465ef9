"""One version of the index, loaded: records, vectors and scorers lined up by row number.

Chroma brings the nearest rows; the vectors kept beside it score any other row a different scorer brought, so
that every candidate has every feature.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex, split_terms
from index.projection import Projection, load_projection, name_space
from index.records import IndexMismatchError, Manifest, SurfaceQuestion
from index.settings import IndexSettings
from index.store import check_files, key_sections, load_records, open_current
from index.vector_store import NearestRows, NearestStore, open_lasting_store
from ingest.records import Passage, Section


@dataclass(frozen=True, eq=False)
class OpenIndex:
    """Everything a search reads; rows of passages and of questions are positions in these tuples."""

    manifest: Manifest
    passages: tuple[Passage, ...]
    rows: Mapping[str, int]
    """Passage id → row."""
    sections: Mapping[str, Section]
    questions: tuple[SurfaceQuestion, ...]
    """The English ones first."""
    english_questions: int
    """How many they are."""
    questions_of: tuple[NDArray[np.int32], ...]
    """Passage row → rows of its questions."""
    section_rows: Mapping[str, tuple[int, ...]]
    """"<source> <section>" → rows of its passages, in order."""
    passage_vectors: NDArray[np.float32]
    question_vectors: NDArray[np.float32]
    """Both as the projection maps them; a typed question has to be mapped too before it is compared."""
    projection: Projection
    passage_store: NearestStore
    lexical: LexicalIndex
    question_lexical: LexicalIndex | None
    terms: tuple[frozenset[str], ...]
    """Stems of each passage with its catchline and lead-in."""
    rarity: Mapping[str, float]
    """Inverse document frequency of each stem over the passages."""


def load_open_index(settings: IndexSettings, fingerprint: str) -> OpenIndex:
    """Load the version that answers; raises IndexMissingError, or IndexMismatchError with its cure."""
    directory, manifest = open_current(settings)
    projection = load_projection(settings, fingerprint)
    space = name_space(fingerprint, projection)
    if manifest.fingerprint != space:
        raise IndexMismatchError(
            f"The index was built with another embedding model ({manifest.fingerprint}, not {space}). "
            "Run: python -m index"
        )
    check_files(directory, manifest)
    passages = load_records(directory / "passages.jsonl", Passage)
    vectors = projection.project_passages(load_rows(directory / "passages.npz", len(passages)))
    questions = load_records(directory / "questions.jsonl", SurfaceQuestion)
    rows = {passage.id: row for row, passage in enumerate(passages)}
    terms = tuple(frozenset(split_terms(f"{p.catchline} {p.lead_in} {p.text}")) for p in passages)
    return OpenIndex(
        manifest=manifest,
        passages=passages,
        rows=MappingProxyType(rows),
        sections=MappingProxyType(key_sections(load_records(directory / "sections.jsonl", Section))),
        questions=questions,
        english_questions=_count_english(questions),
        questions_of=_invert_questions(questions, rows),
        section_rows=_group_sections(passages),
        passage_vectors=vectors,
        question_vectors=projection.project_questions(load_rows(directory / "questions.npz", len(questions))),
        projection=projection,
        passage_store=open_lasting_store(settings, directory.name, NearestRows(tuple(rows), vectors)),
        lexical=_load_lexical(directory / "lexical", len(passages)),
        question_lexical=_load_lexical(directory / "lexical_questions", len(questions))
        if questions
        else None,
        terms=terms,
        rarity=_measure_rarity(terms),
    )


def _invert_questions(
    questions: Sequence[SurfaceQuestion], rows: Mapping[str, int]
) -> tuple[NDArray[np.int32], ...]:
    asked: list[list[int]] = [[] for _ in rows]
    for number, question in enumerate(questions):
        for passage_id in question.passage_ids:
            asked[rows[passage_id]].append(number)
    return tuple(np.asarray(numbers, dtype=np.int32) for numbers in asked)


def _count_english(questions: Sequence[SurfaceQuestion]) -> int:
    """Length of the run of English questions at the beginning; all, where an older index mixes them."""
    run = next((n for n, q in enumerate(questions) if q.language != "en"), len(questions))
    return run if all(q.language != "en" for q in questions[run:]) else len(questions)


def _group_sections(passages: Sequence[Passage]) -> dict[str, tuple[int, ...]]:
    grouped: dict[str, list[int]] = {}
    for row, passage in enumerate(passages):
        grouped.setdefault(f"{passage.source} {passage.section}", []).append(row)
    return {key: tuple(value) for key, value in grouped.items()}


def load_rows(file: Path, count: int) -> NDArray[np.float32]:
    """Load the encoder's own vectors of one kind; raises IndexMismatchError unless there are `count` of them."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            rows: NDArray[np.float32] = stored["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise IndexMismatchError(f"The index is damaged ({file.name}). Run: python -m index") from error
    if len(rows) != count:
        raise IndexMismatchError(
            f"The index is damaged ({file.name}: {len(rows)} rows, not {count}). Run: python -m index"
        )
    return rows


def _load_lexical(directory: Path, size: int) -> LexicalIndex:
    try:
        return LexicalIndex.load(directory, size)
    except (OSError, ValueError, KeyError) as error:
        raise IndexMismatchError(f"The index is damaged ({directory.name}). Run: python -m index") from error


def _measure_rarity(terms: Sequence[frozenset[str]]) -> dict[str, float]:
    counts: dict[str, int] = {}
    for passage_terms in terms:
        for term in passage_terms:
            counts[term] = counts.get(term, 0) + 1
    return {term: float(np.log(1 + len(terms) / count)) for term, count in counts.items()}
