"""Speed and memory as a person meets them: commands are timed as fresh processes, with the tutorial baseline beside ours."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.pipeline import load_assistant
from assistant.records import Question
from assistant.settings import load_assistant_settings
from evals.app_start import measure_app
from evals.browser_bench import measure_people
from evals.cases import DATASETS_DIR, load_cases
from evals.generate import read_sources
from evals.growth import measure_growth
from evals.measuring import (
    Measure,
    make_environment,
    run_python,
    sample_questions,
    time_calls,
    time_command,
)
from evals.metrics.intervals import find_percentile
from evals.records import EvalsError
from evals.tutorial import build_tutorial_system, split_sources
from index.search import load_searcher
from index.settings import load_index_settings
from ingest.sources import load_sources
from ingest.statute import parse_statute

EMBEDDED = 48
FIRST_QUESTION = "how long can they stop contact visits when he is in restrictive housing"
STARTS = {
    "ours": "from assistant.pipeline import load_assistant\nfrom assistant.records import Question\n"
    "load_assistant().ask(Question(text=QUESTION))",
    "langchain_tutorial": "from evals.bench import start_tutorial\nstart_tutorial(QUESTION)",
}
MEASURE_START = """
import json, time
started = time.perf_counter()
QUESTION = {question!r}
{work}
seconds = time.perf_counter() - started
from evals.app_start import read_resident_mb
print(json.dumps([seconds, read_resident_mb(__import__("os").getpid())]))
"""
MEASURE_UNCHANGED = """
import time, ingest.__main__, index.__main__
started = time.perf_counter()
failed = ingest.__main__.main([]) or index.__main__.main([])
print("failed" if failed else time.perf_counter() - started)
"""


@dataclass(frozen=True)
class BenchRequest:
    """What `python -m evals bench` was asked to measure."""

    growth: tuple[int, ...] = ()
    titles: Path | None = None
    only: str | None = None


def run_benchmarks(request: BenchRequest) -> tuple[Measure, ...]:
    """Measure everything, or only one part; each as it comes is told on stderr."""
    with tempfile.TemporaryDirectory() as folder:
        return tuple(tell_measures(list_measures(request, Path(folder))))


def list_measures(request: BenchRequest, folder: Path) -> Iterator[Measure]:
    """Measure what was asked for, one after the other."""
    if request.only is None:
        yield from measure_preparation(folder)
        yield from measure_answering()
        yield from measure_starts()
    if request.only in (None, "app"):
        yield from measure_application()
    if request.only in (None, "browser"):
        yield from measure_people()
    if request.growth:
        for row in measure_growth(folder, request.growth, request.titles):
            yield from row.list_measures()


def tell_measures(measures: Iterable[Measure]) -> Iterator[Measure]:
    """Pass measures on, each told on stderr as it comes."""
    for measure in measures:
        print(f"{measure.name}: {_format_amount(measure.ours, measure.unit)}", file=sys.stderr, flush=True)
        yield measure


def measure_preparation(folder: Path) -> list[Measure]:
    """Seconds to parse Title 17, to read and split all sources, and to find that nothing has changed."""
    settings = load_assistant_settings()
    law = next(d for d in load_sources(settings.corpus_dir) if d.kind == "statute")
    raw = read_sources(settings)
    environment = make_environment(folder, settings.corpus_dir)
    parse = time_calls(lambda text: parse_statute(text, law.id), [raw[law.id]])[0] / 1000
    split = time_calls(lambda _: split_sources(raw), [""])[0] / 1000
    ingest = time_command(["ingest"], environment)
    # What the index that answers has embedded is not embedded again: that is measured by itself.
    shutil.copytree(settings.data_dir / "index", folder / "data" / "index")
    time_command(["index"], environment)
    unchanged = run_python(["-c", MEASURE_UNCHANGED], environment).splitlines()[-1]
    if unchanged == "failed":
        raise EvalsError("An unchanged ingest and index failed. Run: python -m ingest; python -m index")
    return [
        Measure(name=f"parse Title {law.id[-2:]}", unit="s", ours=parse, tutorial=split, at_most=2.0),
        Measure(name="ingest from nothing, as a command", unit="s", ours=ingest),
        Measure(
            name="ingest and index unchanged, after imports", unit="s", ours=float(unchanged), at_most=3.0
        ),
    ]


def measure_answering() -> list[Measure]:
    """p50 and p95 of searching and answering a fixed sample of the retrieval questions."""
    questions = sample_questions(load_cases(DATASETS_DIR / "retrieval.jsonl"))
    settings = load_assistant_settings()
    assistant = load_assistant(settings)
    searcher = assistant.searcher
    tutorial = build_tutorial_system(searcher, read_sources(settings), settings.data_dir / "evals")
    search = time_calls(lambda q: searcher.search(q), questions)
    theirs = time_calls(lambda q: tutorial.retrieve(q, None), questions)
    answer = time_calls(lambda q: assistant.ask(Question(text=q, asked_on=date(2025, 12, 1))), questions)
    texts = [p.text for p in searcher.index.passages[:: len(searcher.index.passages) // EMBEDDED]]
    searcher.encoder.encode_documents(texts[:1])
    began = time.perf_counter()
    searcher.encoder.encode_documents(texts)
    per_second = len(texts) / (time.perf_counter() - began)
    goals = {50: 40.0, 95: None}
    return [
        *(
            Measure(
                name=f"search p{percent}",
                unit="ms",
                ours=find_percentile(search, percent),
                tutorial=find_percentile(theirs, percent),
                at_most=goal,
            )
            for percent, goal in goals.items()
        ),
        Measure(name="answer p50", unit="ms", ours=find_percentile(answer, 50), at_most=150.0),
        Measure(name="answer p95", unit="ms", ours=find_percentile(answer, 95)),
        Measure(name="passages embedded", unit="/s", ours=per_second, at_least=25.0),
    ]


def measure_starts() -> list[Measure]:
    """Seconds from a fresh process to the first answer, and resident memory then; the second of two starts counts."""
    found = {}
    for name, work in STARTS.items():
        script = MEASURE_START.format(question=FIRST_QUESTION, work=work)
        found[name] = [
            json.loads(run_python(["-c", script], dict(os.environ)).splitlines()[-1]) for _ in range(2)
        ][1]
    ours, theirs = found["ours"], found["langchain_tutorial"]
    return [
        Measure(name="warm start to first answer", unit="s", ours=ours[0], tutorial=theirs[0], at_most=6.0),
        Measure(name="resident then", unit="MB", ours=ours[1], tutorial=theirs[1], at_most=1200.0),
    ]


def measure_application() -> list[Measure]:
    """The chat in a real browser: from the start command to the first answer on the page; left out without Chromium."""
    found = measure_app(FIRST_QUESTION)
    if found is None:
        print("no Chromium or no Playwright: the application was not started", file=sys.stderr)
        return []
    return [
        Measure(name="app start to first answer on the page", unit="s", ours=found[0], at_most=10.0),
        Measure(name="app resident then", unit="MB", ours=found[1], at_most=1200.0),
    ]


def start_tutorial(question: str) -> None:
    """What the tutorial does at a start with its vectors kept: load the model with torch, search once."""
    settings = load_assistant_settings()
    searcher = load_searcher(load_index_settings().model_copy(update={"query_backend": "torch"}))
    build_tutorial_system(searcher, read_sources(settings), settings.data_dir / "evals").retrieve(
        question, None
    )


def format_bench(measures: Iterable[Measure]) -> str:
    """A Markdown table; a goal that is missed stands in bold."""
    lines = ["| measure | ours | LangChain tutorial | goal |", "|---|---|---|---|"]
    notes = []
    for m in measures:
        theirs = "—" if m.tutorial is None else _format_amount(m.tutorial, m.unit)
        goal = f"≤ {m.at_most:g}" if m.at_most is not None else f"≥ {m.at_least:g}" if m.at_least else ""
        ours = _format_amount(m.ours, m.unit)
        lines.append(f"| {m.name} | {ours if m.holds else f'**{ours}**'} | {theirs} | {goal} |")
        notes += [m.note] if m.note else []
    return "\n".join([*lines, *(["", *dict.fromkeys(notes)] if notes else [])])


def _format_amount(value: float, unit: str) -> str:
    shown = f"{value:.0f}" if unit == "MB" else f"{value:.1f}" if unit != "s" else f"{value:.2f}"
    return f"{shown} {unit}"
