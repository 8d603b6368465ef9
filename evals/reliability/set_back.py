"""A clock that is set back by thirteen months: real processes live then, on a copy, with Debian's faketime."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from assistant.conversations import LogSettings, load_conversation_log
from assistant.dates import read_build_day
from assistant.records import Answer
from evals.reliability.copies import QUESTION, VARIABLE, Copies, is_answer, tell_end
from evals.reliability.damage import find_version
from evals.reliability.forked import Done
from evals.reliability.records import Observed
from ingest.settings import ROOT

FAULT = "the clock is set back by thirteen months"
EXPECTED = "an answer for a day not before the index was built; what was kept before and what is kept then are both there"
BACK = "-400d"
CONVERSATION = "a-conversation-of-today-x"
READ = """
import sys
from assistant.conversations import LogSettings, load_conversation_log
from assistant.records import Answer
log = load_conversation_log(LogSettings(database_url=sys.argv[1]))
log.write_turn(sys.argv[2], Answer.model_validate_json(sys.argv[3]))
print(len(log.load_turns(sys.argv[2])))
"""
"""Keeps a turn more, and counts the conversation's turns."""


def try_clock_set_back(copies: Copies, answer: Answer) -> Observed:
    """Ask, examine, keep and read while the clock is back, and examine and read again once it is right."""
    if shutil.which("faketime") is None:
        told = "not tried: faketime is not installed. Run: apt-get install faketime"
        return Observed(fault=FAULT, expected=EXPECTED, holds=False, seen=told)
    copies.renew()
    address = f"sqlite:///{copies.trial / 'log.sqlite'}"
    log = load_conversation_log(LogSettings(database_url=address))
    if log is not None:
        log.write_turn(CONVERSATION, answer)
        log.engine.dispose()
    asked = _run_then(copies.trial, "-m", "assistant", "ask", "--json", QUESTION)
    wrong = _list_wrong(_run_then(copies.trial, "-m", "assistant", "doctor", "--json"))
    kept = _run_then(copies.trial, "-c", READ, address, CONVERSATION, answer.model_dump_json())
    found, left = copies.examine()
    again = copies.ask()
    turns = len(log.load_turns(CONVERSATION)) if log is not None else 0
    day, built = _read_day(asked), read_build_day(find_version(copies.trial).name)
    is_kept = kept.out.strip() == "2" and turns >= 1
    is_told = "clock" in wrong and "clock" not in left
    return Observed(
        fault=FAULT,
        expected=EXPECTED,
        holds=is_answer(asked) and is_answer(again) and day == built and is_kept and is_told,
        seen=f"{tell_end(asked)}, for {day}; {kept.out.strip() or kept.last_line} of 2 turns there",
        doctor=wrong.get("clock", "all well").replace(f"{copies.trial}", "…"),
        cure=f"set the clock (then {found or 'all well'}; {turns} turn there: what was kept under the old date has expired)",
        seconds=round(asked.seconds, 1),
    )


def _run_then(folder: Path, *arguments: str) -> Done:
    """Run Python as if the clock were back; a process's own timers go on as they are."""
    variables = {VARIABLE: str(folder / "assistant.toml"), "DONT_FAKE_MONOTONIC": "1"}
    began = time.monotonic()
    done = subprocess.run(
        ["faketime", "-f", BACK, sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )
    return Done(done.returncode, done.stdout, done.stderr, time.monotonic() - began)


def _list_wrong(examined: Done) -> dict[str, str]:
    if not examined.out.strip().startswith("{"):
        return {}
    checks = json.loads(examined.out)["checks"]
    return {check["name"]: check["found"] for check in checks if check["result"] == "fail"}


def _read_day(asked: Done) -> date | None:
    if not asked.out.strip().startswith("{"):
        return None
    said = json.loads(asked.out).get("asked_on")
    return date.fromisoformat(said) if said else None
