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
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evals.records import EvalsError
from evals.reliability.servers import (
    Postgres,
    Server,
    build_app,
    build_chroma,
    build_nginx,
    build_postgres,
    find_free_port,
)
from index.vector_store import TOKEN
from ingest.settings import ROOT, load_ingest_settings

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
