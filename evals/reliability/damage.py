"""Things that go wrong on disk: each is done to a copy, asked about, told by `doctor`, and cured by one command."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evals.reliability.copies import Copies, is_answer, is_plain_sentence, tell_end
from evals.reliability.records import Observed


@dataclass(frozen=True)
class Damage:
    """One thing broken in a copy of the data."""

    name: str
    do: Callable[[Path], None]
    doctor_names: str
    """The check of `doctor` that tells of it; empty where nothing is wrong for it to tell."""
    cure: tuple[tuple[str, ...], ...] = ()
    """Commands that mend it; none where it mends itself or a person must act."""
    restored: str = ""
    """A file that is not built but written: it is put back, as from a backup or the repository."""
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


def _date_ahead(folder: Path) -> None:
    register = folder / "corpus" / "sources.toml"
    text = register.read_text(encoding="utf-8").replace(
        "retrieved_on = 2025-11-01", "retrieved_on = 2094-01-01", 1
    )
    register.write_text(text, encoding="utf-8")


_INDEX = (("index",),)
_BOTH = (("ingest",), ("index",))
DAMAGES = (
    Damage(
        "Chroma's database is garbage",
        lambda f: garble_all(find_version(f) / "chroma", "*.sqlite3"),
        "index",
        _INDEX,
        is_answered=True,
    ),
    Damage(
        "Chroma's vector files are garbage",
        lambda f: garble_all(find_version(f) / "chroma", "*.bin"),
        "index",
        _INDEX,
        is_answered=True,
    ),
    Damage(
        "Chroma's folder is gone",
        lambda f: shutil.rmtree(find_version(f) / "chroma"),
        "index",
        _INDEX,
        is_answered=True,
    ),
    Damage(
        "a lexical file is garbage",
        lambda f: garble_all(find_version(f) / "lexical", "*.npy"),
        "index",
        _INDEX,
    ),
    Damage(
        "the lexical folder is gone", lambda f: shutil.rmtree(find_version(f) / "lexical"), "index", _INDEX
    ),
    Damage(
        "the index's passages are cut", lambda f: cut(find_version(f) / "passages.jsonl"), "index", _INDEX
    ),
    Damage("the index's vectors are cut", lambda f: cut(find_version(f) / "passages.npz"), "index", _INDEX),
    Damage("the manifest is cut", lambda f: cut(find_version(f) / "manifest.json"), "index", _INDEX),
    Damage(
        "the pointer is garbage",
        lambda f: replace(f / "data/index/CURRENT", b"\xff\x00../../x\n"),
        "index",
        _INDEX,
    ),
    Damage(
        "the pointer is empty",
        lambda f: replace(f / "data/index/CURRENT", b""),
        "index",
        _INDEX,
    ),
    Damage("the pointer names what is gone", lambda f: shutil.rmtree(find_version(f)), "index", _INDEX),
    Damage("the index is gone", lambda f: shutil.rmtree(f / "data" / "index"), "index", _INDEX),
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
        restored="corpus/cdoc-visit.txt",
        is_answered=True,
    ),
    Damage(
        "the register of sources is garbage",
        lambda f: garble(f / "corpus/sources.toml"),
        "corpus",
        restored="corpus/sources.toml",
    ),
    Damage(
        "services.toml is cut",
        lambda f: cut(f / "corpus/services.toml"),
        "services",
        restored="corpus/services.toml",
    ),
    Damage(
        "kept vectors of asks are garbage",
        lambda f: garble_all(f / "data/assistant", "*.npz"),
        "",
        is_answered=True,
    ),
    Damage(
        "a source is dated in the future",
        _date_ahead,
        "clock",
        restored="corpus/sources.toml",
        is_answered=True,
    ),
)


def try_damage(copies: Copies, damage: Damage) -> Observed:
    """Break, ask, examine, cure, ask and examine again."""
    copies.renew()
    damage.do(copies.trial)
    asked = copies.ask()
    found, names = copies.examine()
    began = time.monotonic()
    cures = [copies.run_command(command) for command in damage.cure]
    if damage.restored:
        shutil.copyfile(copies.whole / damage.restored, copies.trial / damage.restored)
    lasted_s = time.monotonic() - began
    again = copies.ask()
    left, _ = copies.examine()
    is_plain = is_answer(asked) or is_plain_sentence(asked)
    is_told = not damage.doctor_names or damage.doctor_names in names
    is_cured = is_answer(again) and not left and all(done.code == 0 for done in cures)
    failed = [c.last_line[:100] for c in cures if c.code != 0]
    return Observed(
        fault=damage.name,
        expected="an answer" if damage.is_answered else "an answer or a plain sentence",
        holds=is_plain and is_told and is_cured and (is_answer(asked) or not damage.is_answered),
        seen=tell_end(asked),
        doctor=found or "all well",
        cure=_tell_cure(damage)
        + (f" ({lasted_s:.0f} s)" if is_cured else f": NOT CURED {failed} {tell_end(again)} {left}"),
        seconds=round(asked.seconds, 1),
    )


def _tell_cure(damage: Damage) -> str:
    if damage.restored:
        return f"put {damage.restored} back"
    if not damage.cure:
        return "mends itself"
    return " && ".join("python -m " + " ".join(command) for command in damage.cure)
