"""What an index is made from, and the hashes that tell whether it is still made from that."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from index.questions import hash_subdivisions, load_bindings, load_written_questions, resolve_questions
from index.records import SearchIndexError, SurfaceQuestion
from index.settings import IndexSettings
from index.store import FORMAT
from index.vectors import Vector, load_all_vectors
from ingest.errors import IngestError
from ingest.records import Passage, Section
from ingest.store import REPORT, is_intact, load_passages, load_report, load_sections


@dataclass(frozen=True)
class IndexInputs:
    """Everything an index is made from."""

    passages: tuple[Passage, ...]
    sections: tuple[Section, ...]
    questions: tuple[SurfaceQuestion, ...]
    left_out: tuple[str, ...]


def format_passage_text(passage: Passage) -> str:
    """What is embedded of a passage: what its section is about, what leads into it, and its own words."""
    parts = (passage.catchline + "." if passage.catchline else "", passage.lead_in, passage.text)
    return " ".join(part for part in parts if part)


def load_inputs(settings: IndexSettings) -> IndexInputs:
    """Load what ingestion wrote and the questions bound to it; raises SearchIndexError when there is nothing."""
    try:
        if (settings.data_dir / "ingest" / REPORT).exists() and not is_intact(
            settings.data_dir, load_report(settings.data_dir)
        ):
            raise SearchIndexError("The stored passages differ from their report. Run: python -m ingest")
        passages = load_passages(settings.data_dir)
        sections = load_sections(settings.data_dir)
    except IngestError as error:
        raise SearchIndexError(str(error)) from error
    directory = settings.corpus_dir / "passage_questions"
    written, unreadable = load_written_questions(settings.corpus_dir)
    questions, left_out = resolve_questions(
        written, passages, hash_subdivisions(sections), load_bindings(directory)
    )
    return IndexInputs(tuple(passages), tuple(sections), questions, (*unreadable, *left_out))


def hash_inputs(inputs: IndexInputs) -> str:
    """One hash over everything: the same inputs need no new build."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for record in (*inputs.passages, *inputs.sections, *inputs.questions):
        digest.update(record.model_dump_json().encode("utf-8"))
    return digest.hexdigest()


def hash_passages(passages: Sequence[Passage]) -> str:
    """One hash over all passages as they are, to tell whether an index is of this corpus."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(passage.model_dump_json().encode("utf-8"))
    return digest.hexdigest()[:16]


def load_known_vectors(settings: IndexSettings, fingerprint: str) -> dict[str, Vector]:
    """Every vector that is kept anywhere, also in a version whose other files are damaged."""
    places = (settings.vectors_dir, settings.prepared_dir, *sorted(settings.index_dir.glob("*/")))
    known: dict[str, Vector] = {}
    for place in places:
        known |= load_all_vectors(place, fingerprint)
    return known
