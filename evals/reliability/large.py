"""A large corpus on an engine: what one process makes of it, and what one and two workers of Ray Data make of it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.growth import grow_corpus
from index.encoder import MiniLMEncoder
from index.inputs import format_passage_text
from index.many_workers import embed_texts, read_passages, run_workers
from index.settings import load_index_settings
from index.vectors import Vector, embed_missing
from ingest.records import Passage, Record
from ingest.run import ingest_source
from ingest.sources import load_places, load_sources


class LargeRow(Record):
    """One way of reading and embedding the same corpus."""

    way: str
    passages: int
    read_s: float
    texts: int
    embed_s: float
    same_passages: bool
    same_vectors: int
    """Vectors that are the same to the last bit."""
    furthest: float
    """The largest difference of a number in a vector."""
    processor_s: float | None = None
    """What embedding cost one process in time of processors: on a busy machine the clock says less."""

    @property
    def holds(self) -> bool:
        """True where the way gives what one process gives."""
        return self.same_passages and self.furthest < 0.002


def compare_ways(
    titles: Path | None, size: int, count: int, workers: Sequence[int] = (1, 2)
) -> list[LargeRow]:
    """Read a corpus of so many titles and embed `count` of its passages: one process, then so many workers each time."""
    settings = load_index_settings()
    with tempfile.TemporaryDirectory() as folder:
        grown = grow_corpus(settings.corpus_dir, Path(folder) / "corpus", size, titles)
        began = time.perf_counter()
        passages = _read_alone(grown.directory)
        read_s = time.perf_counter() - began
        different = list(dict.fromkeys(format_passage_text(p) for p in passages))
        texts = different[:: max(1, len(different) // count)][:count]
        encoder = MiniLMEncoder(settings)
        encoder.encode_documents(texts[:1])
        began, used = time.perf_counter(), time.process_time()
        vectors = embed_missing(texts, {}, encoder, what="passages")
        alone = ("one process", passages, read_s, vectors, time.perf_counter() - began)
        processor_s = round(time.process_time() - used, 1)
        rows = [_compare(alone, alone).model_copy(update={"processor_s": processor_s})]
        for count_of_workers in workers:
            with run_workers(count_of_workers) as map_rows:
                began = time.perf_counter()
                read = read_passages(grown.directory, map_rows)
                read_s = time.perf_counter() - began
                began = time.perf_counter()
                found = embed_texts(texts, {}, settings, map_rows)
                way = f"Ray Data, {count_of_workers} worker{'s' if count_of_workers > 1 else ''}"
                rows.append(_compare(alone, (way, read, read_s, found, time.perf_counter() - began)))
        return rows


Made = tuple[str, Sequence[Passage], float, dict[str, Vector], float]


def _read_alone(corpus_dir: Path) -> tuple[Passage, ...]:
    places = load_places(corpus_dir)
    return tuple(p for d in load_sources(corpus_dir) for p in ingest_source(corpus_dir, d, places).passages)


def _compare(alone: Made, other: Made) -> LargeRow:
    _, passages, _, vectors, _ = alone
    way, read, read_s, found, embed_s = other
    differences = [
        float(np.abs(vectors[key].astype(np.float32) - found[key].astype(np.float32)).max())
        for key in vectors
    ]
    return LargeRow(
        way=way,
        passages=len(read),
        read_s=round(read_s, 1),
        texts=len(found),
        embed_s=round(embed_s, 1),
        same_passages=tuple(read) == tuple(passages),
        same_vectors=sum(difference == 0 for difference in differences),
        furthest=round(max(differences, default=0.0), 5),
    )


def format_large(rows: Sequence[LargeRow]) -> str:
    """Format the table."""
    lines = [
        "| way | passages | read in | the same | texts embedded | in | of a processor | a second | the same to the last bit "
        "| furthest apart |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.way} | {r.passages:,} | {r.read_s:.1f} s | {'yes' if r.same_passages else '**NO**'} | {r.texts:,} | {r.embed_s:.1f} s "
        f"| {'' if r.processor_s is None else f'{r.processor_s:.1f} s'} "
        f"| {r.texts / max(r.embed_s, 0.1):.0f} | {r.same_vectors:,} | {r.furthest:.5f} |"
        for r in rows
    ]
    return "\n".join(lines)
