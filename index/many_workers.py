"""A very large corpus, read and embedded by many workers on Ray Data (the extra `large`); the index is then built as ever.

A source is one task and a batch of texts another, cut exactly as one process cuts them: the same passages, the same
vectors, on one machine or many.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import MiniLMEncoder
from index.inputs import format_passage_text, load_inputs, load_known_vectors
from index.records import SearchIndexError
from index.settings import IndexSettings
from index.vectors import DocumentEncoder, Vector, cut_batches, hash_text, write_vectors
from ingest.records import Passage, SourceDocument
from ingest.run import ingest_source
from ingest.sources import load_places, load_sources

INSTALL = "Run: pip install -c requirements.lock 'ray[data]==2.60.0'"


@contextmanager
def run_workers(workers: int) -> Iterator[Callable[[Any, Sequence[dict[str, Any]]], list[dict[str, Any]]]]:
    """Start Ray with so many workers (or join the cluster that RAY_ADDRESS names); gives what maps rows in their order.

    Raises SearchIndexError where Ray is not installed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise SearchIndexError(f"Ray is not installed. {INSTALL}") from error
    own: dict[str, Any] = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": workers}
    ray.init(include_dashboard=False, logging_level="ERROR", log_to_driver=False, **own)
    ray.data.DataContext.get_current().enable_progress_bars = False

    def map_rows(work: Any, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        numbered = [{"number": number, **row} for number, row in enumerate(rows)]
        held = ray.data.from_items(numbered, override_num_blocks=len(numbered))
        chosen = (
            ray.data.ActorPoolStrategy(size=workers)
            if isinstance(work, type)
            else ray.data.TaskPoolStrategy(size=workers)
        )
        done = held.map(work, compute=chosen, num_cpus=1).take_all()
        return sorted(done, key=lambda row: int(row["number"]))

    try:
        yield map_rows
    finally:
        ray.shutdown()


def read_passages(corpus_dir: Path, map_rows: Any) -> tuple[Passage, ...]:
    """Parse and split every registered source, each in a task of its own."""

    def read(row: dict[str, Any]) -> dict[str, Any]:
        document = SourceDocument.model_validate_json(row["document"])
        ingested = ingest_source(corpus_dir, document, load_places(corpus_dir))
        return {"number": row["number"], "passages": [p.model_dump_json() for p in ingested.passages]}

    rows = [{"document": document.model_dump_json()} for document in load_sources(corpus_dir)]
    return tuple(
        Passage.model_validate_json(text) for row in map_rows(read, rows) for text in row["passages"]
    )


def embed_texts(
    texts: Sequence[str], known: Mapping[str, Vector], settings: IndexSettings, map_rows: Any
) -> dict[str, Vector]:
    """Vectors of the texts that are not known, by their hash; each worker loads the model once."""

    class Embed:
        def __init__(self) -> None:
            self.encoder = MiniLMEncoder(settings)

        def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
            rows = self.encoder.encode_documents(list(row["texts"])).astype(np.float16)
            return {"number": row["number"], "vectors": rows.tobytes(), "width": rows.shape[1]}

    batches = cut_batches(texts, known)
    found: dict[str, Vector] = {}
    for batch, row in zip(batches, map_rows(Embed, [{"texts": b} for b in batches]), strict=True):
        vectors = np.frombuffer(row["vectors"], dtype=np.float16).reshape(len(batch), int(row["width"]))
        found.update(zip(map(hash_text, batch), vectors, strict=True))
    return found


def prepare_vectors(settings: IndexSettings, encoder: DocumentEncoder, workers: int) -> int:
    """Embed what the next build lacks with many workers, and keep it for that build; returns how many texts."""
    inputs = load_inputs(settings)
    texts = [*map(format_passage_text, inputs.passages), *(q.text for q in inputs.questions)]
    known = load_known_vectors(settings, encoder.fingerprint)
    if not cut_batches(texts, known):
        return 0
    with run_workers(workers) as map_rows:
        found = embed_texts(texts, known, settings, map_rows)
    file = settings.prepared_dir / "prepared.npz"
    write_vectors(file, list(found), np.stack(list(found.values())), encoder.fingerprint)
    return len(found)
