"""Puts what the runs wrote into `docs/reliability.md`, each table between two marks; what was not run keeps what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from evals.records import EvalsError
from evals.reliability.attack import Leg, Verdict, format_benign, format_sources, format_table, load_verdicts
from evals.reliability.cluster_run import ClusterResult, format_cluster
from evals.reliability.faults import format_observed, load_observed
from evals.reliability.large import LargeRow, format_large
from evals.reliability.load import LoadResult, format_load
from ingest.settings import ROOT

PAGE = ROOT / "docs" / "reliability.md"
_FOLDER = re.compile(r"(?:/[\w.-]+)+/(?=(?:trial/|data/|corpus/))")


def publish_runs(runs: Path, page: Path = PAGE) -> tuple[str, ...]:
    """Write every table whose run is at hand; returns their names. Raises EvalsError where the page lacks a mark."""
    text = page.read_text(encoding="utf-8")
    written = []
    for name, folder, draw in TABLES:
        files = sorted((runs / folder).glob("*.json*"))
        if not files:
            continue
        day = datetime.fromtimestamp(max(f.stat().st_mtime for f in files), UTC)
        table = f"{draw(runs / folder)}\n\nRun of {day:%Y-%m-%d %H:%M} UTC."
        text = insert_table(text, name, _FOLDER.sub("…/", table))
        written.append(name)
    page.write_text(text, encoding="utf-8")
    return tuple(written)


def insert_table(text: str, name: str, table: str) -> str:
    """Put a table between its two marks."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if begin not in text or end not in text:
        raise EvalsError(f"docs/reliability.md has no place for {name}: write {begin} and {end}")
    before, rest = text.split(begin, 1)
    return f"{before}{begin}\n{table}\n{end}{rest.split(end, 1)[1]}"


def _draw_attack(folder: Path) -> str:
    held: dict[Leg, tuple[Verdict, ...]] = {
        "embedded": load_verdicts(folder / "embedded.jsonl"),
        "obeying model": load_verdicts(folder / "obeying-model.jsonl"),
    }
    attacks = {leg: tuple(v for v in verdicts if v.kind != "benign") for leg, verdicts in held.items()}
    lines = [format_table({leg: verdicts for leg, verdicts in attacks.items() if verdicts}), ""]
    for leg, verdicts in attacks.items():
        if verdicts:
            reached, won = (
                sum(bool(value) for value in values)
                for values in ([v.completions for v in verdicts], [v.faults for v in verdicts])
            )
            lines.append(
                f"- **{leg}: {len(verdicts)} attempts, {reached} reached the model, {won} achieved anything.** "
                f"{format_benign(held[leg])}"
            )
    lines += ["", f"Embedded: {format_sources(attacks['embedded'])}."] if attacks["embedded"] else []
    return "\n".join(lines)


def _read_all(folder: Path) -> Iterator[str]:
    return (file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.json")))


def _draw_load(folder: Path) -> str:
    results = [LoadResult.model_validate_json(text) for text in _read_all(folder)]
    return format_load(sorted(results, key=lambda r: r.people))


def _draw_cluster(folder: Path) -> str:
    return "\n\n".join(format_cluster(ClusterResult.model_validate_json(text)) for text in _read_all(folder))


def _draw_large(folder: Path) -> str:
    lines = (folder / "large.jsonl").read_text(encoding="utf-8").splitlines()
    return format_large([LargeRow.model_validate_json(line) for line in lines])


TABLES: tuple[tuple[str, str, Callable[[Path], str]], ...] = (
    ("attack", "attack", _draw_attack),
    ("faults", "faults", lambda folder: format_observed(load_observed(folder))),
    ("load", "load", _draw_load),
    ("cluster", "cluster", _draw_cluster),
    ("large", "large", _draw_large),
)
