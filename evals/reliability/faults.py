"""The fault run: each fault is made once, and what was seen is written at once, so that a run may be cut into slices."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.records import Answer
from evals.reliability.copies import QUESTION, Copies
from evals.reliability.damage import DAMAGES, Damage, try_damage
from evals.reliability.failing import try_models
from evals.reliability.kills import build_small_corpus, kill_index, kill_ingest, kill_log
from evals.reliability.model_files import try_model_files
from evals.reliability.publishing import kill_publishing
from evals.reliability.records import Observed
from evals.reliability.set_back import try_clock_set_back
from evals.reliability.starved import try_full_disk, try_log_faults, try_read_only, try_two_at_once
from ingest.settings import ROOT

KILLS = 50


@dataclass(frozen=True)
class Trial:
    """A group of faults that is tried together."""

    name: str
    run: Callable[[], Iterable[Observed]]


def list_trials(folder: Path) -> tuple[Trial, ...]:
    """List everything that is broken on purpose."""
    copies = Copies(folder)
    chance = random.Random()  # noqa: S311 - moments, not secrets
    damages = tuple(Trial(f"damage: {d.name}", _bind(copies, d)) for d in DAMAGES)
    return (
        Trial("models", try_models),
        Trial(
            "kill ingest",
            lambda: [kill_ingest(build_small_corpus(folder / "ingested", is_indexed=False), KILLS, chance)],
        ),
        *(
            Trial(
                f"kill index {part}",
                lambda: [kill_index(build_small_corpus(folder / "small"), KILLS // 2, chance)],
            )
            for part in (1, 2)
        ),
        Trial("kill log", lambda: [kill_log(folder, KILLS, chance, _answer())]),
        Trial("kill publishing", lambda: [kill_publishing(folder, KILLS, chance)]),
        Trial("two at once", lambda: try_two_at_once(copies)),
        Trial("full disk", lambda: try_full_disk(copies)),
        Trial("read-only", lambda: try_read_only(copies)),
        Trial("log", lambda: try_log_faults(folder, _answer())),
        Trial("model files altered", lambda: [try_model_files(copies, is_altered=True)]),
        Trial("model files missing", lambda: [try_model_files(copies, is_altered=False)]),
        Trial("clock", lambda: [try_clock_set_back(copies, _answer())]),
        *damages,
    )


def _bind(copies: Copies, damage: Damage) -> Callable[[], Iterable[Observed]]:
    return lambda: [try_damage(copies, damage)]


def _answer() -> Answer:
    """An answer of ordinary length, to be kept."""
    return Answer(
        id="kept",
        question=QUESTION,
        standalone_question=QUESTION,
        language="en",
        outcome="answered",
        status="answered",
        completeness="complete",
        text="The department may limit visitation for a confined person who is in restrictive housing. " * 20,
    )


def run_faults(folder: Path, *, only: str = "", seconds: float | None = None) -> tuple[Observed, ...]:
    """Try what was not tried yet (or what `only` names), for at most so long; returns all that was seen so far."""
    folder.mkdir(parents=True, exist_ok=True)
    deadline = None if seconds is None else time.monotonic() + seconds
    for trial in list_trials(folder):
        file = folder / f"seen-{trial.name.replace(' ', '-').replace(':', '').replace(chr(39), '')}.jsonl"
        is_named = bool(only) and only in trial.name
        if (only and not is_named) or (file.exists() and not is_named):
            continue
        if deadline is not None and time.monotonic() >= deadline:
            break
        seen = list(trial.run())
        file.write_text("".join(o.model_dump_json() + "\n" for o in seen), encoding="utf-8")
    return load_observed(folder)


def load_observed(folder: Path) -> tuple[Observed, ...]:
    """Load what was seen so far, in the order of the trials' files."""
    lines = (
        line
        for file in sorted(folder.glob("seen-*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    )
    return tuple(Observed.model_validate_json(line) for line in lines)


def format_observed(observed: Iterable[Observed]) -> str:
    """Format the table of faults."""
    rows = [
        "| fault | had to hold | seen | `doctor` finds wrong | cure (seconds) | holds |",
        "|---|---|---|---|---|---|",
    ]
    for o in observed:
        cells = (o.fault, o.expected, o.seen, o.doctor, o.cure, "yes" if o.holds else "**NO**")
        told = " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells)
        rows.append(f"| {told.replace(str(ROOT), '…')} |")
    return "\n".join(rows)
