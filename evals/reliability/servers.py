"""Real servers of one run, on loopback only: the chat's processes, PostgreSQL, Chroma, nginx. Each can be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.records import EvalsError
from ingest.settings import ROOT

START_S = 90.0


def find_free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A process that listens on a port, with its own log."""

    name: str
    command: Sequence[str]
    port: int
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / f"{self.name}.log"

    @property
    def pid(self) -> int:
        """The process's id; 0 where it does not run."""
        return self.process.pid if self.process and self.process.poll() is None else 0

    def start(self) -> None:
        """Start, and wait until it listens; raises EvalsError with the last line of its log."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**os.environ, **self.variables},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        ends = time.monotonic() + START_S
        while time.monotonic() < ends and self.process.poll() is None:
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise EvalsError(f"{self.name} did not start: {lines[-1] if lines else 'no message'}")

    def kill(self) -> None:
        """Kill it with everything it started, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, how)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=15)


def build_app(folder: Path, name: str, settings: Path, variables: Mapping[str, str]) -> Server:
    """Build one process of the chat."""
    port = find_free_port()
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    return Server(
        name,
        [sys.executable, "-m", "streamlit", "run", "ui/app.py", *options],
        port,
        folder,
        {"CORRECTIONS_ASSISTANT_SETTINGS": str(settings), "PYTHONPATH": str(ROOT), **variables},
    )


def build_chroma(folder: Path) -> Server:
    """Build Chroma as a server; it checks nobody: a proxy stands before it."""
    port = find_free_port()
    command = str(Path(sys.executable).parent / "chroma")
    options = ["--path", str(folder / "chroma"), "--host", "127.0.0.1", "--port", str(port)]
    return Server("chroma", [command, "run", *options], port, folder)


def build_nginx(folder: Path, port: int, configuration: str) -> Server:
    """Build nginx with a configuration; raises EvalsError where it is not installed or does not accept it."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        raise EvalsError("nginx is not installed. Run: apt-get install nginx-light")
    file = folder / "nginx.conf"
    file.write_text(configuration, encoding="utf-8")
    command = [program, "-p", str(folder), "-c", str(file), "-g", "daemon off;"]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    if tested.returncode:
        raise EvalsError(f"nginx does not accept {file}: {tested.stderr.strip().splitlines()[0]}")
    return Server("nginx", command, port, folder)


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server of one run's own, by a user that is not root."""

    bin: Path
    home: Path
    port: int
    user: str | None

    def run(self, *command: str) -> None:
        """Run one of its programs."""
        prefix = ["runuser", "-u", self.user, "--"] if self.user else []
        subprocess.run([*prefix, *command], check=True, capture_output=True, timeout=60, cwd="/")

    def create(self) -> None:
        """Make an empty cluster that trusts everybody on loopback."""
        self.run(str(self.bin / "initdb"), "-D", str(self.home / "d"), "-U", "desk", "-A", "trust", "-N")

    def start(self) -> None:
        """Start and wait until it answers."""
        options = f"-p {self.port} -h 127.0.0.1 -k {self.home} -F"
        log = str(self.home / "server.log")
        self.run(
            str(self.bin / "pg_ctl"), "-D", str(self.home / "d"), "-o", options, "-l", log, "-w", "start"
        )

    def stop(self) -> None:
        """End it at once, without a checkpoint."""
        self.run(str(self.bin / "pg_ctl"), "-D", str(self.home / "d"), "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """Kill its first process; the others notice and end."""
        pid = int((self.home / "d" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(pid, signal.SIGKILL)

    @property
    def url(self) -> str:
        """Its address, as the settings have it."""
        return f"postgresql://desk@127.0.0.1:{self.port}/postgres"


def build_postgres(home: Path) -> Postgres:
    """Build a server in an empty folder; raises EvalsError where there is no PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    if not found and not named:
        raise EvalsError("no PostgreSQL server on this machine. Run: apt-get install postgresql")
    user = None
    if os.geteuid() == 0:
        user = "postgres"
        try:
            shutil.chown(home, user)
        except LookupError as error:
            raise EvalsError("PostgreSQL does not run as root, and there is no user 'postgres'") from error
    return Postgres((found[-1] if found else Path(str(named))).parent, home, find_free_port(), user)
