"""The vocabulary of search: what is asked of the index and what it gives back, explained."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, field_validator

from ingest.records import Passage, Place, Record


class GlossaryUse(Record):
    """A wording of the person that the glossary turned into the law's words."""

    wrote: str
    means: str
    note: str = ""


class FoundPassage(Record):
    """A passage with its calibrated score and what each part of the search contributed."""

    passage: Passage
    score: float
    """0 to 1: the calibrated chance that this passage answers."""
    found_by: tuple[str, ...]
    """Any of: dense, lexical, question, reference, glossary, section."""
    contributions: dict[str, float]


class SearchResult(Record):
    """Ranked passages for one query, with everything needed to explain them."""

    query: str
    searched: str
    """The query after spelling repair and glossary expansion."""
    corrected: str | None
    language: str
    """"en" or "es"."""
    place: Place | None
    references: tuple[str, ...]
    """Canonical pinpoints named in the query that exist in the corpus."""
    missing_references: tuple[str, ...]
    """Section numbers of the corpus's own titles named in the query that do not exist."""
    outside_references: tuple[str, ...]
    """Law named in the query that lies outside the corpus (other titles)."""
    glossary: tuple[GlossaryUse, ...]
    found: tuple[FoundPassage, ...]
    rejected: tuple[FoundPassage, ...]
    """The best passages below the floor, kept for the trace."""
    is_nothing_found: bool
    """True when no passage reaches the calibrated floor; `found` still holds the best few."""
    timings_ms: dict[str, float]
    focus: str = ""
    """The words of the query that ask, repaired, where they were named: the rest only tells."""

    @field_validator("query", "searched", "corrected", "focus")
    @classmethod
    def make_writable(cls, text: str | None) -> str | None:
        """Whatever was typed can be written down: a lone half of a surrogate pair becomes a question mark."""
        return text and text.encode("utf-8", "replace").decode("utf-8")


class SurfaceQuestion(Record):
    """A question that a passage answers: a way to find the passage, never shown as law."""

    text: str
    language: str
    source: str
    locator: str
    passage_ids: tuple[str, ...]
    origin: str
    """"passage_question", or the id of the standard answer whose asking it is."""


class Manifest(Record):
    """What one version of the index was built from; checked when it is opened."""

    format: int
    version: str
    built_at: str
    inputs_hash: str
    """Over passages, sections and questions: the same inputs need no new build."""
    passages_hash: str
    fingerprint: str
    """The encoder's."""
    passages: int
    sections: int
    questions: int
    files: Mapping[str, str] = Field(default_factory=dict)
    """By path: the hash of every file but Chroma's; a version built before there were any holds none."""


class BuildReport(Record):
    """What one build did."""

    version: str
    is_unchanged: bool
    passages: int
    questions: int
    vectors_embedded: int
    vectors_reused: int
    left_out: tuple[str, ...]
    """Questions that were left out, and why: their text changed, or was never bound."""
    duration_ms: float


class SearchIndexError(Exception):
    """The index cannot do what was asked; the message says what to run.

    SearchIndexError
    ├── IndexMissingError    nothing has been built, or what CURRENT names is not there
    ├── IndexMismatchError   built from another corpus or with another model, or damaged
    ├── IndexBusyError       another process is building
    ├── IndexUnwritableError no room, or no right to write: the index that answers is untouched
    ├── VectorServerError    Chroma's server does not answer: start it
    ├── EncoderError         the embedding model is missing, changed or unreadable
    └── LocatorError         a citation that names nothing the corpus holds
    """


class IndexMissingError(SearchIndexError):
    """Nothing has been built yet."""


class IndexMismatchError(SearchIndexError):
    """The index does not belong to this corpus or this model, or it is damaged."""


class IndexBusyError(SearchIndexError):
    """Another process holds the writer's lock."""


class IndexUnwritableError(SearchIndexError):
    """A new index cannot be written; the old one goes on answering."""


class VectorServerError(SearchIndexError):
    """Chroma runs as a server, and it does not answer."""


class EncoderError(SearchIndexError):
    """The embedding model is missing, changed or unreadable."""


class LocatorError(SearchIndexError):
    """A citation names nothing the corpus holds."""
