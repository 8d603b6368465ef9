"""Things that go wrong on disk: each is done to a copy, asked about, told by `doctor`, and cured by one command."""

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
from evals.reliability.records import Observed
from index.__main__ import main as run_index
from index.build import build_index, write_shipped_vectors
from index.encoder import MiniLMEncoder
from ingest.__main__ import main as run_ingest
from ingest.run import run_ingest as run_ingest_of
from ingest.settings import IngestSettings

QUESTION = "can they take away visits if he's in the hole?"
VARIABLE = "CORRECTIONS_ASSISTANT_SETTINGS"
PRELOADED = ("assistant.pipeline", "assistant.doctor", "chromadb", "langchain_chroma")
"""Imported once here, so that every forked process does not import them again."""
_COMMANDS = {"ingest": run_ingest, "index": run_index}


@dataclass(frozen=True)
class Damage:
    """One thing broken in a copy of the data."""

    name: str
    do: Callable[[Path], None]
    doctor_names: str
    """The check of `doctor` that tells of it; empty where nothing is wrong for it to tell."""
    cure: tuple[tuple[str, ...], ...] = ()
    """Commands that mend it; none where it mends itself or a person must act."""
    is_answered: bool = False
    """True where the person still gets an answer."""


def find_version(folder: Path) -> Path:
    """The index version that answers in a copy."""
    name = (folder / "data" / "index" / "CURRENT").read_text(encoding="utf-8").strip()
    return folder / "data" / "index" / name


def garble(path: Path) -> None:
    """Overwrite the first half of a file with noise."""
    data = path.read_bytes()
    path.write_bytes(b"\x93garbage\x00" * (len(data) // 18 + 1) + data[len(data) // 2 :])


def garble_all(folder: Path, pattern: str) -> None:
    """Garble every file of a folder that fits."""
    for path in sorted(folder.rglob(pattern)):
        if path.is_file():
            garble(path)


def replace(path: Path, data: bytes) -> None:
    """Put other bytes into a file."""
    path.write_bytes(data)


def cut(path: Path) -> None:
    """Cut a file to its first half, as a crash without a journal would."""
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _set_clock_back(folder: Path) -> None:
    """The machine's clock cannot be set here; a source from the future is the same to every check."""
    register = folder / "corpus" / "sources.toml"
    text = register.read_text(encoding="utf-8").replace(
        "retrieved_on = 2025-11-01", "retrieved_on = 2094-01-01", 1
    )
    register.write_text(text, encoding="utf-8")


_REBUILD = (("index", "--rebuild"),)
_BOTH = (("ingest",), ("index",))
DAMAGES = (
    Damage(
        "Chroma's database is garbage",
        lambda f: garble_all(find_version(f) / "chroma", "*.sqlite3"),
        "index",
        _REBUILD,
    ),
    Damage(
        "Chroma's vector files are garbage",
        lambda f: garble_all(find_version(f) / "chroma", "*.bin"),
        "index",
        _REBUILD,
    ),
    Damage("Chroma's folder is gone", lambda f: shutil.rmtree(find_version(f) / "chroma"), "index", _REBUILD),
    Damage(
        "a lexical file is garbage",
        lambda f: garble_all(find_version(f) / "lexical", "*.npy"),
        "index",
        _REBUILD,
    ),
    Damage(
        "the lexical folder is gone", lambda f: shutil.rmtree(find_version(f) / "lexical"), "index", _REBUILD
    ),
    Damage(
        "the index's passages are cut", lambda f: cut(find_version(f) / "passages.jsonl"), "index", _REBUILD
    ),
    Damage("the index's vectors are cut", lambda f: cut(find_version(f) / "passages.npz"), "index", _REBUILD),
    Damage("the manifest is cut", lambda f: cut(find_version(f) / "manifest.json"), "index", _REBUILD),
    Damage(
        "the pointer is garbage",
        lambda f: replace(f / "data/index/CURRENT", b"\xff\x00../../x\n"),
        "index",
        _REBUILD,
    ),
    Damage(
        "the pointer is empty",
        lambda f: replace(f / "data/index/CURRENT", b""),
        "index",
        (("index",),),
    ),
    Damage("the pointer names what is gone", lambda f: shutil.rmtree(find_version(f)), "index", _REBUILD),
    Damage("the index is gone", lambda f: shutil.rmtree(f / "data" / "index"), "index", (("index",),)),
    Damage(
        "the stored passages are cut",
        lambda f: cut(f / "data/ingest/passages.jsonl"),
        "passages",
        _BOTH,
        is_answered=True,
    ),
    Damage(
        "the ingest report is garbage",
        lambda f: garble(f / "data/ingest/report.json"),
        "passages",
        _BOTH,
        is_answered=True,
    ),
    Damage(
        "a source differs from its snapshot",
        lambda f: cut(f / "corpus/cdoc-visit.txt"),
        "corpus",
        is_answered=True,
    ),
    Damage("the register of sources is garbage", lambda f: garble(f / "corpus/sources.toml"), "corpus"),
    Damage("services.toml is cut", lambda f: cut(f / "corpus/services.toml"), "services"),
    Damage(
        "kept vectors of asks are garbage",
        lambda f: garble_all(f / "data/assistant", "*.npz"),
        "",
        is_answered=True,
    ),
    Damage("the clock is set back", _set_clock_back, "clock", is_answered=True),
)


@dataclass(frozen=True)
class Copies:
    """A whole copy of corpus and data, and the trial that is broken."""

    folder: Path

    @property
    def trial(self) -> Path:
        """Where the broken copy stands."""
        return self.folder / "trial"

    def renew(self, assistant: str = "") -> None:
        """Make the trial whole again."""
        for name in PRELOADED:
            importlib.import_module(name)
        whole = self.folder / "whole"
        if not (whole / "built").exists():
            _build_whole(whole)
        shutil.rmtree(self.trial, ignore_errors=True)
        shutil.copytree(whole, self.trial)
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


def try_damage(copies: Copies, damage: Damage) -> Observed:
    """Break, ask, examine, cure, ask again."""
    copies.renew()
    damage.do(copies.trial)
    asked = copies.ask()
    found, names = copies.examine()
    cures = [copies.run_command(command) for command in damage.cure]
    again = copies.ask() if damage.cure else asked
    is_plain = is_answer(asked) or is_plain_sentence(asked)
    is_told = not damage.doctor_names or damage.doctor_names in names
    is_cured = not damage.cure or is_answer(again)
    return Observed(
        fault=damage.name,
        expected=("an answer" if damage.is_answered else "an answer or a plain sentence")
        + (
            f"; cured by {' && '.join('python -m ' + ' '.join(c) for c in damage.cure)}"
            if damage.cure
            else ""
        ),
        holds=is_plain and is_told and is_cured and (is_answer(asked) or not damage.is_answered),
        seen=tell_end(asked)
        + ("" if is_cured else f"; NOT CURED: {[c.last_line[:100] for c in cures]}, {tell_end(again)}"),
        doctor=found,
        seconds=round(asked.seconds, 1),
    )


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
