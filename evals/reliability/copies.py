"""A whole copy of corpus and data of which something is broken, and how a question to it ended."""

from __future__ import annotations

import importlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.__main__ import main as run_assistant
from evals.records import EvalsError
from evals.reliability.forked import Conditions, Done, run_forked
from evals.reliability.poisoned import copy_corpus, write_settings
from index.__main__ import main as run_index
from index.build import build_index, write_shipped_vectors
from index.encoder import MiniLMEncoder
from ingest.__main__ import main as run_ingest
from ingest.run import run_ingest as run_ingest_of
from ingest.settings import IngestSettings

QUESTION = "can they take away visits if he's in the hole?"
VARIABLE = "CORRECTIONS_ASSISTANT_SETTINGS"
PRELOADED = (
    "assistant.pipeline",
    "assistant.doctor",
    "chromadb",
    "langchain_chroma",
    "encodings.cp437",
    "encodings.idna",
)
"""Imported once here, so that every forked process does not import them again."""
_COMMANDS = {"ingest": run_ingest, "index": run_index}


@dataclass(frozen=True)
class Copies:
    """A whole copy of corpus and data, and the trial that is broken."""

    folder: Path

    @property
    def trial(self) -> Path:
        """Where the broken copy stands."""
        return self.folder / "trial"

    @property
    def whole(self) -> Path:
        """Where the copy stands that nothing is done to."""
        return self.folder / "whole"

    def renew(self, assistant: str = "") -> None:
        """Make the trial whole again."""
        for name in PRELOADED:
            importlib.import_module(name)
        if not (self.whole / "built").exists():
            _build_whole(self.whole)
        shutil.rmtree(self.trial, ignore_errors=True)
        shutil.copytree(self.whole, self.trial)
        write_settings(self.trial, assistant)

    def ask(self, conditions: Conditions | None = None) -> Done:
        """Ask the trial a question, as a person at a terminal would."""
        return self.run(lambda: run_assistant(["ask", "--json", QUESTION]), conditions)

    def examine(self) -> tuple[str, list[str]]:
        """Run `doctor` on the trial; gives what it found wrong, and which checks told of it."""
        done = self.run(lambda: run_assistant(["doctor", "--json"]))
        if done.has_traceback:
            return "traceback", []
        wrong = [check for check in json.loads(done.out)["checks"] if check["result"] == "fail"]
        return "; ".join(f"{c['name']}: {c['found']}"[:110] for c in wrong), [c["name"] for c in wrong]

    def run(self, work: Callable[[], int], conditions: Conditions | None = None) -> Done:
        """Do something with the trial's settings."""
        held = conditions or Conditions()
        variables = {VARIABLE: str(self.trial / "assistant.toml"), **held.variables}
        changed = Conditions(
            held.kill_after_s, held.file_limit_bytes, held.is_nobody, held.timeout_s, variables
        )
        return run_forked(work, changed)

    def run_command(self, arguments: Sequence[str]) -> Done:
        """Run a command of a room."""
        return self.run(lambda: _COMMANDS[arguments[0]](list(arguments[1:])))


def _build_whole(folder: Path) -> None:
    """Copy corpus and data, bring them up to date, and keep every vector, so that no cure has to compute any."""
    shutil.rmtree(folder, ignore_errors=True)
    settings = copy_corpus(folder)

    def build() -> int:
        encoder = MiniLMEncoder(settings)
        run_ingest_of(IngestSettings(corpus_dir=settings.corpus_dir, data_dir=settings.data_dir))
        build_index(settings, encoder)
        write_shipped_vectors(settings, encoder)
        return 0

    done = run_forked(build)
    if done.code != 0:
        raise EvalsError(f"the copy to be broken could not be built: {done.last_line}")
    (folder / "built").touch()


def is_answer(done: Done) -> bool:
    """True where a person got an answer that rests on a source."""
    if done.code != 0 or done.has_traceback:
        return False
    answer = json.loads(done.out)
    return answer["outcome"] == "answered" and bool(answer["citations"])


def is_plain_sentence(done: Done) -> bool:
    """True where a person was told in one line, not in a traceback, or was told where to turn."""
    if done.has_traceback or done.code is None:
        return False
    if done.out.strip().startswith("{"):
        return "cdoc@state.co.us" in json.loads(done.out)["text"]
    return done.code == 1 and len(done.said.strip().splitlines()) <= 2 and bool(done.last_line)


def tell_end(done: Done) -> str:
    """Tell in a few words how a question ended."""
    if done.code is None:
        return f"no answer within {done.seconds:.0f} s"
    if done.has_traceback:
        return f"traceback: {done.last_line[:160]}"
    if done.out.strip().startswith("{"):
        answer = json.loads(done.out)
        return f"{answer['outcome']} with {len(answer['citations'])} citations"
    return f"“{done.last_line[:200]}”"
