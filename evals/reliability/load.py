"""The load run: so many people at the real chat for so many minutes; times, errors, memory and words astray are kept."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.app_start import read_resident_mb
from evals.metrics.intervals import find_percentile
from evals.reliability.crowd import Crowd
from evals.reliability.servers import build_app
from evals.visitors import Visitor
from ingest.records import Record

WARM_SHARE = 0.3
"""The first part of a run, in which sessions and caches fill; memory is compared after it."""
SAMPLE_S = 5.0
MOST_GROWTH = 0.05


class LoadResult(Record):
    """What one run of people met."""

    people: int
    minutes: float
    questions: int
    spanish: int
    follow_ups: int
    p50_s: float
    p95_s: float
    p99_s: float
    first_p95_s: float
    errors: int
    said: tuple[str, ...]
    """The first few errors."""
    failed_pages: int
    """Errors in the application's own log."""
    astray: int
    warm_mb: float
    end_mb: float

    @property
    def growth(self) -> float:
        """By how much memory grew between the end of warming up and the end, as a share."""
        return self.end_mb / self.warm_mb - 1 if self.warm_mb else 0.0

    @property
    def holds(self) -> bool:
        """True where nothing went wrong."""
        flat = abs(self.growth) <= MOST_GROWTH
        return bool(self.questions) and not (self.errors or self.failed_pages or self.astray) and flat


@dataclass
class MemoryWatch:
    """Resident megabytes of some processes, over time."""

    pids: Sequence[int]
    samples: list[tuple[float, float]] = field(default_factory=list)

    def watch(self, ends: float) -> None:
        """Take samples until the end."""
        while time.monotonic() < ends:
            self.samples.append((time.monotonic(), sum(read_resident_mb(pid) for pid in self.pids)))
            time.sleep(SAMPLE_S)

    def find_mean(self, share_from: float, share_to: float) -> float:
        """The mean over a part of the run, given as shares of its length."""
        kept = self.samples[int(share_from * len(self.samples)) : max(1, int(share_to * len(self.samples)))]
        return sum(mb for _, mb in kept) / len(kept) if kept else 0.0


def run_load(people: int, minutes: float, out: Path) -> LoadResult:
    """Start the chat with a log of its own, let people in, and write what they met beside earlier runs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = folder / "settings.toml"
        settings.write_text(f'[log]\ndatabase_url = "sqlite:///{folder / "log.sqlite"}"\n', encoding="utf-8")
        app = build_app(folder, "app", settings, {})
        app.start()
        try:
            address = ("127.0.0.1", app.port)
            with Visitor(address) as first:
                first.open_page()
                first.ask("who may visit")
            crowd = Crowd(address, people, time.monotonic() + minutes * 60)
            watch = MemoryWatch((app.pid,))
            crowd.run(lambda: watch.watch(crowd.ends))
        finally:
            app.stop()
        failed = app.log.read_text(encoding="utf-8", errors="replace").count("Traceback (most recent")
    result = sum_up(crowd, minutes, watch, failed)
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{people}-people.json").write_text(result.model_dump_json(indent=1), encoding="utf-8")
    return result


def sum_up(crowd: Crowd, minutes: float, watch: MemoryWatch, failed_pages: int) -> LoadResult:
    """Sum up what a crowd met."""
    whole, first = [h.whole_s for h in crowd.heard], [h.first_s for h in crowd.heard]
    return LoadResult(
        people=crowd.people,
        minutes=minutes,
        questions=len(crowd.heard),
        spanish=sum(h.language == "es" for h in crowd.heard),
        follow_ups=sum(h.is_follow_up for h in crowd.heard),
        p50_s=_find_percentile(whole, 50),
        p95_s=_find_percentile(whole, 95),
        p99_s=_find_percentile(whole, 99),
        first_p95_s=_find_percentile(first, 95),
        errors=len(crowd.errors),
        said=tuple(crowd.errors[:5]),
        failed_pages=failed_pages,
        astray=sum(h.is_astray for h in crowd.heard),
        warm_mb=round(watch.find_mean(WARM_SHARE, WARM_SHARE + 0.1), 1),
        end_mb=round(watch.find_mean(0.9, 1.0), 1),
    )


def _find_percentile(times: Sequence[float], percent: int) -> float:
    return round(find_percentile(list(times), percent), 2) if times else 0.0


def format_load(results: Iterable[LoadResult]) -> str:
    """Format the table of runs."""
    lines = [
        "| people | minutes | questions (Spanish, follow-ups) | p50 | p95 | p99 | first sentence p95 | errors | another's words "
        "| memory after warm-up → end | holds |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for r in results:
        lines.append(
            f"| {r.people} | {r.minutes:g} | {r.questions:,} ({r.spanish:,}, {r.follow_ups:,}) | {r.p50_s:.2f} s | {r.p95_s:.2f} s "
            f"| {r.p99_s:.2f} s | {r.first_p95_s:.2f} s | {r.errors + r.failed_pages} | {r.astray} "
            f"| {r.warm_mb:.0f} → {r.end_mb:.0f} MB ({r.growth:+.1%}) | {'yes' if r.holds else '**NO**'} |"
        )
    return "\n".join(lines)
