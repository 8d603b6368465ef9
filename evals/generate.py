"""Generation asks every case of every system and stores what came back, with what it came from; it judges nothing."""

from __future__ import annotations

import platform
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.pipeline import load_assistant
from assistant.records import Question, Turn
from assistant.runner import Assistant
from assistant.settings import AssistantSettings, load_assistant_settings
from evals.ablations import build_ablations
from evals.cases import (
    find_datasets,
    hash_file,
    limit_cases,
    load_cases,
    load_given_cases,
    sample_cases,
    select_cases,
)
from evals.records import MAIN_SYSTEM, WITHOUT_MODEL, Case, EvalsError, Produced, RunInfo, Split
from evals.storage import write_run
from evals.systems import RetrievalSystem, build_baselines, build_search
from evals.tutorial import build_tutorial_system
from ingest.sources import load_sources
from ingest.store import load_report

WITHOUT_STANDARD = "assistant_without_standard_answers"


@dataclass(frozen=True)
class RunRequest:
    """What `python -m evals run` was asked to do."""

    datasets: tuple[str, ...] = ()
    model: str | None = None
    splits: tuple[Split, ...] = ("dev", "test")
    is_quick: bool = False
    with_baselines: bool = False
    with_ablations: bool = False
    questions: tuple[Path, ...] = ()
    """Files of questions from outside, measured beside the project's own."""
    limit: int | None = None
    model_timeout_s: float | None = None
    command: str = ""


def generate_run(request: RunRequest, directory: Path) -> RunInfo:
    """Ask everything and write the run; raises EvalsError for an unknown dataset or a request without cases."""
    files = (*find_datasets(request.datasets), *request.questions)
    cases = choose_cases(request)
    settings = load_assistant_settings()
    if request.model:
        settings = settings.model_copy(update={"model": request.model})
    if request.model_timeout_s:
        settings = settings.model_copy(update={"model_timeout_s": request.model_timeout_s})
    started = time.perf_counter()
    assistant = load_assistant(settings)
    assistant.ask(Question(text="What is a contact visit?"))
    load_s = time.perf_counter() - started
    produced = list(ask_assistant(assistant, cases, MAIN_SYSTEM))
    if settings.model != "extractive":
        embedded = load_assistant(settings.model_copy(update={"model": "extractive"}))
        produced += ask_assistant(embedded, cases, WITHOUT_MODEL)
    memory_mb = measure_peak_memory_mb()
    raw = read_sources(settings)
    sample = sample_cases(cases)
    systems, parts_left_out = list_systems(request, assistant, raw, settings)
    for system in systems:
        produced += retrieve_cases(system, cases if system.role == "baseline" else sample)
    if request.with_ablations:
        other = load_assistant(settings.model_copy(update={"use_standard_answers": False}))
        produced += ask_assistant(other, sample, WITHOUT_STANDARD)
    info = RunInfo(
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        datasets={file.stem: hash_file(file) for file in files},
        splits=tuple(dict.fromkeys(case.split for case in cases)),
        is_quick=request.is_quick,
        cases=len(cases),
        systems=tuple(dict.fromkeys(p.system for p in produced)),
        model=settings.model,
        corpus_hash=load_report(settings.data_dir).corpus_hash,
        index_version=assistant.searcher.version,
        settings=describe_settings(assistant, settings),
        machine={"python": platform.python_version(), "processor": platform.machine()},
        peak_memory_mb=round(memory_mb, 1),
        load_s=round(load_s, 2),
        command=request.command,
        parts_left_out=tuple(parts_left_out),
    )
    write_run(directory, info, cases, produced, {k: " ".join(v.split()) for k, v in raw.items()})
    return info


def choose_cases(request: RunRequest) -> tuple[Case, ...]:
    """The cases a request asks for, the given questions last; raises EvalsError when none is left."""
    own = [
        case
        for file in find_datasets(request.datasets)
        for case in select_cases(load_cases(file), request.splits, is_quick=request.is_quick)
    ]
    cases = limit_cases((*own, *load_given_cases(request.questions)), request.limit)
    if not cases:
        raise EvalsError("No case is left to run: choose another dataset or split.")
    return cases


def ask_assistant(assistant: Assistant, cases: Sequence[Case], system: str) -> Iterator[Produced]:
    """One answer per case; the earlier turns are given as the person's words."""
    for number, case in enumerate(cases, start=1):
        question = Question(
            id=case.id,
            text=case.turns[-1],
            previous=tuple(Turn(text=turn) for turn in case.turns[:-1]),
            asked_on=case.asked_on,
        )
        started = time.perf_counter()
        answer = assistant.ask(question)
        duration = (time.perf_counter() - started) * 1000
        yield Produced(case=case.id, system=system, answer=answer, duration_ms=round(duration, 2))
        _tell(system, number, len(cases))


def retrieve_cases(system: RetrievalSystem, cases: Sequence[Case]) -> Iterator[Produced]:
    """Ranked texts for every case that has gold; all turns together are the query."""
    wanted = [case for case in cases if case.gold]
    for number, case in enumerate(wanted, start=1):
        started = time.perf_counter()
        found = system.retrieve(" ".join(case.turns), case.asked_on)
        duration = (time.perf_counter() - started) * 1000
        yield Produced(case=case.id, system=system.name, retrieved=found, duration_ms=round(duration, 2))
        _tell(system.name, number, len(wanted))


def list_systems(
    request: RunRequest, assistant: Assistant, raw: Mapping[str, str], settings: AssistantSettings
) -> tuple[tuple[RetrievalSystem, ...], list[str]]:
    """The retrieval systems that the request measures beside the assistant, and the parts that are not there to switch off."""
    absent: list[str] = []
    systems: list[RetrievalSystem] = []
    if request.with_baselines:
        systems += build_baselines(assistant.searcher)
        systems.append(build_tutorial_system(assistant.searcher, raw, settings.data_dir / "evals"))
    if request.with_ablations:
        ablated, absent = build_ablations(assistant.searcher, settings.data_dir / "evals")
        systems += [build_search(assistant.searcher), *ablated]
    return tuple(systems), absent


def read_sources(settings: AssistantSettings) -> dict[str, str]:
    """The text of every registered source, as published, by id."""
    documents = load_sources(settings.corpus_dir)
    return {d.id: (settings.corpus_dir / d.file).read_text(encoding="utf-8") for d in documents}


def describe_settings(assistant: Assistant, settings: AssistantSettings) -> dict[str, object]:
    """What was switched on, without the paths of this machine."""
    described: dict[str, object] = {}
    for room, record in (("index", assistant.searcher.settings), ("assistant", settings)):
        for key, value in record.model_dump(mode="json").items():
            if not key.endswith(("_dir", "_file")):
                described[f"{room}.{key}"] = value
    return described


def measure_peak_memory_mb() -> float:
    """Largest resident memory of this process so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def _tell(system: str, number: int, total: int) -> None:
    if number % 100 == 0 or number == total:
        print(f"{system}: {number}/{total}", file=sys.stderr)
