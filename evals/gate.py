"""The gate: a metric below its floor stops a release; safety floors are exact and know no interval."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from evals.records import EvalsError, RunMetrics
from ingest.records import Record

FLOORS_FILE = Path(__file__).resolve().parent / "floors.toml"


class Floor(Record):
    """What one metric must reach."""

    metric: str
    group: str = "all"
    minimum: float | None = None
    maximum: float | None = None
    quick_minimum: float | None = None
    quick_maximum: float | None = None
    """What the quick subset must reach, where that differs: fewer cases, a wider interval."""
    max_drop: float | None = None
    """How far the metric may get worse than in the run before."""
    is_safety: bool = False
    """Safety floors need a measured value: a run that does not measure them fails."""


class Verdict(Record):
    """One floor and what was found."""

    floor: Floor
    value: float | None
    minimum: float | None = None
    maximum: float | None = None
    """The bounds that were held against this run."""
    before: float | None = None
    reason: str = ""
    """Empty where the floor holds."""

    @property
    def holds(self) -> bool:
        """True where nothing is wrong."""
        return not self.reason


def load_floors(file: Path = FLOORS_FILE) -> tuple[Floor, ...]:
    """Load the floors; unknown keys are refused."""
    return tuple(Floor(**entry) for entry in tomllib.loads(file.read_text(encoding="utf-8"))["floor"])


def check_floors(
    metrics: RunMetrics, floors: Iterable[Floor], before: RunMetrics | None = None
) -> tuple[Verdict, ...]:
    """Hold every floor against a run (and the run before); raises EvalsError when there are no floors."""
    verdicts = tuple(_check(metrics, floor, before) for floor in floors)
    if not verdicts:
        raise EvalsError("No floors are set: evals/floors.toml is empty.")
    return verdicts


def _check(metrics: RunMetrics, floor: Floor, before: RunMetrics | None) -> Verdict:
    found = metrics.find(floor.metric, floor.group)
    earlier = before.find(floor.metric, floor.group) if before else None
    was = earlier.value if earlier else None
    minimum, maximum = find_bounds(floor, is_quick=metrics.info.is_quick)
    reasons = []
    if found is None:
        reasons += ["was not measured"] if floor.is_safety else []
    else:
        if minimum is not None and found.value < minimum:
            reasons.append(f"{found.value:.4f} is below {minimum}")
        if maximum is not None and found.value > maximum:
            reasons.append(f"{found.value:.4f} is above {maximum}")
        if floor.max_drop is not None and was is not None:
            drop = found.value - was if maximum is not None else was - found.value
            if drop > floor.max_drop:
                reasons.append(f"{drop:.4f} worse than before, more than {floor.max_drop}")
    return Verdict(
        floor=floor,
        value=found.value if found else None,
        minimum=minimum,
        maximum=maximum,
        before=was,
        reason="; ".join(reasons),
    )


def find_bounds(floor: Floor, *, is_quick: bool) -> tuple[float | None, float | None]:
    """The minimum and maximum for a whole or for a quick run; safety floors know no difference."""
    if not is_quick or floor.is_safety:
        return floor.minimum, floor.maximum
    low = floor.minimum if floor.quick_minimum is None else floor.quick_minimum
    high = floor.maximum if floor.quick_maximum is None else floor.quick_maximum
    return low, high


def format_verdicts(verdicts: Iterable[Verdict]) -> str:
    """One line per floor."""
    lines = []
    for v in verdicts:
        value = "—" if v.value is None else f"{v.value:.4f}"
        bound = f"≥ {v.minimum}" if v.minimum is not None else f"≤ {v.maximum}"
        state = "ok  " if v.holds else "FAIL"
        lines.append(f"{state}  {v.floor.metric} [{v.floor.group}] {value} ({bound}) {v.reason}".rstrip())
    return "\n".join(lines)
