"""The desk's numbers by day and by week in Denver, counted from the turns that are kept."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from assistant.desk.asked import UNANSWERED, AskedTurn
from ingest.records import Record

Period = Literal["day", "week"]


class PeriodNumbers(Record):
    """What was asked in one day or one week."""

    begins_on: date
    """The day, or the week's Monday."""
    questions: int
    outcomes: dict[str, int]
    languages: dict[str, int]
    topics: dict[str, int]
    right: int
    wrong: int
    unanswered_rate: float
    """Share of the questions to which the sources gave nothing, or that failed."""
    latency_ms_p50: float
    latency_ms_p95: float


def count_periods(turns: Iterable[AskedTurn], period: Period) -> tuple[PeriodNumbers, ...]:
    """Count turns by period, oldest first; days and weeks on which nobody asked are there too, as zeros."""
    ordered = sorted(turns, key=lambda turn: turn.asked_at)
    held = {
        begins: count_turns(begins, list(group))
        for begins, group in groupby(ordered, key=lambda turn: begin_period(turn.asked_on, period))
    }
    if not held:
        return ()
    step = timedelta(days=1 if period == "day" else 7)
    begins, last, numbers = min(held), max(held), []
    while begins <= last:
        numbers.append(held.get(begins) or count_turns(begins, []))
        begins += step
    return tuple(numbers)


def count_turns(begins_on: date, turns: Sequence[AskedTurn]) -> PeriodNumbers:
    """Count the turns of one period."""
    latencies = [turn.duration_ms for turn in turns if turn.duration_ms > 0]
    unanswered = sum(turn.outcome in UNANSWERED for turn in turns)
    return PeriodNumbers(
        begins_on=begins_on,
        questions=len(turns),
        outcomes=dict(Counter(turn.outcome for turn in turns)),
        languages=dict(Counter(turn.language for turn in turns)),
        topics=dict(Counter(turn.topic for turn in turns if turn.topic)),
        right=sum(turn.verdict == "right" for turn in turns),
        wrong=sum(turn.verdict == "wrong" for turn in turns),
        unanswered_rate=round(unanswered / len(turns), 4) if turns else 0.0,
        latency_ms_p50=round(find_quantile(latencies, 0.5), 1),
        latency_ms_p95=round(find_quantile(latencies, 0.95), 1),
    )


def begin_period(day: date, period: Period) -> date:
    """Return the day itself, or the Monday of its week."""
    return day if period == "day" else day - timedelta(days=day.weekday())


def find_quantile(values: Sequence[float], share: float) -> float:
    """Find the smallest value that at least `share` of the values do not exceed; 0 for no values."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def sum_counts(
    numbers: Iterable[PeriodNumbers], field: Literal["outcomes", "languages", "topics"]
) -> Counter[str]:
    """Add up one family of counts over periods."""
    total: Counter[str] = Counter()
    for one in numbers:
        total.update(getattr(one, field))
    return total


def format_numbers(numbers: Sequence[PeriodNumbers]) -> str:
    """Format the numbers as CSV: one row a period, one column an outcome, a language and a topic."""
    families: tuple[Literal["outcomes", "languages", "topics"], ...] = ("outcomes", "languages", "topics")
    named = [(family, name) for family in families for name in sorted(sum_counts(numbers, family))]
    single = [
        "begins_on",
        "questions",
        "unanswered_rate",
        "right",
        "wrong",
        "latency_ms_p50",
        "latency_ms_p95",
    ]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([*single, *(f"{family}.{name}" for family, name in named)])
    for one in numbers:
        counts = [getattr(one, family).get(name, 0) for family, name in named]
        writer.writerow([*(getattr(one, name) for name in single), *counts])
    return file.getvalue()
