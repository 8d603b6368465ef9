"""Search: each scorer brings candidates, every candidate gets every feature, and a small ranker orders them.

The same searcher serves with any of its parts switched off, which is how each part has to show that it pays.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from index.encoder import DIMENSIONS, MiniLMEncoder
from index.features import FEATURES, QueryScores, build_features
from index.glossary import (
    Glossary,
    GlossaryMatch,
    expand_text,
    list_scopes,
    list_uses,
    load_glossary,
    weigh_terms,
)
from index.lexical import split_terms
from index.opened import OpenIndex, load_open_index
from index.query import QueryIntent, fold_query, join_parts, read_intent, split_questions, weigh_words
from index.ranker import Ranker, fuse_scores, load_ranker
from index.records import FoundPassage, SearchResult
from index.references import NamedReference, find_references, find_subdivision
from index.settings import IndexSettings, load_index_settings
from index.spanish import SpanishLexicon, load_spanish
from index.spelling import Speller, build_speller
from ingest.records import Passage, Place, Section, Subdivision

FOUND_BY = {
    "dense": "dense",
    "question": "question",
    "lexical": "lexical",
    "section": "section",
    "glossary": "glossary",
    "reference": "reference",
    "reference_section": "reference",
}


BARE_WORDS = 3
"""Words beside a citation ("section", "C.R.S.", "show") under which the citation is all that is asked."""


@dataclass(frozen=True)
class Candidates:
    """What one query brought, before it is ordered."""

    text: str
    """As searched: folded and repaired."""
    is_corrected: bool
    expansion: str | None
    intent: QueryIntent
    references: tuple[NamedReference, ...]
    matches: tuple[GlossaryMatch, ...]
    rows: tuple[int, ...]
    features: NDArray[np.float32]
    timings_ms: dict[str, float]


@dataclass(frozen=True)
class Searcher:
    """Searches one opened version of the index; safe to share between threads."""

    settings: IndexSettings
    encoder: MiniLMEncoder
    index: OpenIndex
    ranker: Ranker
    glossary: Glossary
    speller: Speller
    spanish: SpanishLexicon = SpanishLexicon(MappingProxyType({}), MappingProxyType({}))

    @property
    def version(self) -> str:
        """The version of the index that answers."""
        return self.index.manifest.version

    @property
    def sections(self) -> Mapping[str, Section]:
        """Sections by number; blocks of pages by heading path."""
        return self.index.sections

    @property
    def passages(self) -> Mapping[str, Passage]:
        """Passages by id."""
        return MappingProxyType({p.id: p for p in self.index.passages})

    def subdivision(self, locator: str) -> tuple[Section, Subdivision] | None:
        """Look up a canonical pinpoint."""
        return find_subdivision(locator, self.index.sections)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed short texts: (n, 384) float32, rows of length one."""
        return self.encoder.encode_queries(texts)

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        language: str | None = None,
        place: Place | None = None,
        asked_on: date | None = None,
    ) -> SearchResult:
        """Find the passages that answer a query, best first, each with what found it.

        `asked_on` is accepted for the interface: what is searched does not depend on the day.
        Raises EncoderError when the embedding model is missing; any text is accepted.
        """
        started = time.perf_counter()
        candidates = self.collect_candidates(query, language=language, place=place)
        ranking = time.perf_counter()
        found = self._order(candidates, max(k, 10))
        floor = self.ranker.floor
        done = time.perf_counter()
        references = candidates.references
        return SearchResult(
            query=query[:4000],
            searched=candidates.expansion or candidates.text,
            corrected=candidates.text if candidates.is_corrected else None,
            language=candidates.intent.language,
            place=candidates.intent.place,
            references=tuple(dict.fromkeys(r.locator for r in references if r.locator)),
            missing_references=tuple(r.section for r in references if r.kind == "missing"),
            outside_references=tuple(r.section for r in references if r.kind == "outside"),
            glossary=list_uses(candidates.matches, candidates.intent.language),
            found=found[:k],
            rejected=tuple(p for p in found[k:] if p.score < floor),
            is_nothing_found=not found or found[0].score < floor,
            timings_ms={
                **candidates.timings_ms,
                "order": (done - ranking) * 1000,
                "total": (done - started) * 1000,
            },
        )

    def collect_candidates(
        self,
        query: str,
        *,
        language: str | None = None,
        place: Place | None = None,
        hidden_questions: frozenset[int] = frozenset(),
    ) -> Candidates:
        """Read a query and bring every passage that any scorer ranks high, with its features, unordered."""
        started = time.perf_counter()
        text = fold_query(query)
        intent = read_intent(text, language, place)
        corrected = self.speller.repair(text, intent.language) if self.settings.use_spelling else None
        text = corrected or text
        matches = self.glossary.find_matches(text) if self.settings.use_glossary else ()
        references = find_references(text, self.sections) if self.settings.use_references else ()
        if intent.language == "es" and self.settings.use_spanish:
            expansion: str | None = self.spanish.gloss(text, matches)
        else:
            expansion = expand_text(text, matches, intent.language)
        understood = time.perf_counter()
        scores = self._score(text, intent.language, expansion, matches, references, hidden_questions)
        scored = time.perf_counter()
        rows = self._find_candidate_rows(scores)
        features = build_features(self.index, rows, scores, intent, self.settings)
        timings = {
            "understand": (understood - started) * 1000,
            "score": (scored - understood) * 1000,
            "features": (time.perf_counter() - scored) * 1000,
        }
        return Candidates(
            text=text,
            is_corrected=corrected is not None,
            expansion=expansion,
            intent=intent,
            references=references,
            matches=matches,
            rows=tuple(rows),
            features=features,
            timings_ms=timings,
        )

    def _score(
        self,
        text: str,
        language: str,
        expansion: str | None,
        matches: Sequence[GlossaryMatch],
        references: Sequence[NamedReference],
        hidden_questions: frozenset[int],
    ) -> QueryScores:
        index = self.index
        parts = split_questions(text)
        texts = join_parts(text, parts)
        vectors: NDArray[np.float32] = np.zeros((1, DIMENSIONS), dtype=np.float32)
        if self.settings.use_dense or self.settings.use_questions:
            vectors = self.encoder.encode_queries([*texts, expansion] if expansion else texts)
        # The law and the pages are English, whatever the question is.
        terms = weigh_terms(matches, weigh_words(text, parts, "en"))
        if language == "es" and expansion:
            terms = weigh_words(expansion, (), "en") | terms
        asked: NDArray[np.float32] = np.zeros(len(index.questions), dtype=np.float32)
        if self.settings.use_questions and index.question_lexical is not None:
            asked = index.question_lexical.score(weigh_words(text, parts, language))
            if language == "es" and expansion:
                asked = np.maximum(asked, index.question_lexical.score(weigh_words(expansion, (), "en")))
            asked[list(hidden_questions)] = 0.0
        lexical = (
            index.lexical.score(terms)
            if self.settings.use_lexical
            else np.zeros(len(index.passages), dtype=np.float32)
        )
        return QueryScores(
            texts=vectors[: len(texts)],
            expanded=vectors[-1] if expansion else None,
            terms=terms,
            lexical=lexical,
            question_lexical=asked,
            references=self._find_reference_rows(references, is_bare=_is_bare(text, references)),
            scopes=list_scopes(matches),
            hidden_questions=hidden_questions,
        )

    def _find_reference_rows(
        self, references: Sequence[NamedReference], *, is_bare: bool
    ) -> dict[int, float]:
        """Rows that hold what a reference names (1.0), and the other rows of its section (0.5).

        A whole section named in a longer question asks for any part of it; named alone, for its beginning.
        """
        rows: dict[int, float] = {}
        for reference in references:
            if reference.locator is None:
                continue
            section = self.sections[reference.section]
            members = self.index.section_rows.get(f"{section.source} {section.number}", ())
            passages = [self.index.passages[row] for row in members]
            texts = [row for row, p in zip(members, passages, strict=True) if p.part == "text"] or list(
                members
            )
            exact: set[int] = set(texts[:1]) if is_bare or section.status != "in_force" else set()
            if reference.locator not in section.numbers:
                holding = [
                    r for r, p in zip(members, passages, strict=True) if reference.locator in p.locators
                ]
                exact = set(
                    holding
                    or [r for r in texts if self.index.passages[r].locator.startswith(reference.locator)][:1]
                )
            for place, row in enumerate(members):
                near = 0.5 - (0.01 * place if is_bare else 0.0)
                rows[row] = max(rows.get(row, 0.0), 1.0 if row in exact else max(near, 0.1))
        return rows

    def _find_candidate_rows(self, scores: QueryScores) -> list[int]:
        """The union of what each scorer ranks highest, as rows."""
        index, wanted = self.index, self.settings.candidates
        rows: dict[int, None] = dict.fromkeys(scores.references)
        vectors = [*scores.texts] + ([scores.expanded] if scores.expanded is not None else [])
        for vector in vectors:
            if self.settings.use_dense:
                nearest = index.passage_store.find_nearest(vector.tolist(), min(wanted, len(index.passages)))
                rows.update(dict.fromkeys(index.rows[passage_id] for passage_id, _ in nearest))
            if self.settings.use_questions and index.question_store is not None:
                asked = index.question_store.find_nearest(vector.tolist(), min(wanted, len(index.questions)))
                self._add_question_rows(rows, [int(number) for number, _ in asked], scores)
        rows.update(dict.fromkeys(_find_best(scores.lexical, wanted)))
        self._add_question_rows(rows, _find_best(scores.question_lexical, wanted), scores)
        return list(rows)

    def _add_question_rows(self, rows: dict[int, None], numbers: Sequence[int], scores: QueryScores) -> None:
        for number in numbers:
            if number not in scores.hidden_questions:
                ids = self.index.questions[number].passage_ids
                rows.update(dict.fromkeys(self.index.rows[i] for i in ids))

    def _order(self, candidates: Candidates, count: int) -> tuple[FoundPassage, ...]:
        features = candidates.features
        sums = self.ranker.sum_features(features) if self.settings.use_ranker else fuse_scores(features)
        chances = self.ranker.calibrate(sums)
        order = np.argsort(-sums, kind="stable")[:count]
        return tuple(
            FoundPassage(
                passage=self.index.passages[candidates.rows[position]],
                score=round(float(chances[position]), 4),
                found_by=_name_finders(features[position]),
                contributions=self.ranker.explain(features[position]),
            )
            for position in order
        )


def load_searcher(settings: IndexSettings | None = None) -> Searcher:
    """Open the index that answers; raises IndexMissingError or IndexMismatchError with what to run."""
    chosen = settings or load_index_settings()
    encoder = MiniLMEncoder(chosen)
    index = load_open_index(chosen, encoder.fingerprint)
    glossary = load_glossary(chosen.corpus_dir)
    return Searcher(
        settings=chosen,
        encoder=encoder,
        index=index,
        ranker=load_ranker(),
        glossary=glossary,
        speller=_build_speller(index, glossary),
        spanish=load_spanish(chosen.corpus_dir),
    )


def _build_speller(index: OpenIndex, glossary: Glossary) -> Speller:
    asked = {lang: [q.text for q in index.questions if q.language == lang] for lang in ("en", "es")}
    field = [f"{p.catchline} {p.text}" for p in index.passages]
    return build_speller([*field, *asked["en"]], asked["es"], glossary.list_terms())


def _find_best(scores: NDArray[np.float32], count: int) -> list[int]:
    """Rows with the highest scores above zero, best first."""
    if not len(scores):
        return []
    best = np.argpartition(-scores, min(count, len(scores)) - 1)[:count]
    return [int(row) for row in best[np.argsort(-scores[best], kind="stable")] if scores[row] > 0]


def _is_bare(text: str, references: Sequence[NamedReference]) -> bool:
    """True when a text is a citation and hardly a word more: "show me 17-42-103"."""
    named = {word for reference in references for word in split_terms(reference.text)}
    return (
        len([term for term in split_terms(text) if term not in named and not term[0].isdigit()]) <= BARE_WORDS
    )


def _name_finders(features: NDArray[np.float32]) -> tuple[str, ...]:
    """Which parts of the search speak for a passage."""
    floors = {"dense": 0.3, "question": 0.5, "lexical": 0.3, "section": 0.5}
    names = (
        FOUND_BY[name]
        for name, value in zip(FEATURES, features, strict=True)
        if name in FOUND_BY and value > floors.get(name, 0.0)
    )
    return tuple(dict.fromkeys(names)) or ("dense",)
