"""Sections and passages on disk: three files that are replaced together, so a reader never sees half.

All are written beside their places, then a journal names them, then they are moved. From the journal on the new ones
are read, moved or not; a run that is killed in between is completed by the next one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from pydantic import ValidationError

from ingest.errors import StoreError
from ingest.records import IngestReport, Passage, Record, Section

PASSAGES = "passages.jsonl"
SECTIONS = "sections.jsonl"
REPORT = "report.json"
JOURNAL = "journal.json"
"""By file name: where its new content waits. Stands only while the three are being moved."""

LOCK_TIMEOUT_S = 60.0

R = TypeVar("R", bound=Record)


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise StoreError(f"{path} does not exist. Run: python -m ingest") from error
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} cannot be read ({error}). Run: python -m ingest") from error


def _find_file(folder: Path, name: str) -> Path:
    """Where a file is to be read: in its place, or where it waits while a journal stands."""
    waiting = _read_journal(folder).get(name)
    return folder / waiting if waiting and (folder / waiting).exists() else folder / name


def _read_journal(folder: Path) -> dict[str, str]:
    try:
        named = json.loads((folder / JOURNAL).read_bytes())
    except (OSError, ValueError):
        return {}
    is_whole = isinstance(named, dict) and all(isinstance(v, str) and "/" not in v for v in named.values())
    return named if is_whole else {}


def _complete_move(folder: Path) -> None:
    """Move what a journal names to its place, then drop the journal; only under the lock."""
    for name, waiting in _read_journal(folder).items():
        if (folder / waiting).exists():
            os.replace(folder / waiting, folder / name)
    (folder / JOURNAL).unlink(missing_ok=True)


def load_passages(data_dir: Path) -> tuple[Passage, ...]:
    """Load all passages, source by source, in printed order."""
    return _load_records(_find_file(data_dir / "ingest", PASSAGES), Passage)


def load_sections(data_dir: Path) -> tuple[Section, ...]:
    """Load all sections, source by source, in printed order."""
    return _load_records(_find_file(data_dir / "ingest", SECTIONS), Section)


def load_report(data_dir: Path) -> IngestReport:
    """Load the report of the ingest that wrote the passages."""
    path = _find_file(data_dir / "ingest", REPORT)
    try:
        return IngestReport.model_validate_json("\n".join(_read_lines(path)))
    except ValidationError as error:
        raise StoreError(f"{path} is damaged ({error.errors()[0]['msg']}). Run: python -m ingest") from error


def _load_records(path: Path, kind: type[R]) -> tuple[R, ...]:
    records = []
    for number, line in enumerate(_read_lines(path), 1):
        try:
            records.append(kind.model_validate_json(line))
        except ValidationError as error:
            message = error.errors()[0]["msg"]
            raise StoreError(
                f"{path}, line {number}, is damaged ({message}). Run: python -m ingest"
            ) from error
    return tuple(records)


def format_records(records: Iterable[Record]) -> bytes:
    """One JSON object a line, as written to disk."""
    return "".join(record.model_dump_json() + "\n" for record in records).encode("utf-8")


def hash_text(data: bytes) -> str:
    """The sha256 of a file's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def is_intact(data_dir: Path, report: IngestReport) -> bool:
    """True where the files beside a report are those it was written with."""
    folder = data_dir / "ingest"
    try:
        return bool(report.files) and all(
            hash_text(_find_file(folder, n).read_bytes()) == h for n, h in report.files.items()
        )
    except OSError:
        return False


def write_store(
    data_dir: Path, sections: Sequence[Section], passages: Sequence[Passage], report: IngestReport
) -> IngestReport:
    """Write sections, passages and report, all or none; returns the report with the files' hashes."""
    folder = data_dir / "ingest"
    contents = {SECTIONS: format_records(sections), PASSAGES: format_records(passages)}
    final = report.model_copy(update={"files": {name: hash_text(data) for name, data in contents.items()}})
    contents[REPORT] = final.model_dump_json(indent=1).encode("utf-8")
    staged: dict[str, Path] = {}
    try:
        _clear_leftovers(folder)
        for name, data in contents.items():
            staged[name] = stage_file(folder / name, data)
        journal = {name: path.name for name, path in staged.items()}
        write_atomically(folder / JOURNAL, json.dumps(journal).encode("utf-8"))
        _complete_move(folder)
    except OSError as error:
        raise _explain_unwritable(folder, error) from error
    finally:
        if not (folder / JOURNAL).exists():
            for path in staged.values():
                path.unlink(missing_ok=True)
    return final


def _clear_leftovers(folder: Path) -> None:
    """Remove what a killed run left half written; only called by the one process that holds the lock."""
    for name in (PASSAGES, SECTIONS, REPORT, JOURNAL):
        for path in folder.glob(f".{name}.*"):
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def lock_store(data_dir: Path) -> Iterator[None]:
    """Let one process at a time write; raises StoreError where another keeps writing, or the folder cannot be used."""
    folder = data_dir / "ingest"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        lock.acquire(timeout=LOCK_TIMEOUT_S)
    except Timeout as error:
        raise StoreError(
            f"{folder} is being written by another process; try again when it is done"
        ) from error
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written ({error.strerror or error}); choose another folder"
        ) from error
    try:
        _complete_move(folder)
        yield
    finally:
        lock.release()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there: whoever reads sees the old one or the new one.

    Raises StoreError where the folder cannot be written or the disk is full.
    """
    temporary = stage_file(path, data)
    try:
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _explain_unwritable(path, error) from error


def stage_file(path: Path, data: bytes) -> Path:
    """Write a file beside its place, safely on disk, and return where it waits; raises StoreError, leaving nothing."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise _explain_unwritable(path, error) from error
    return Path(temporary)


def _explain_unwritable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{path} cannot be written ({error.strerror or error}); free space or choose another folder"
    )
