"""Floors are proposed from a run: the worse end of each interval, one for the whole run and one for its quick subset.

An interval's end is a margin of its own: a run as good as this one stays above it but for one time in forty.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from evals.cases import choose_quick
from evals.gate import FLOORS_FILE, Floor, load_floors
from evals.metrics.intervals import bootstrap_interval
from evals.records import MAIN_SYSTEM, CaseScore, RunInfo
from evals.storage import read_metrics, read_run, read_scores

STEPS = 100
"""Floors are rounded outwards to hundredths."""
FIXED = frozenset({"must_not_say", "reading_grade"})
"""Promised, not measured: these floors stay as they are, as the safety floors do."""


def propose_floors(directory: Path, current: Path = FLOORS_FILE) -> str:
    """The text of a floors file for a scored run; raises EvalsError where the run was not scored."""
    run = read_run(directory)
    quick = choose_quick(case for case in run.cases if case.split != "given")
    rows = [s for s in read_scores(directory) if s.system == MAIN_SYSTEM and s.split != "given"]
    floors = [propose_floor(floor, rows, quick) for floor in load_floors(current)]
    return format_floors(floors, read_metrics(directory).info)


def propose_floor(floor: Floor, rows: Sequence[CaseScore], quick: Iterable[str]) -> Floor:
    """One floor moved to where the run's interval ends; a fixed or a safety floor, and an unmeasured one, stays."""
    if floor.is_safety or floor.metric in FIXED or floor.group != "all":
        return floor
    chosen = frozenset(quick)
    values = [(row.values[floor.metric], row.case in chosen) for row in rows if floor.metric in row.values]
    if not values:
        return floor
    ends = {"": _find_end([v for v, _ in values], floor)}
    quick_values = [v for v, is_quick in values if is_quick]
    ends |= {"quick_": _find_end(quick_values, floor)} if quick_values else {}
    bound = "minimum" if floor.maximum is None else "maximum"
    return floor.model_copy(update={f"{prefix}{bound}": end for prefix, end in ends.items()})


def _find_end(values: Sequence[float], floor: Floor) -> float:
    """The end of the interval that is worse, rounded outwards; where all cases came out alike, 3 / n away (the rule of three)."""
    low, high = bootstrap_interval(values)
    if low == high:
        low, high = low - 3 / len(values), high + 3 / len(values)
    return math.floor(low * STEPS) / STEPS if floor.maximum is None else math.ceil(high * STEPS) / STEPS


def format_floors(floors: Iterable[Floor], info: RunInfo) -> str:
    """The floors as `evals/floors.toml` holds them."""
    lines = [
        "# What a release has to reach. Safety metrics are exact: they have no tolerance, and a run that does not",
        f"# measure them fails. The others: the worse end of the 95 % interval of the run of {info.created_at[:16]}",
        f"# ({info.cases} cases, model {info.model}); quick_: of the same run's quick subset, whose interval is wider.",
        "# Written by: python -m evals floors RUN --write",
    ]
    for floor in floors:
        lines += ["", "[[floor]]", f'metric = "{floor.metric}"']
        lines += [f'group = "{floor.group}"'] if floor.group != "all" else []
        for name in ("minimum", "maximum", "quick_minimum", "quick_maximum", "max_drop"):
            value = getattr(floor, name)
            lines += [f"{name} = {value}"] if value is not None else []
        lines += ["is_safety = true"] if floor.is_safety else []
    return "\n".join(lines) + "\n"
