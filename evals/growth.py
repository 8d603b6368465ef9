"""How speed grows with the law: copies of Title 17 renumbered as other titles, built and searched in a folder of their own."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import time
from pathlib import Path

from assistant.settings import load_assistant_settings
from evals.bench import Measure, make_environment, sample_questions, time_calls, time_command
from evals.cases import DATASETS_DIR, load_cases
from evals.metrics.intervals import find_percentile
from index.search import load_searcher
from index.settings import IndexSettings
from ingest.sources import REGISTER, load_sources

TITLES = (1, 3, 10)
FIRST_COPY = 51
"""No title of the Code has a number from here on."""


def measure_growth(folder: Path) -> list[Measure]:
    """Seconds to ingest and index, and p50 of searching, with 1, 3 and 10 titles."""
    questions = sample_questions(load_cases(DATASETS_DIR / "retrieval.jsonl"))
    found = []
    for titles in TITLES:
        room = folder / f"titles-{titles}"
        corpus = copy_corpus(load_assistant_settings().corpus_dir, room / "corpus", titles)
        environment = make_environment(room, corpus)
        ingest = time_command(["ingest"], environment)
        started = time.perf_counter()
        time_command(["index"], environment)
        index = time.perf_counter() - started
        searcher = load_searcher(IndexSettings(corpus_dir=corpus, data_dir=room / "data"))
        search = find_percentile(time_calls(lambda q, s=searcher: s.search(q), questions), 50)  # type: ignore[misc]
        name = f"{titles} title{'s' if titles > 1 else ''}"
        found += [
            Measure(name=f"ingest, {name} (renumbered copies)", unit="s", ours=round(ingest, 1)),
            Measure(name=f"index, {name} (renumbered copies)", unit="s", ours=round(index, 1)),
            Measure(name=f"search p50, {name} (renumbered copies)", unit="ms", ours=round(search, 1)),
        ]
    return found


def copy_corpus(corpus_dir: Path, target: Path, titles: int) -> Path:
    """The corpus with further titles registered: Title 17 with its number changed wherever it stands."""
    shutil.copytree(corpus_dir, target)
    law = next(d for d in load_sources(corpus_dir) if d.kind == "statute")
    text = (corpus_dir / law.file).read_text(encoding="utf-8")
    entries = [(target / REGISTER).read_text(encoding="utf-8")]
    for number in range(FIRST_COPY, FIRST_COPY + titles - 1):
        copy = renumber_title(text, number)
        file = f"crs-title-{number}.txt"
        (target / file).write_text(copy, encoding="utf-8")
        digest = hashlib.sha256(copy.encode()).hexdigest()
        entries.append(
            f'\n[[source]]\nid = "crs-title-{number}"\ntitle = "Title {number}"\npublisher = {json.dumps(law.publisher)}\n'
            f'url = {json.dumps(law.url)}\nedition = "copy"\nretrieved_on = {law.retrieved_on}\nkind = "statute"\n'
            f'authority = 1\nfile = "{file}"\nsha256 = "{digest}"\n'
        )
    (target / REGISTER).write_text("".join(entries), encoding="utf-8")
    return target


def renumber_title(text: str, number: int) -> str:
    """Title 17's section numbers as those of another title: "17-22.5-405" → "51-22.5-405"."""
    return re.sub(r"\b17(-\d[\d.]*-\d)", rf"{number}\1", text)
