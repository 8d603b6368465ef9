"""What every measurement of speed and memory needs: a measure with its goal, timed calls, commands as fresh processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from evals.records import Case, EvalsError
from ingest.records import Record
from ingest.settings import ROOT

QUESTIONS = 60
COMMAND_S = 600
"""Longest that any command may take before it is given up."""


class Measure(Record):
    """One thing measured, for ours and for the tutorial baseline where it has the same thing."""

    name: str
    unit: str
    ours: float
    tutorial: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    """The goal, where there is one."""
    note: str = ""

    @property
    def holds(self) -> bool:
        """True unless a goal is missed."""
        return not (
            (self.at_most is not None and self.ours > self.at_most)
            or (self.at_least is not None and self.ours < self.at_least)
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
    try:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_S,
        )
    except subprocess.TimeoutExpired as error:
        raise EvalsError(f"python {arguments[0]} {arguments[1][:20]} took over {COMMAND_S} s.") from error
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
