"""Speed and memory as a person meets them: commands are timed as fresh processes, with the tutorial baseline beside ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from assistant.pipeline import load_assistant
from assistant.records import Question
from assistant.settings import load_assistant_settings
from evals.cases import DATASETS_DIR, load_cases
from evals.generate import read_sources
from evals.metrics.intervals import find_percentile
from evals.records import Case, EvalsError
from evals.tutorial import build_tutorial_system
from index.search import load_searcher
from index.settings import load_index_settings
from ingest.records import Record
from ingest.settings import ROOT

QUESTIONS = 60
FIRST_QUESTION = "how long can they stop contact visits when he is in restrictive housing"
STARTS = {
    "ours": "from assistant.pipeline import load_assistant\nfrom assistant.records import Question\n"
    "load_assistant().ask(Question(text=QUESTION))",
    "langchain_tutorial": "from evals.bench import start_tutorial\nstart_tutorial(QUESTION)",
}
MEASURE_START = """
import json, resource, time
started = time.perf_counter()
QUESTION = {question!r}
{work}
seconds = time.perf_counter() - started
status = open("/proc/self/status").read() if __import__("os").path.exists("/proc/self/status") else ""
resident = next((int(l.split()[1]) for l in status.splitlines() if l.startswith("VmRSS")), 0)
print(json.dumps([seconds, (resident or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024]))
"""


class Measure(Record):
    """One thing measured, for ours and for the tutorial baseline where it has the same thing."""

    name: str
    unit: str
    ours: float
    tutorial: float | None = None


def run_benchmarks(*, with_growth: bool = False) -> tuple[Measure, ...]:
    """Measure everything; with growth also titles of law as renumbered copies (minutes)."""
    with tempfile.TemporaryDirectory() as folder:
        measures = [*measure_preparation(Path(folder)), *measure_answering(), *measure_starts()]
        if with_growth:
            from evals.growth import measure_growth

            measures += measure_growth(Path(folder))
    return tuple(measures)


def measure_preparation(folder: Path) -> list[Measure]:
    """Seconds to read and split the sources, and to find that nothing has changed."""
    environment = make_environment(folder, load_assistant_settings().corpus_dir)
    parse = time_command(["ingest"], environment)
    time_command(["index"], environment)
    again = time_command(["ingest"], environment) + time_command(["index"], environment)
    return [
        Measure(name="ingest from nothing", unit="s", ours=round(parse, 2)),
        Measure(name="ingest and index, unchanged", unit="s", ours=round(again, 2)),
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
    return [
        *[
            Measure(
                name=f"search p{percent}",
                unit="ms",
                ours=round(find_percentile(search, percent), 1),
                tutorial=round(find_percentile(theirs, percent), 1),
            )
            for percent in (50, 95)
        ],
        *[
            Measure(name=f"answer p{percent}", unit="ms", ours=round(find_percentile(answer, percent), 1))
            for percent in (50, 95)
        ],
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
        Measure(
            name="warm start to first answer", unit="s", ours=round(ours[0], 2), tutorial=round(theirs[0], 2)
        ),
        Measure(name="resident memory", unit="MB", ours=round(ours[1]), tutorial=round(theirs[1])),
    ]


def start_tutorial(question: str) -> None:
    """What the tutorial does at a start with its vectors kept: load the model with torch, search once."""
    settings = load_assistant_settings()
    searcher = load_searcher(load_index_settings().model_copy(update={"query_backend": "torch"}))
    build_tutorial_system(searcher, read_sources(settings), settings.data_dir / "evals").retrieve(
        question, None
    )


def make_environment(folder: Path, corpus_dir: Path) -> dict[str, str]:
    """An environment whose settings read one corpus and write into a folder of their own."""
    file = folder / "assistant.toml"
    tables = "\n".join(
        f"[{room}]\ncorpus_dir = {json.dumps(str(corpus_dir))}\ndata_dir = {json.dumps(str(folder / 'data'))}\n"
        for room in ("ingest", "index", "assistant")
    )
    file.write_text(tables, encoding="utf-8")
    return {**os.environ, "CORRECTIONS_ASSISTANT_SETTINGS": str(file), "HF_HUB_OFFLINE": "1"}


def time_command(arguments: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds that `python -m …` takes; raises EvalsError with its last line when it fails."""
    started = time.perf_counter()
    run_python(["-m", *arguments], environment)
    return time.perf_counter() - started


def run_python(arguments: Sequence[str], environment: dict[str, str]) -> str:
    """Run this Python in the project's root and return what it prints."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise EvalsError(f"python {arguments[0]} {arguments[1][:20]} failed: {last}")
    return done.stdout


def time_calls(call: Callable[[str], object], questions: Iterable[str]) -> list[float]:
    """Milliseconds of each call, after one that warms up."""
    questions = list(questions)
    call(questions[0])
    times = []
    for question in questions:
        started = time.perf_counter()
        call(question)
        times.append((time.perf_counter() - started) * 1000)
    return times


def sample_questions(cases: Sequence[Case]) -> list[str]:
    """Every so-many-th question, `QUESTIONS` in all."""
    texts = [case.turns[-1] for case in cases]
    return texts[:: max(1, len(texts) // QUESTIONS)][:QUESTIONS]


def format_bench(measures: Iterable[Measure]) -> str:
    """A Markdown table."""
    lines = ["| measure | ours | LangChain tutorial |", "|---|---|---|"]
    for m in measures:
        theirs = "—" if m.tutorial is None else f"{m.tutorial:g} {m.unit}"
        lines.append(f"| {m.name} | {m.ours:g} {m.unit} | {theirs} |")
    return "\n".join(lines)
