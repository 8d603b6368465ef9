"""What several tests of the store share: a real PostgreSQL of the tests' own, and the log's settings on both."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.conversations import LogSettings


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server of this test's own, on loopback, run by a user that is not root."""

    bin: Path
    home: Path
    port: int
    user: str | None

    def run(self, *command: str) -> None:
        prefix = ["runuser", "-u", self.user, "--"] if self.user else []
        subprocess.run([*prefix, *command], check=True, capture_output=True, timeout=60, cwd="/")

    def start(self) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.home} -F"
        log = str(self.home / "server.log")
        self.run(
            str(self.bin / "pg_ctl"), "-D", str(self.home / "d"), "-o", options, "-l", log, "-w", "start"
        )

    def stop(self) -> None:
        self.run(str(self.bin / "pg_ctl"), "-D", str(self.home / "d"), "-m", "immediate", "-w", "stop")

    @property
    def url(self) -> str:
        return f"postgresql://desk@127.0.0.1:{self.port}/postgres"


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    if not found and not named:
        pytest.skip("no PostgreSQL server on this machine (on Debian: apt-get install postgresql)")
    home = Path(tempfile.mkdtemp(prefix="log-postgres-"))
    user = None
    if os.geteuid() == 0:
        user = "postgres"
        try:
            shutil.chown(home, user)
        except LookupError:
            shutil.rmtree(home)
            pytest.skip("PostgreSQL does not run as root, and there is no user 'postgres'")
    server = Postgres((found[-1] if found else Path(str(named))).parent, home, find_free_port(), user)
    try:
        server.run(str(server.bin / "initdb"), "-D", str(home / "d"), "-U", "desk", "-A", "trust", "-N")
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> LogSettings:
    if request.param == "sqlite":
        return LogSettings(database_url=f"sqlite:///{tmp_path / 'log.sqlite'}", busy_timeout_ms=20_000)
    server: Postgres = request.getfixturevalue("postgres")
    return LogSettings(database_url=server.url, busy_timeout_ms=20_000)
