"""kill -9 at random moments of ingest, index and log writes: afterwards the old or the new state stands, whole."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.conversations import ConversationLogError, LogSettings, load_conversation_log
from assistant.records import Answer
from evals.records import EvalsError
from evals.reliability.forked import Conditions, Done, run_forked
from evals.reliability.poisoned import copy_corpus
from evals.reliability.records import Observed
from index.build import build_index, write_shipped_vectors
from index.encoder import MiniLMEncoder
from index.records import SearchIndexError
from index.search import load_searcher
from index.settings import IndexSettings
from ingest.errors import IngestError
from ingest.run import run_ingest
from ingest.settings import IngestSettings
from ingest.sources import format_source, hash_bytes, load_sources
from ingest.store import is_intact, load_passages, load_report

KEPT_LINES = 700
MOST_TRIES = 4
"""A kill may come too late: tries for each kill that is wanted."""
DROPPED = "cdoc-contact"
CONVERSATION = "k" * 24


@dataclass(frozen=True)
class SmallCorpus:
    """A corpus small enough to be ingested fifty times; its register is written with or without one page."""

    index: IndexSettings

    @property
    def ingest(self) -> IngestSettings:
        """The same folders, for ingestion."""
        return IngestSettings(corpus_dir=self.index.corpus_dir, data_dir=self.index.data_dir)

    def write_register(self, *, is_whole: bool) -> None:
        """Register all sources, or all but one."""
        documents = load_sources(self.index.corpus_dir / "all")
        kept = [d for d in documents if is_whole or d.id != DROPPED]
        text = "\n".join(format_source(d) for d in kept)
        (self.index.corpus_dir / "sources.toml").write_text(text, encoding="utf-8")

    def build_ingest(self) -> int:
        """Ingest."""
        run_ingest(self.ingest)
        return 0

    def build_index(self) -> int:
        """Index what was ingested; no vector is computed."""
        build_index(self.index, MiniLMEncoder(self.index))
        return 0


def build_small_corpus(folder: Path, *, is_indexed: bool = True) -> SmallCorpus:
    """Cut the corpus down and ingest it; with `is_indexed` also index it, and keep its vectors beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    corpus = SmallCorpus(copy_corpus(folder))
    directory = corpus.index.corpus_dir
    law = directory / "crs-title-17.txt"
    law.write_text(
        "\n".join(law.read_text(encoding="utf-8").split("\n")[:KEPT_LINES]) + "\n", encoding="utf-8"
    )
    documents = [
        d.model_copy(update={"sha256": hash_bytes((directory / d.file).read_bytes())})
        for d in load_sources(directory)
    ]
    (directory / "all").mkdir(exist_ok=True)
    text = "\n".join(format_source(d) for d in documents)
    (directory / "all" / "sources.toml").write_text(text, encoding="utf-8")
    corpus.write_register(is_whole=True)
    corpus.build_ingest()
    if not is_indexed:
        return corpus
    encoder = MiniLMEncoder(corpus.index)
    run_forked(lambda: write_shipped_vectors(corpus.index, encoder) * 0)
    shutil.rmtree(corpus.index.index_dir)
    built = run_forked(corpus.build_index)
    if built.code != 0:
        raise EvalsError(f"the corpus to be broken could not be indexed: {built.last_line}")
    return corpus


def kill_ingest(corpus: SmallCorpus, times: int, chance: random.Random) -> Observed:
    """Kill ingestion at random moments."""
    whole, less = _measure_states(corpus)
    lasts_s = _measure(corpus, corpus.build_ingest)
    broken, killed, is_whole = [], 0, True
    for _ in range(MOST_TRIES * times):
        if killed == times:
            break
        corpus.write_register(is_whole=not is_whole)
        done = run_forked(corpus.build_ingest, Conditions(kill_after_s=chance.uniform(0, lasts_s)))
        killed += done.code is None
        held = _read_passages(corpus)
        if held not in (whole, less):
            broken.append(f"{held} passages" if held else "not intact")
            corpus.build_ingest()
            held = _read_passages(corpus)
        is_whole = held == whole
    corpus.write_register(is_whole=True)
    corpus.build_ingest()
    is_repaired = _read_passages(corpus) == whole
    return Observed(
        fault=f"kill -9 during ingest, {times} random moments",
        expected="the old or the new passages, whole; the next ingest completes them",
        holds=not broken and is_repaired and killed == times,
        seen=f"{killed} killed, {len(broken)} neither old nor new {broken[:2] or ''}".strip(),
    )


def kill_index(corpus: SmallCorpus, times: int, chance: random.Random) -> Observed:
    """Kill the building of the index at random moments."""
    whole, less = _measure_states(corpus)
    lasts_s = _measure(corpus, corpus.build_index)
    broken, killed, is_whole = [], 0, True
    for _ in range(MOST_TRIES * times):
        if killed == times:
            break
        corpus.write_register(is_whole=not is_whole)
        corpus.build_ingest()
        done = run_forked(corpus.build_index, Conditions(kill_after_s=chance.uniform(0, lasts_s)))
        killed += done.code is None
        held, said = _search_index(corpus)
        if held not in (whole, less):
            broken.append(said)
        is_whole = held == whole
    corpus.write_register(is_whole=True)
    corpus.build_ingest()
    run_forked(corpus.build_index)
    return Observed(
        fault=f"kill -9 during index, {times} random moments",
        expected="the old or the new index answers; the next build completes it and leaves no rest",
        holds=not broken
        and killed == times
        and _search_index(corpus)[0] == whole
        and len(_list_versions(corpus)) <= 2,
        seen=f"{killed} killed, {len(broken)} unreadable {broken[:2] or ''}".strip(),
    )


def kill_log(folder: Path, times: int, chance: random.Random, answer: Answer) -> Observed:
    """Kill a process that writes turns: what it was told is kept, is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "killed-log.sqlite"
    settings = LogSettings(database_url=f"sqlite:///{file}")
    lost, broken, killed, told_all = 0, [], 0, 0
    for _ in range(times):
        read_end, write_end = os.pipe()
        before = _count_turns(settings)
        done = run_forked(
            lambda end=write_end: _write_turns(settings, answer, end),  # type: ignore[misc]
            Conditions(kill_after_s=chance.uniform(0.02, 0.4)),
        )
        os.close(write_end)
        told = len(read_all(read_end))
        killed += done.code is None
        try:
            kept = _count_turns(settings) - before
        except ConversationLogError as error:
            broken.append(str(error))
            continue
        lost += max(0, told - kept)
        told_all += told
        with sqlite3.connect(file) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                broken.append("integrity_check")
    return Observed(
        fault=f"kill -9 during conversation writes, {times} random moments",
        expected="every turn that was acknowledged is kept; the database is sound",
        holds=not broken and lost == 0 and told_all > 0,
        seen=f"{killed} killed, {told_all} turns acknowledged, {lost} lost, {len(broken)} damaged",
    )


def _write_turns(settings: LogSettings, answer: Answer, end: int) -> int:
    log = load_conversation_log(settings)
    assert log is not None
    while True:
        log.write_turn(CONVERSATION, answer)
        os.write(end, b".")


def read_all(end: int) -> bytes:
    """Read a pipe to its end."""
    with os.fdopen(end, "rb") as pipe:
        return pipe.read()


def _count_turns(settings: LogSettings) -> int:
    log = load_conversation_log(settings)
    assert log is not None
    try:
        return len(log.load_turns(CONVERSATION))
    finally:
        log.engine.dispose()


def _measure_states(corpus: SmallCorpus) -> tuple[int, int]:
    """How many passages there are with and without the page; leaves the whole state behind."""
    counts = []
    for is_whole in (False, True):
        corpus.write_register(is_whole=is_whole)
        corpus.build_ingest()
        counts.append(_read_passages(corpus))
    return counts[1], counts[0]


def _measure(corpus: SmallCorpus, work: Callable[[], int]) -> float:
    """How long the work takes when it has something to do; leaves the whole state behind."""
    corpus.write_register(is_whole=False)
    if work != corpus.build_ingest:
        corpus.build_ingest()
    lasts_s = run_forked(work).seconds
    corpus.write_register(is_whole=True)
    corpus.build_ingest()
    if work != corpus.build_ingest:
        run_forked(corpus.build_index)
    return lasts_s


def _read_passages(corpus: SmallCorpus) -> int:
    """How many passages a reader finds; 0 where what stands there is not of one piece."""
    try:
        report = load_report(corpus.index.data_dir)
        return len(load_passages(corpus.index.data_dir)) if is_intact(corpus.index.data_dir, report) else 0
    except IngestError:
        return 0


def _search_index(corpus: SmallCorpus) -> tuple[int, str]:
    """How many passages the index that answers holds, asked in a process of its own."""

    def look() -> int:
        try:
            searcher = load_searcher(corpus.index)
            assert searcher.search("who may visit", k=5).found
        except (SearchIndexError, AssertionError) as error:
            print(f"0 {error}")
            return 1
        print(len(searcher.passages))
        return 0

    done: Done = run_forked(look)
    number, _, said = done.out.strip().partition(" ")
    return int(number or 0), said or done.last_line


def _list_versions(corpus: SmallCorpus) -> list[str]:
    return [path.name for path in corpus.index.index_dir.iterdir() if path.is_dir()]
