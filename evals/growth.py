"""How speed and size grow with the law: further titles, real ones where a folder of them is given, else renumbered copies of ours.

A copy takes the vectors of what it copies, each moved a little by seeded noise, so that forty titles are measured in
minutes and the vector store holds no twins; embedding is measured by itself (`evals bench`). Real titles are embedded once.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.pipeline import load_assistant
from assistant.records import Question
from assistant.settings import load_assistant_settings
from evals.app_start import read_resident_mb
from evals.cached_vectors import load_or_embed
from evals.cases import DATASETS_DIR, load_cases
from evals.generate import read_sources
from evals.measuring import (
    Measure,
    make_environment,
    run_python,
    sample_questions,
    time_calls,
    time_command,
)
from evals.metrics.intervals import find_percentile
from evals.tutorial import TutorialIndex, build_tutorial
from index.inputs import format_passage_text, load_known_vectors
from index.questions import load_written_questions
from index.search import Searcher, load_searcher
from index.vectors import hash_text, write_vectors
from ingest.records import Passage, Record
from ingest.sources import REGISTER, load_sources
from ingest.store import load_passages

SIZES = (1, 3, 10)
FIRST_COPY = 51
"""No title of the Code has a number from here on."""
SECTION = r"(-\d[\d.]*-\d)"
NOISE = 0.1
"""Length of what is added to a copied vector of length one: the two then have a cosine of about 0.995."""
ASKED_ON = date(2025, 12, 1)
MEASURE = "import json\nfrom evals.growth import {name}\nprint(json.dumps({name}()))"


class GrowthRow(Record):
    """Speed and size with so many titles of law, the tutorial baseline beside ours."""

    titles: int
    made_of: str
    passages: int
    embedded: int
    """Texts that had no vector and were embedded while the index was built; 0 where its time is that of building alone."""
    ingest_s: float
    index_s: float
    """From passages and their vectors to an index that answers."""
    search_p50_ms: float
    answer_p50_ms: float
    resident_mb: float
    """Of a process that searches and answers."""
    disk_mb: float
    """Passages, sections and index."""
    tutorial_p50_ms: float
    tutorial_mb: float
    """Its texts and vectors in memory."""

    def list_measures(self) -> list[Measure]:
        """The row as lines of the bench."""
        name = f"{self.titles} title{'s' if self.titles > 1 else ''}"
        note = f"{name}: {self.made_of}; {self.passages} passages, {self.embedded} texts embedded anew."
        return [
            Measure(name=f"ingest, {name}", unit="s", ours=self.ingest_s, note=note),
            Measure(name=f"index, {name}", unit="s", ours=self.index_s),
            Measure(
                name=f"search p50, {name}",
                unit="ms",
                ours=self.search_p50_ms,
                tutorial=self.tutorial_p50_ms,
                at_most=60.0 if self.titles > 1 else 40.0,
            ),
            Measure(name=f"answer p50, {name}", unit="ms", ours=self.answer_p50_ms),
            Measure(name=f"resident, {name}", unit="MB", ours=self.resident_mb),
            Measure(name=f"on disk, {name}", unit="MB", ours=self.disk_mb),
        ]


@dataclass(frozen=True)
class GrownCorpus:
    """A corpus with further titles."""

    directory: Path
    real: tuple[str, ...]
    """File names of real titles that were added."""
    copies: tuple[int, ...]
    """Title numbers of renumbered copies."""

    def describe(self) -> str:
        """Which titles these are."""
        parts = [", ".join(self.real)] if self.real else []
        count = len(self.copies)
        parts += [f"{count} renumbered cop{'ies' if count > 1 else 'y'} of it"] if count else []
        return " and ".join(["Title 17", *parts])


def measure_growth(folder: Path, sizes: Sequence[int], titles: Path | None) -> Iterator[GrowthRow]:
    """Ingest, index, search and answer with so many titles of law, one size after the other; each folder is removed again."""
    searcher = load_searcher()
    settings = load_assistant_settings()
    tutorial = build_tutorial(searcher, read_sources(settings), settings.data_dir / "evals")
    for size in sizes:
        room = folder / f"titles-{size}"
        grown = grow_corpus(settings.corpus_dir, room / "corpus", size, titles)
        environment = make_environment(room, grown.directory)
        ingest_s = time_command(["ingest"], environment)
        lend_vectors(grown, room / "data", searcher, settings.data_dir / "evals")
        report = json.loads(run_python(["-m", "index", "--json"], environment))
        search_ms, answer_ms, resident_mb = json.loads(
            run_python(["-c", MEASURE.format(name="measure_asking")], environment).splitlines()[-1]
        )
        tutorial_ms, tutorial_mb = measure_tutorial(tutorial, size)
        disk = sum(file.stat().st_size for file in (room / "data").rglob("*") if file.is_file())
        shutil.rmtree(room)
        yield GrowthRow(
            titles=size,
            made_of=grown.describe(),
            passages=report["passages"],
            embedded=report["vectors_embedded"],
            ingest_s=round(ingest_s, 2),
            index_s=round(report["duration_ms"] / 1000, 2),
            search_p50_ms=round(search_ms, 1),
            answer_p50_ms=round(answer_ms, 1),
            resident_mb=round(resident_mb),
            disk_mb=round(disk / 1e6, 1),
            tutorial_p50_ms=round(tutorial_ms, 1),
            tutorial_mb=round(tutorial_mb, 1),
        )


def measure_asking() -> tuple[float, float, float]:
    """p50 of searching and of answering with the index that the settings name, in ms, and resident MB of the process then."""
    questions = sample_questions(load_cases(DATASETS_DIR / "retrieval.jsonl"))
    assistant = load_assistant()
    search = time_calls(lambda q: assistant.searcher.search(q), questions)
    answer = time_calls(lambda q: assistant.ask(Question(text=q, asked_on=ASKED_ON)), questions)
    resident = read_resident_mb(int(Path("/proc/self").resolve().name))
    return find_percentile(search, 50), find_percentile(answer, 50), resident


def measure_tutorial(tutorial: TutorialIndex, size: int) -> tuple[float, float]:
    """p50 of the tutorial's search in ms with its windows `size` times over, and MB of its texts and vectors."""
    questions = sample_questions(load_cases(DATASETS_DIR / "retrieval.jsonl"))
    larger = replace(tutorial, texts=tutorial.texts * size, vectors=np.tile(tutorial.vectors, (size, 1)))
    times = time_calls(partial(larger.retrieve, asked_on=None), questions)
    held = larger.vectors.nbytes + size * sum(len(t.text.encode()) for t in tutorial.texts)
    return find_percentile(times, 50), held / 1e6


def grow_corpus(corpus_dir: Path, target: Path, size: int, titles: Path | None = None) -> GrownCorpus:
    """The corpus with further titles registered, `size` in all: files of `titles` first, then renumbered copies."""
    shutil.copytree(corpus_dir, target)
    law = next(d for d in load_sources(corpus_dir) if d.kind == "statute")
    text = (corpus_dir / law.file).read_text(encoding="utf-8")
    files = sorted(titles.glob("*.txt"))[: size - 1] if titles else []
    copies = tuple(range(FIRST_COPY, FIRST_COPY + size - 1 - len(files)))
    added = {file.stem: file.read_text(encoding="utf-8") for file in files}
    added |= {f"crs-title-{number}": renumber_title(text, number) for number in copies}
    entries = [(target / REGISTER).read_text(encoding="utf-8")]
    for name, content in added.items():
        (target / f"{name}.txt").write_text(content, encoding="utf-8")
        digest = hashlib.sha256((target / f"{name}.txt").read_bytes()).hexdigest()
        entries.append(
            f'\n[[source]]\nid = "{name}"\ntitle = "Title {name.rsplit("-", 1)[-1]}"\npublisher = {json.dumps(law.publisher)}\n'
            f'url = {json.dumps(law.url)}\nedition = "growth"\nretrieved_on = {law.retrieved_on}\nkind = "statute"\n'
            f'authority = 1\nfile = "{name}.txt"\nsha256 = "{digest}"\n'
        )
    (target / REGISTER).write_text("".join(entries), encoding="utf-8")
    return GrownCorpus(target, tuple(file.name for file in files), copies)


def lend_vectors(grown: GrownCorpus, data_dir: Path, searcher: Searcher, cache_dir: Path) -> int:
    """Lend a grown corpus the vectors of the index that answers, its copies those of what they copy, moved; returns how many."""
    index = searcher.index
    known = load_known_vectors(searcher.settings, searcher.encoder.fingerprint)
    held = [*map(format_passage_text, index.passages), *(q.text for q in index.questions)]
    lent = {key: known[key] for key in map(hash_text, held)}
    passages = load_passages(data_dir)
    real = {name.removesuffix(".txt") for name in grown.real}
    written, _ = load_written_questions(grown.directory)
    texts = [format_passage_text(passage) for passage in passages if passage.source in real]
    texts += [text for questions in written for _, text in questions.texts if hash_text(text) not in lent]
    if texts:
        vectors = load_or_embed(searcher.encoder, texts, cache_dir, "growth")
        lent |= {hash_text(text): vector for text, vector in zip(texts, vectors, strict=True)}
    lent |= move_copies(grown.copies, passages, lent)
    file = grown.directory / "vectors" / "lent.npz"
    write_vectors(file, list(lent), np.stack(list(lent.values())), searcher.encoder.fingerprint)
    return len(lent)


def move_copies(
    copies: Sequence[int], passages: Sequence[Passage], known: Mapping[str, NDArray[np.float32]]
) -> dict[str, NDArray[np.float32]]:
    """The vectors of copied passages by the hash of their text: those of the originals with noise of length `NOISE` added."""
    moved = {}
    noise = {f"crs-title-{number}": (number, np.random.default_rng(number)) for number in copies}
    for passage in passages:
        if passage.source not in noise:
            continue
        number, draw = noise[passage.source]
        text = format_passage_text(passage)
        original = known.get(hash_text(re.sub(rf"\b{number}{SECTION}", r"17\1", text)))
        if original is not None:
            step = draw.standard_normal(original.shape[0]).astype(np.float32)
            vector = original + NOISE * step / np.linalg.norm(step)
            moved[hash_text(text)] = vector / np.linalg.norm(vector)
    return moved


def renumber_title(text: str, number: int) -> str:
    """Title 17's section numbers as those of another title: "17-22.5-405" → "51-22.5-405"."""
    return re.sub(rf"\b17{SECTION}", rf"{number}\1", text)
