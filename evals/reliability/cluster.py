"""Past one machine, as far as one machine shows it: two processes of the chat behind nginx, PostgreSQL, Chroma as a server.

By settings alone and with real servers on loopback; each is killed while people ask, and started again.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from evals.metrics.intervals import find_percentile
from evals.records import EvalsError
from evals.reliability.crowd import Crowd
from evals.reliability.servers import (
    Postgres,
    Server,
    build_app,
    build_chroma,
    build_nginx,
    build_postgres,
    find_free_port,
)
from evals.visitors import Visitor
from index.vector_store import TOKEN
from ingest.records import Record
from ingest.settings import ROOT, load_ingest_settings

PEOPLE = 12
READING_S = (3.0, 9.0)
BUILT = ("ingest", "index", "assistant")
COMMAND_S = 240
SETTINGS = """[ingest]
data_dir = "data"
corpus_dir = {corpus}
[index]
data_dir = "data"
corpus_dir = {corpus}
chroma_url = "http://127.0.0.1:{door}"
[assistant]
data_dir = "data"
corpus_dir = {corpus}
[ui]
trusted_proxies = 1
[log]
database_url = "{database}"
"""


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
        """True where every question was answered and every event named."""
        named = all(s.found != "ok" for s in self.stretches if "killed" in s.event and s.found)
        served = self.chroma_queries > 0 and self.turns_kept > 0 and self.refused_without_token
        return not self.errors and not self.astray and named and served


@dataclass
class Cluster:
    """The servers of a run, and the settings that name them."""

    folder: Path
    database: Postgres
    chroma: Server
    nginx: Server
    apps: tuple[Server, ...]
    variables: dict[str, str]
    events: list[tuple[float, str, str]] = field(default_factory=list)

    def run_command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the product with the cluster's settings."""
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env={**os.environ, **self.variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_S,
        )

    def examine(self, check: str) -> str:
        """What `doctor` finds under one name; "ok" where it is well."""
        done = self.run_command("assistant", "doctor", "--json")
        found = next(c for c in json.loads(done.stdout)["checks"] if c["name"] == check)
        return "ok" if found["result"] == "ok" else f"{found['result']}: {found['found'][:120]}"

    def count_queries(self) -> int:
        """How many searches reached Chroma through its door."""
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        return sum("/query" in line and " 200 " in line for line in lines)


@contextmanager
def run_cluster() -> Iterator[Cluster]:
    """Start everything, build the index into Chroma's server, and end everything."""
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="cluster-")))
        home = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="cluster-database-")))
        database = build_postgres(home)
        database.create()
        database.start()
        ending.callback(lambda: _ignore_trouble(database.stop))
        token, door = secrets.token_urlsafe(24), find_free_port()
        settings = _write_settings(folder, door, database.url)
        variables = {"CORRECTIONS_ASSISTANT_SETTINGS": str(settings), TOKEN: token}
        chroma = build_chroma(folder)
        apps = tuple(build_app(folder, f"app-{n}", settings, variables) for n in (1, 2))
        front = find_free_port()
        proxy = _write_proxy(folder, token, {"8080": front, "8001": door, "8000": chroma.port}, apps)
        nginx = build_nginx(folder, front, proxy)
        cluster = Cluster(folder, database, chroma, nginx, apps, variables)
        for server in (chroma, nginx):
            server.start()
            ending.callback(server.stop)
        built = cluster.run_command("index")
        if built.returncode:
            raise EvalsError(f"the index could not be built: {built.stderr.strip().splitlines()[-1]}")
        for app in apps:
            app.start()
            ending.callback(app.stop)
        yield cluster


def _write_settings(folder: Path, door: int, database: str) -> Path:
    held = load_ingest_settings()
    for part in BUILT:
        shutil.copytree(held.data_dir / part, folder / "data" / part)
    file = folder / "settings.toml"
    corpus = json.dumps(str(held.corpus_dir))
    file.write_text(SETTINGS.format(corpus=corpus, door=door, database=database), encoding="utf-8")
    return file


def _write_proxy(folder: Path, token: str, ports: dict[str, int], apps: tuple[Server, ...]) -> str:
    """The file that is deployed, with this run's ports."""
    (folder / "chroma-token.conf").write_text(
        f'map $http_authorization $may_search {{ default 0; "Bearer {token}" 1; }}\n', encoding="utf-8"
    )
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    named = {**ports, "8501": apps[0].port, "8502": apps[1].port}
    return re.sub(r"127\.0\.0\.1:(\d+)", lambda m: f"127.0.0.1:{named[m[1]]}", text)


def _ignore_trouble(end: Callable[[], None]) -> None:
    try:
        end()
    except (subprocess.CalledProcessError, OSError):
        return


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
            time.monotonic() + seconds,
            reading_s=READING_S,
            has_addresses=True,
            is_patient=True,
        )
        crowd.run(lambda: _break_one_after_the_other(cluster, crowd, seconds))
        kept = _count_turns(cluster.database)
        result = _sum_up(cluster, crowd, refused, kept)
    out.mkdir(parents=True, exist_ok=True)
    (out / "cluster.json").write_text(result.model_dump_json(indent=1), encoding="utf-8")
    return result


def _break_one_after_the_other(cluster: Cluster, crowd: Crowd, seconds: float) -> None:
    app, database, chroma = cluster.apps[0], cluster.database, cluster.chroma
    steps: tuple[tuple[float, str, Callable[[], None], str], ...] = (
        (0.0, "everything runs", lambda: None, ""),
        (0.12, "one of two app processes killed", app.kill, ""),
        (0.28, "the process started again", app.start, ""),
        (0.38, "PostgreSQL killed", database.kill, "conversation log"),
        (0.54, "PostgreSQL started again", lambda: _start_again(database), "conversation log"),
        (0.66, "Chroma killed", chroma.kill, "index"),
        (0.80, "Chroma started again", chroma.start, "index"),
    )
    for share, event, do, check in steps:
        time.sleep(max(0.0, crowd.began + share * seconds - time.monotonic()))
        cluster.events.append((time.monotonic() - crowd.began, event, ""))
        do()
        if check:
            cluster.events[-1] = (*cluster.events[-1][:2], cluster.examine(check))


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
