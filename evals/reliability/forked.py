"""Work done in a process of its own that may be killed, starved of disk or stripped of rights, and is then looked at."""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

NOBODY = 65534
CRASHED = 70
_POLL_S = 0.005


@dataclass(frozen=True)
class Conditions:
    """Under what conditions the work is done."""

    kill_after_s: float | None = None
    file_limit_bytes: int | None = None
    """No file may grow beyond this: what a full disk looks like to a program."""
    is_nobody: bool = False
    """Without the rights of an administrator, so that read-only folders are read-only."""
    timeout_s: float = 150.0
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """How the work ended; `code` is None where it was killed."""

    code: int | None
    out: str
    said: str
    seconds: float

    @property
    def has_traceback(self) -> bool:
        """True where a person would have seen a traceback."""
        return "Traceback (most recent call last)" in self.said or self.code == CRASHED

    @property
    def last_line(self) -> str:
        """The last line said on stderr."""
        lines = [line for line in self.said.strip().splitlines() if line.strip()]
        return lines[-1] if lines else ""


def run_forked(work: Callable[[], int], conditions: Conditions = Conditions()) -> Done:
    """Do the work in a forked process; its output comes back whole."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os._exit(_work_as_child(work, conditions))
        code = _wait(child, started, conditions)
        seconds = time.monotonic() - started
        texts = []
        for held in (out, said):
            held.seek(0)
            texts.append(held.read().decode("utf-8", "replace"))
        return Done(code, texts[0], texts[1], seconds)


def _work_as_child(work: Callable[[], int], conditions: Conditions) -> int:
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    try:
        os.environ.update(conditions.variables)
        if conditions.is_nobody:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        if conditions.file_limit_bytes is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (conditions.file_limit_bytes, resource.RLIM_INFINITY))
        code = work()
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    except BaseException:
        traceback.print_exc()
        code = CRASHED
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _wait(child: int, started: float, conditions: Conditions) -> int | None:
    limit = conditions.kill_after_s if conditions.kill_after_s is not None else conditions.timeout_s
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() - started >= limit:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return None
        time.sleep(_POLL_S)


def give_to_nobody(folder: Path, *, mode: int) -> None:
    """Let the process without rights read a folder, or write it as well, as `mode` says."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(mode if path.is_dir() else mode & 0o666)
