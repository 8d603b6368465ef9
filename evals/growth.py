"""How speed grows with the law: further titles, real ones where a folder of them is given, else renumbered copies of ours.

A copy takes the vectors of what it copies, so that growth is measured in minutes; embedding is measured by itself.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from assistant.settings import load_assistant_settings
from evals.app_start import read_resident_mb
from evals.bench import Measure, make_environment, run_python, sample_questions, time_calls, time_command
from evals.cases import DATASETS_DIR, load_cases
from evals.generate import read_sources
from evals.metrics.intervals import find_percentile
from evals.tutorial import build_tutorial
from index.inputs import format_passage_text
from index.search import Searcher, load_searcher
from index.vectors import hash_text, write_vectors
from ingest.sources import REGISTER, load_sources
from ingest.store import load_passages

FIRST_COPY = 51
"""No title of the Code has a number from here on."""
SECTION = r"(-\d[\d.]*-\d)"
MEASURE_SEARCH = "import json\nfrom evals.growth import measure_search\nprint(json.dumps(measure_search()))"


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
        parts += [f"renumbered copies of Title 17 ({len(self.copies)})"] if self.copies else []
        return " and ".join(["Title 17", *parts])


def measure_growth(folder: Path, sizes: Sequence[int], titles: Path | None) -> Iterator[Measure]:
    """Seconds to ingest and index, p50 of searching and memory, with so many titles of law."""
    searcher = load_searcher()
    settings = load_assistant_settings()
    tutorial = build_tutorial(searcher, read_sources(settings), settings.data_dir / "evals")
    questions = sample_questions(load_cases(DATASETS_DIR / "retrieval.jsonl"))
    for size in sizes:
        room = folder / f"titles-{size}"
        grown = grow_corpus(settings.corpus_dir, room / "corpus", size, titles)
        environment = make_environment(room, grown.directory)
        ingest = time_command(["ingest"], environment)
        borrow_vectors(grown, room / "data", searcher)
        report = json.loads(run_python(["-m", "index", "--json"], environment))
        search_ms, resident = json.loads(run_python(["-c", MEASURE_SEARCH], environment).splitlines()[-1])
        larger = replace(tutorial, texts=tutorial.texts * size, vectors=np.tile(tutorial.vectors, (size, 1)))
        theirs = time_calls(partial(larger.retrieve, asked_on=None), questions)
        name = f"{size} title{'s' if size > 1 else ''}"
        note = f"{name}: {grown.describe()}; {report['passages']} passages, {report['vectors_embedded']} texts embedded anew."
        yield from (
            Measure(name=f"ingest, {name}", unit="s", ours=ingest, note=note),
            Measure(name=f"index, {name}", unit="s", ours=report["duration_ms"] / 1000),
            Measure(
                name=f"search p50, {name}",
                unit="ms",
                ours=search_ms,
                tutorial=find_percentile(theirs, 50),
                at_most=60.0 if size > 1 else 40.0,
            ),
            Measure(name=f"resident with the search, {name}", unit="MB", ours=resident),
        )


def measure_search() -> tuple[float, float]:
    """p50 of searching the index that the settings name, in ms, and resident MB of a process that only searches."""
    questions = sample_questions(load_cases(DATASETS_DIR / "retrieval.jsonl"))
    searcher = load_searcher()
    times = time_calls(lambda q: searcher.search(q), questions)
    return find_percentile(times, 50), read_resident_mb(int(Path("/proc/self").resolve().name))


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


def borrow_vectors(grown: GrownCorpus, data_dir: Path, searcher: Searcher) -> int:
    """Lend a grown corpus the vectors of the index that answers, its copies those of what they copy; returns how many."""
    index = searcher.index
    pairs = [
        *((format_passage_text(p), v) for p, v in zip(index.passages, index.passage_vectors, strict=True)),
        *((q.text, v) for q, v in zip(index.questions, index.question_vectors, strict=True)),
    ]
    lent = {hash_text(text): vector for text, vector in pairs}
    for passage in load_passages(data_dir):
        text = format_passage_text(passage)
        number = passage.source.rsplit("-", 1)[-1]
        original = hash_text(re.sub(rf"\b{number}{SECTION}", r"17\1", text))
        if number.isdigit() and int(number) in grown.copies and original in lent:
            lent[hash_text(text)] = lent[original]
    file = grown.directory / "vectors" / "lent.npz"
    write_vectors(file, list(lent), np.stack(list(lent.values())), searcher.encoder.fingerprint)
    return len(lent)


def renumber_title(text: str, number: int) -> str:
    """Title 17's section numbers as those of another title: "17-22.5-405" → "51-22.5-405"."""
    return re.sub(rf"\b17{SECTION}", rf"{number}\1", text)
