"""What a run leaves on disk: everything that scoring needs, so that it can be repeated without the assistant."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.records import Case, CaseScore, EvalsError, Produced, RankedText, RunInfo, RunMetrics
from ingest.records import Record


@dataclass(frozen=True)
class StoredRun:
    """A run as read back."""

    info: RunInfo
    cases: tuple[Case, ...]
    produced: tuple[Produced, ...]
    sources: dict[str, str]
    """Folded text of each source as it was."""


def write_run(
    directory: Path,
    info: RunInfo,
    cases: Iterable[Case],
    produced: Iterable[Produced],
    sources: Mapping[str, str],
) -> None:
    """Write run.json, cases.jsonl, generated.jsonl (answers), retrieved.jsonl with texts.jsonl (the others), sources.json."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "run.json").write_text(info.model_dump_json(indent=1), encoding="utf-8")
    _write_lines(directory / "cases.jsonl", cases)
    produced = tuple(produced)
    _write_lines(directory / "generated.jsonl", (p for p in produced if p.answer))
    texts: dict[str, RankedText] = {}
    with (directory / "retrieved.jsonl").open("w", encoding="utf-8") as file:
        for one in produced:
            if one.answer is None:
                keys = [_add_text(texts, text) for text in one.retrieved]
                line = {"case": one.case, "system": one.system, "texts": keys, "duration_ms": one.duration_ms}
                file.write(json.dumps(line) + "\n")
    (directory / "texts.json").write_text(
        json.dumps({k: t.model_dump() for k, t in texts.items()}, ensure_ascii=False), encoding="utf-8"
    )
    (directory / "sources.json").write_text(json.dumps(dict(sources), ensure_ascii=False), encoding="utf-8")


def read_run(directory: Path) -> StoredRun:
    """Read a stored run, with or without what its baselines retrieved; raises EvalsError where the directory holds none."""
    if not (directory / "run.json").is_file():
        raise EvalsError(f"{directory} holds no run. Run: python -m evals run")
    produced = [Produced.model_validate_json(line) for line in _read_lines(directory / "generated.jsonl")]
    retrieved, texts = directory / "retrieved.jsonl", {}
    if retrieved.is_file():
        stored = json.loads((directory / "texts.json").read_text(encoding="utf-8"))
        texts = {key: RankedText(**text) for key, text in stored.items()}
    for line in _read_lines(retrieved) if texts else ():
        raw = json.loads(line)
        found = tuple(texts[k] for k in raw["texts"])
        produced.append(
            Produced(case=raw["case"], system=raw["system"], retrieved=found, duration_ms=raw["duration_ms"])
        )
    return StoredRun(
        info=RunInfo.model_validate_json((directory / "run.json").read_text(encoding="utf-8")),
        cases=tuple(Case.model_validate_json(line) for line in _read_lines(directory / "cases.jsonl")),
        produced=tuple(produced),
        sources=json.loads((directory / "sources.json").read_text(encoding="utf-8")),
    )


def write_scores(directory: Path, metrics: RunMetrics, scores: Iterable[CaseScore]) -> None:
    """Write metrics.json and scores.jsonl."""
    (directory / "metrics.json").write_text(metrics.model_dump_json(indent=1), encoding="utf-8")
    _write_lines(directory / "scores.jsonl", scores)


def read_metrics(directory: Path) -> RunMetrics:
    """Read metrics.json; raises EvalsError where the run was not scored."""
    file = directory / "metrics.json"
    if not file.is_file():
        raise EvalsError(f"{directory} has not been scored. Run: python -m evals score {directory}")
    return RunMetrics.model_validate_json(file.read_text(encoding="utf-8"))


def read_scores(directory: Path) -> tuple[CaseScore, ...]:
    """Read scores.jsonl."""
    if not (directory / "scores.jsonl").is_file():
        raise EvalsError(f"{directory} has not been scored. Run: python -m evals score {directory}")
    return tuple(CaseScore.model_validate_json(line) for line in _read_lines(directory / "scores.jsonl"))


def find_previous_run(directory: Path) -> Path | None:
    """The scored run before this one in the same folder, by name, that asked the same cases; None where there is none."""
    asked = describe_cases(directory)
    earlier = sorted(
        p.parent for p in directory.resolve().parent.glob("*/metrics.json") if p.parent.name < directory.name
    )
    return next((run for run in reversed(earlier) if describe_cases(run) == asked), None)


def describe_cases(directory: Path) -> tuple[object, ...] | None:
    """What a run asked: datasets, splits, whether quick, how many; None where the directory holds no run of today's make."""
    try:
        info = RunInfo.model_validate_json((directory / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return sorted(info.datasets), info.splits, info.is_quick, info.cases


def _add_text(texts: dict[str, RankedText], text: RankedText) -> str:
    key = hashlib.sha256(f"{text.source}\0{text.locator}\0{text.text}".encode()).hexdigest()[:12]
    texts[key] = text
    return key


def _write_lines(file: Path, records: Iterable[Record]) -> None:
    with file.open("w", encoding="utf-8") as out:
        for record in records:
            out.write(record.model_dump_json(exclude_defaults=False) + "\n")


def _read_lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
