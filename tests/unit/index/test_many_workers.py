"""What workers make is what one process makes; without the engine it is said what to install."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import many_workers
from index.many_workers import embed_texts, read_passages, run_workers
from index.records import SearchIndexError
from index.settings import IndexSettings
from index.vectors import BATCH, cut_batches, embed_missing, hash_text
from ingest.run import ingest_source
from ingest.sources import load_places, load_sources
from tests.unit.index.law import WordEncoder

SETTINGS = IndexSettings()
TEXTS = [f"Rule {number} on {'visits ' * (number % 7)}" for number in range(3 * BATCH + 5)]


def map_rows_here(work: Any, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stands in for the engine: the same calls, in this process."""
    call = work() if isinstance(work, type) else work
    return [call({"number": number, **row}) for number, row in enumerate(rows)]


def test_no_text_is_in_two_batches_and_none_is_left_out() -> None:
    known = {hash_text(TEXTS[0]): np.zeros(3, dtype=np.float16)}
    batches = cut_batches([*TEXTS, *TEXTS[:9]], known)
    assert sorted(text for batch in batches for text in batch) == sorted(set(TEXTS[1:]))
    assert all(len(batch) <= BATCH for batch in batches)


def test_workers_give_the_vectors_of_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_workers, "MiniLMEncoder", lambda settings: WordEncoder())
    alone = embed_missing(TEXTS, {}, WordEncoder(), what="passages")
    together = embed_texts(TEXTS, {}, SETTINGS, map_rows_here)
    assert alone.keys() == together.keys()
    assert all(np.array_equal(alone[key], together[key]) for key in alone)


def test_workers_read_the_passages_of_one_process(tmp_path: Path) -> None:
    corpus = SETTINGS.corpus_dir
    places = load_places(corpus)
    pages = [d for d in load_sources(corpus) if d.kind != "statute"]
    alone = [p for d in pages for p in ingest_source(corpus, d, places).passages]
    together = [p for p in read_passages(corpus, map_rows_here) if p.source in {d.id for d in pages}]
    assert together == alone


def test_without_the_engine_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SearchIndexError, match=r"Run: pip install .*ray\[data\]"), run_workers(1):
        pass
