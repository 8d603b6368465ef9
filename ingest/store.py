"""Sections and passages on disk: three files that are written whole and then put in place, so a reader never sees half.

The report goes last and holds the hashes of the other two: a run that was killed in between is noticed and repeated.
"""

from __future__ import annotations

import contextlib
import hashlib
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

LOCK_TIMEOUT_S = 60.0

R = TypeVar("R", bound=Record)


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise StoreError(f"{path} does not exist. Run: python -m ingest") from error
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} cannot be read ({error}). Run: python -m ingest") from error


def load_passages(data_dir: Path) -> tuple[Passage, ...]:
    """Load all passages, source by source, in printed order."""
    return _load_records(data_dir / "ingest" / PASSAGES, Passage)


def load_sections(data_dir: Path) -> tuple[Section, ...]:
    """Load all sections, source by source, in printed order."""
    return _load_records(data_dir / "ingest" / SECTIONS, Section)


def load_report(data_dir: Path) -> IngestReport:
    """Load the report of the ingest that wrote the passages."""
    path = data_dir / "ingest" / REPORT
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
            hash_text((folder / n).read_bytes()) == h for n, h in report.files.items()
        )
    except OSError:
        return False


def write_store(
    data_dir: Path, sections: Sequence[Section], passages: Sequence[Passage], report: IngestReport
) -> IngestReport:
    """Write sections, passages and report; returns the report with the files' hashes.

    All three are written whole beside their places before the first is put there.
    """
    folder = data_dir / "ingest"
    contents = {SECTIONS: format_records(sections), PASSAGES: format_records(passages)}
    final = report.model_copy(update={"files": {name: hash_text(data) for name, data in contents.items()}})
    _clear_leftovers(folder)
    contents[REPORT] = final.model_dump_json(indent=1).encode("utf-8")
    staged: list[tuple[Path, Path]] = []
    try:
        for name, data in contents.items():
            staged.append((stage_file(folder / name, data), folder / name))
        for temporary, path in staged:
            os.replace(temporary, path)
    except OSError as error:
        raise _explain_unwritable(folder, error) from error
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
    return final


def _clear_leftovers(folder: Path) -> None:
    """Remove what a killed run left half written; only called by the one process that holds the lock."""
    for name in (PASSAGES, SECTIONS, REPORT):
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
