"""Passages into an index: what changed is embedded, what did not is taken from what is already known."""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.inputs import (
    IndexInputs,
    format_passage_text,
    hash_inputs,
    hash_passages,
    load_inputs,
    load_known_vectors,
)
from index.lexical import LexicalIndex, split_passage_terms, split_terms
from index.opened import load_open_index
from index.projection import Projection, load_projection, name_space
from index.questions import (
    hash_subdivisions,
    load_written_questions,
    write_bindings,
)
from index.records import (
    BuildReport,
    IndexMismatchError,
    IndexMissingError,
    IndexUnwritableError,
    Manifest,
    SearchIndexError,
)
from index.settings import IndexSettings
from index.store import (
    FORMAT,
    MANIFEST,
    drop_old_versions,
    hash_files,
    hold_writer_lock,
    list_kept_versions,
    load_manifest,
    read_current_version,
    write_current_version,
    write_records,
)
from index.vector_store import VectorStore, drop_old_collections
from index.vectors import (
    DocumentEncoder,
    KnownVectors,
    Vector,
    embed_missing,
    hash_text,
    stack_vectors,
    write_vectors,
)
from ingest.errors import describe_os_error
from ingest.store import load_sections

SMALLEST_SHARE = 0.5
"""A corpus that lost more than this at once is taken for an accident."""


def bind_questions(settings: IndexSettings) -> int:
    """Bind every written question to its text as it stands now; returns how many subdivisions are bound."""
    directory = settings.corpus_dir / "passage_questions"
    written, _ = load_written_questions(settings.corpus_dir)
    return write_bindings(directory, written, hash_subdivisions(load_sections(settings.data_dir)))


def build_index(settings: IndexSettings, encoder: DocumentEncoder, *, rebuild: bool = False) -> BuildReport:
    """Build a new version of the index and switch to it; nothing is done when nothing changed and all is whole.

    With `rebuild` every vector is computed anew, and a corpus that shrank is accepted.
    Raises SearchIndexError for an empty or suddenly much smaller corpus, IndexBusyError beside another build,
    IndexUnwritableError where there is no room or no right to write.
    """
    started = time.perf_counter()
    with hold_writer_lock(settings):
        inputs = load_inputs(settings)
        before = _load_previous_manifest(settings)
        digest = hash_inputs(inputs)
        projection = load_projection(settings, encoder.fingerprint)
        space = name_space(encoder.fingerprint, projection)
        if (
            before
            and not rebuild
            and (before.inputs_hash, before.fingerprint) == (digest, space)
            and _is_sound(settings, encoder.fingerprint)
        ):
            drop_old_versions(settings, list_kept_versions(settings, before.version))
            return _report(before.version, inputs, started, is_unchanged=True)
        _refuse_shrunk(inputs, before, rebuild=rebuild)
        known = {} if rebuild else load_known_vectors(settings, encoder.fingerprint)
        texts = [format_passage_text(passage) for passage in inputs.passages]
        vectors = embed_missing(texts, known, encoder, what="passages")
        vectors |= embed_missing([q.text for q in inputs.questions], known, encoder, what="questions")
        version = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{digest[:8]}"
        directory = settings.index_dir / version
        with _leave_nothing_half_done(directory):
            _write_version(directory, inputs, texts, vectors, encoder.fingerprint)
            _write_passage_store(directory.name, inputs, texts, vectors, settings, projection)
            _write_manifest(directory, version, inputs, digest, space)
            write_current_version(settings, version)
        kept = [version, *([before.version] if before and settings.keep_versions > 1 else [])]
        drop_old_versions(settings, kept)
        drop_old_collections(settings, kept)
    embedded = len(vectors.keys() - known.keys())
    return _report(version, inputs, started, embedded=embedded, reused=len(vectors) - embedded)


def write_shipped_vectors(settings: IndexSettings, encoder: DocumentEncoder) -> int:
    """Refresh `corpus/vectors/` with the vectors of the corpus as it stands; returns how many there are."""
    inputs = load_inputs(settings)
    known = load_known_vectors(settings, encoder.fingerprint)
    groups = {
        "passages": [format_passage_text(passage) for passage in inputs.passages],
        "questions": [question.text for question in inputs.questions],
    }
    for name, texts in groups.items():
        vectors = embed_missing(texts, known, encoder, what=name)
        ordered = {hash_text(text): text for text in sorted(texts, key=hash_text)}
        rows = stack_vectors(list(ordered.values()), vectors)
        write_vectors(settings.vectors_dir / f"{name}.npz", list(ordered), rows, encoder.fingerprint)
    return len({hash_text(text) for texts in groups.values() for text in texts})


def _load_previous_manifest(settings: IndexSettings) -> Manifest | None:
    version = read_current_version(settings)
    try:
        return load_manifest(settings.index_dir / version) if version else None
    except IndexMismatchError:
        return None


def _is_sound(settings: IndexSettings, fingerprint: str) -> bool:
    """True where the version that answers can be opened and searched; raises VectorServerError without its server."""
    try:
        load_open_index(settings, fingerprint).passage_store.check()
    except (IndexMismatchError, IndexMissingError):
        return False
    return True


@contextlib.contextmanager
def _leave_nothing_half_done(directory: Path) -> Iterator[None]:
    """Write a version whole, or remove what there is of it and say in one line what stood in the way."""
    try:
        directory.mkdir(parents=True)
        yield
    except OSError as error:
        shutil.rmtree(directory, ignore_errors=True)
        raise IndexUnwritableError(
            f"{describe_os_error(error, directory)}. The index that answers is untouched"
        ) from error
    except SearchIndexError:
        shutil.rmtree(directory, ignore_errors=True)
        raise


def _refuse_shrunk(inputs: IndexInputs, before: Manifest | None, *, rebuild: bool) -> None:
    now, then = len(inputs.passages), before.passages if before else 0
    if now == 0:
        raise SearchIndexError(
            "There is no passage to index: the index stays as it is. Run: python -m ingest"
        )
    if now < then * SMALLEST_SHARE and not rebuild:
        raise SearchIndexError(
            f"The corpus shrank from {then} passages to {now}: the index stays as it is. "
            "If that is meant, run: python -m index --rebuild"
        )


def _write_version(
    directory: Path,
    inputs: IndexInputs,
    texts: Sequence[str],
    vectors: Mapping[str, Vector],
    fingerprint: str,
) -> None:
    write_records(directory / "passages.jsonl", inputs.passages)
    write_records(directory / "sections.jsonl", inputs.sections)
    write_records(directory / "questions.jsonl", inputs.questions)
    asked = [question.text for question in inputs.questions]
    for name, items in (("passages", list(texts)), ("questions", asked)):
        rows = stack_vectors(items, vectors)
        write_vectors(directory / f"{name}.npz", [hash_text(item) for item in items], rows, fingerprint)
    LexicalIndex.build([split_passage_terms(p) for p in inputs.passages]).write(directory / "lexical")
    if asked:
        LexicalIndex.build([split_terms(q.text, q.language) for q in inputs.questions]).write(
            directory / "lexical_questions"
        )


def _write_passage_store(
    version: str,
    inputs: IndexInputs,
    texts: Sequence[str],
    vectors: Mapping[str, Vector],
    settings: IndexSettings,
    projection: Projection,
) -> None:
    """Write Chroma's collection: the passages as they are compared with questions."""
    rows = projection.project_passages(stack_vectors(texts, vectors)).astype(np.float16)
    known = KnownVectors(dict(zip(map(hash_text, texts), rows, strict=True)))
    VectorStore(settings, version, known).write(
        [passage.id for passage in inputs.passages],
        texts,
        [{"source": p.source, "section": p.section, "locator": p.locator} for p in inputs.passages],
    )


def _write_manifest(
    directory: Path, version: str, inputs: IndexInputs, digest: str, fingerprint: str
) -> None:
    manifest = Manifest(
        format=FORMAT,
        version=version,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        inputs_hash=digest,
        passages_hash=hash_passages(inputs.passages),
        fingerprint=fingerprint,
        passages=len(inputs.passages),
        sections=len(inputs.sections),
        questions=len(inputs.questions),
        files=hash_files(directory),
    )
    (directory / MANIFEST).write_text(json.dumps(manifest.model_dump(), indent=1) + "\n", encoding="utf-8")


def _report(
    version: str,
    inputs: IndexInputs,
    started: float,
    *,
    is_unchanged: bool = False,
    embedded: int = 0,
    reused: int = 0,
) -> BuildReport:
    return BuildReport(
        version=version,
        is_unchanged=is_unchanged,
        passages=len(inputs.passages),
        questions=len(inputs.questions),
        vectors_embedded=embedded,
        vectors_reused=reused,
        left_out=inputs.left_out,
        duration_ms=(time.perf_counter() - started) * 1000,
    )
