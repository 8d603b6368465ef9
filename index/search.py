"""Search: each scorer brings candidates, every candidate gets every feature, and a small ranker orders them.

The same searcher serves with any of its parts switched off, which is how each part has to show that it pays.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from index.candidates import Candidates, ReadQuery, find_candidate_rows, score_query
from index.encoder import MiniLMEncoder
from index.features import FEATURES, build_features
from index.glossary import (
    Glossary,
    expand_text,
    list_uses,
    load_glossary,
)
from index.history_questions import cut_history
from index.lexical import fold_text
from index.opened import OpenIndex, load_open_index
from index.query import fold_query, read_intent
from index.ranker import Ranker, fuse_scores, load_ranker
from index.records import FoundPassage, SearchResult
from index.references import find_references, find_subdivision
from index.settings import IndexSettings, load_index_settings
from index.spanish import SpanishLexicon, load_spanish
from index.spelling import Speller, build_speller
from ingest.records import Passage, Place, Section, Subdivision

FOUND_BY = {
    "dense": "dense",
    "question": "question",
    "lexical": "lexical",
    "reference": "reference",
    "reference_section": "reference",
}


@dataclass(frozen=True)
class Searcher:
    """Searches one opened version of the index; safe to share between threads."""

    settings: IndexSettings
    encoder: MiniLMEncoder
    index: OpenIndex
    ranker: Ranker
    glossary: Glossary
    speller: Speller
    spanish: SpanishLexicon

    @property
    def version(self) -> str:
        """The version of the index that answers."""
        return self.index.manifest.version

    @property
    def sections(self) -> Mapping[str, Section]:
        """Sections by number; blocks of pages by heading path."""
        return self.index.sections

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        """Passages by id."""
        return MappingProxyType({p.id: p for p in self.index.passages})

    def subdivision(self, locator: str) -> tuple[Section, Subdivision] | None:
        """Look up a canonical pinpoint."""
        return find_subdivision(locator, self.index.sections)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed short texts: (n, 384) float32, rows of length one."""
        return self.encoder.encode_queries(texts)

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed questions as they are compared with written questions: (n, 384) float32, rows of length one."""
        return self.index.projection.project_questions(self.encoder.encode_queries(texts))

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
        """Find the passages that answer a query, best first, each with what found it.

        `focus` are the words of the query that ask, where that is known: the others are only what was told before.
        `asked_on` is accepted for the interface: what is searched does not depend on the day.
        Raises EncoderError when the embedding model is missing; any text is accepted.
        """
        started = time.perf_counter()
        candidates = self.collect_candidates(query, language=language, place=place, focus=focus)
        ranking = time.perf_counter()
        found = self._order(candidates, max(k, 10))
        floor, read = self.ranker.floor, candidates.query
        done = time.perf_counter()
        references = read.references
        return SearchResult(
            query=query[:4000],
            searched=read.expansion or read.text,
            focus=read.focus,
            corrected=read.text if read.is_corrected else None,
            language=read.intent.language,
            place=read.intent.place,
            references=tuple(dict.fromkeys(r.locator for r in references if r.locator)),
            missing_references=tuple(r.section for r in references if r.kind == "missing"),
            outside_references=tuple(r.section for r in references if r.kind == "outside"),
            glossary=list_uses(read.matches, read.intent.language),
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
        focus: str = "",
    ) -> Candidates:
        """Read a query and bring every passage that any scorer ranks high, with its features, unordered."""
        started = time.perf_counter()
        read = self.read_query(query, language, place, focus)
        understood = time.perf_counter()
        scores = score_query(self.index, self.encoder, self.settings, read, hidden_questions)
        scored = time.perf_counter()
        rows = find_candidate_rows(self.index, scores, read.intent, self.settings)
        features = build_features(self.index, rows, scores, read.intent, self.settings)
        timings = {
            "understand": (understood - started) * 1000,
            "score": (scored - understood) * 1000,
            "features": (time.perf_counter() - scored) * 1000,
        }
        return Candidates(query=read, rows=tuple(rows), features=features, timings_ms=timings)

    def read_query(self, query: str, language: str | None, place: Place | None, focus: str = "") -> ReadQuery:
        """Read what a query says: its language and place, repaired words, known wordings, references."""
        text, focus = fold_query(query), fold_query(focus)
        intent = read_intent(focus or text, language, place)
        corrected = self._repair(text, intent.language)
        text, focus = corrected or text, self._repair(focus, intent.language) or focus
        references = find_references(text, self.sections) if self.settings.use_references else ()
        if intent.wants_history and not references:
            text, focus = cut_history(fold_text(text)), ""
        matches = self.glossary.find_matches(text) if self.settings.use_glossary else ()
        if intent.language == "es" and self.settings.use_spanish:
            expansion: str | None = self.spanish.gloss(text, matches)
        else:
            expansion = expand_text(text, matches, intent.language)
        return ReadQuery(
            text=text,
            focus=focus,
            is_corrected=corrected is not None,
            expansion=expansion,
            intent=intent,
            references=references,
            matches=matches,
        )

    def _repair(self, text: str, language: str) -> str | None:
        return self.speller.repair(text, language) if self.settings.use_spelling and text else None

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
    law = [f"{p.catchline} {p.text}" for p in index.passages]
    return build_speller(law, asked, glossary.list_terms())


def _name_finders(features: NDArray[np.float32]) -> tuple[str, ...]:
    """Which parts of the search speak for a passage."""
    floors = {"dense": 0.3, "question": 0.5, "lexical": 0.3}
    names = (
        FOUND_BY[name]
        for name, value in zip(FEATURES, features, strict=True)
        if name in FOUND_BY and value > floors.get(name, 0.0)
    )
    return tuple(dict.fromkeys(names)) or ("dense",)
