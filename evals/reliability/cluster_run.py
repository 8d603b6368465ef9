"""One server after the other is killed under people and started again: what they met from one event to the next."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from evals.metrics.intervals import find_percentile
from evals.records import EvalsError
from evals.reliability.cluster import Cluster, run_cluster
from evals.reliability.crowd import Crowd
from evals.reliability.servers import Postgres
from evals.visitors import Visitor
from index.vector_store import TOKEN
from ingest.records import Record

PEOPLE = 12
READING_S = (3.0, 9.0)
MOST_TIMES = 3
"""People leave after so many times the length of a run, whatever happens; `doctor` takes its time while people ask."""


class Stretch(Record):
    """What people met between one event and the next."""

    event: str
    questions: int
    p50_s: float
    slowest_s: float
    found: str = ""
    """What `doctor` says at that moment, where it was asked."""


class ClusterResult(Record):
    """One run past one machine."""

    stretches: tuple[Stretch, ...]
    questions: int
    errors: tuple[str, ...]
    returns: int
    returns_whole: int
    """Returns after a lost connection at which the conversation so far stood there again."""
    turns_kept: int
    chroma_queries: int
    refused_without_token: bool
    astray: int

    @property
    def holds(self) -> bool:
        """True where people asked after every event, every question was answered, and every loss named."""
        asked = all(s.questions for s in self.stretches)
        named = all(s.found != "ok" for s in self.stretches if "killed" in s.event and s.found)
        served = self.chroma_queries > 0 and self.turns_kept > 0 and self.refused_without_token
        return not self.errors and not self.astray and asked and named and served


def try_cluster(seconds: float, out: Path) -> ClusterResult:
    """Let people ask for so long while one server after the other is killed and started again."""
    with run_cluster() as cluster:
        address = ("127.0.0.1", cluster.nginx.port)
        for app in cluster.apps:
            with Visitor(("127.0.0.1", app.port)) as visitor:
                visitor.open_page()
                visitor.ask("who may visit")
        refused = _is_refused_without_token(cluster)
        crowd = Crowd(
            address,
            PEOPLE,
            time.monotonic() + MOST_TIMES * seconds,
            reading_s=READING_S,
            has_addresses=True,
            is_patient=True,
        )
        crowd.run(lambda: break_one_after_the_other(cluster, crowd, seconds))
        kept = _count_turns(cluster.database)
        result = _sum_up(cluster, crowd, refused, kept)
    out.mkdir(parents=True, exist_ok=True)
    (out / "cluster.json").write_text(result.model_dump_json(indent=1), encoding="utf-8")
    return result


def break_one_after_the_other(cluster: Cluster, crowd: Crowd, seconds: float) -> None:
    """Kill and start again, each stretch as long as its share once its event is over; people stay until the last one ends."""
    app, database, chroma = cluster.apps[0], cluster.database, cluster.chroma
    steps: tuple[tuple[float, str, Callable[[], None], str], ...] = (
        (0.12, "everything runs", lambda: None, ""),
        (0.16, "one of two app processes killed", app.kill, ""),
        (0.10, "the process started again", app.start, ""),
        (0.16, "PostgreSQL killed", database.kill, "conversation log"),
        (0.12, "PostgreSQL started again", lambda: _start_again(database), "conversation log"),
        (0.14, "Chroma killed", chroma.kill, "index"),
        (0.20, "Chroma started again", chroma.start, "index"),
    )
    try:
        for share, event, do, check in steps:
            cluster.events.append((time.monotonic() - crowd.began, event, ""))
            do()
            if check:
                cluster.events[-1] = (*cluster.events[-1][:2], cluster.examine(check))
            time.sleep(share * seconds)
    finally:
        crowd.ends = time.monotonic()


def _start_again(database: Postgres) -> None:
    for left in reversed(range(10)):
        try:
            database.start()
            return
        except subprocess.CalledProcessError as error:
            if not left:
                raise EvalsError("PostgreSQL did not start again") from error
            time.sleep(1.0)


def _is_refused_without_token(cluster: Cluster) -> bool:
    held = cluster.variables.pop(TOKEN)
    try:
        return "ok" not in cluster.examine("index")[:2]
    finally:
        cluster.variables[TOKEN] = held


def _count_turns(database: Postgres) -> int:
    engine = sa.create_engine(database.url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        count = int(connection.execute(sa.text("SELECT count(*) FROM turns")).scalar_one())
    engine.dispose()
    return count


def _sum_up(cluster: Cluster, crowd: Crowd, refused: bool, kept: int) -> ClusterResult:
    starts = [at_s for at_s, _, _ in cluster.events] + [float("inf")]
    stretches = []
    for (at_s, event, found), ends_s in zip(cluster.events, starts[1:], strict=True):
        times = [h.whole_s for h in crowd.heard if at_s <= h.at_s < ends_s]
        stretches.append(
            Stretch(
                event=event,
                questions=len(times),
                p50_s=round(find_percentile(times, 50), 2) if times else 0.0,
                slowest_s=round(max(times, default=0.0), 2),
                found=found,
            )
        )
    return ClusterResult(
        stretches=tuple(stretches),
        questions=len(crowd.heard),
        errors=tuple(crowd.errors),
        returns=len(crowd.returned),
        returns_whole=sum(crowd.returned),
        turns_kept=kept,
        chroma_queries=cluster.count_queries(),
        refused_without_token=refused,
        astray=sum(h.is_astray for h in crowd.heard),
    )


def format_cluster(result: ClusterResult) -> str:
    """Format what people met, stretch by stretch."""
    lines = ["| from then on | questions | p50 | slowest | `doctor` |", "|---|---|---|---|---|"]
    lines += [
        f"| {s.event} | {s.questions} | {s.p50_s:.2f} s | {s.slowest_s:.2f} s | {s.found} |"
        for s in result.stretches
    ]
    return "\n".join(
        [
            *lines,
            "",
            f"{result.questions} questions answered, {len(result.errors)} errors, {result.astray} words astray; {result.returns} "
            f"returned after a lost connection, {result.returns_whole} of them to their whole conversation; {result.turns_kept} "
            f"turns kept in PostgreSQL; {result.chroma_queries} searches by Chroma's server; without the token: "
            f"{'refused' if result.refused_without_token else 'NOT REFUSED'}",
        ]
    )
