"""Versions of the index on disk: built whole beside the one that answers, then switched to by one rename.

Two writers corrupt a Chroma store without an error, so one file lock stands before every build; passages and
vectors are kept as files of our own, from which Chroma can always be made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from pydantic import ValidationError

from index.records import (
    IndexBusyError,
    IndexMismatchError,
    IndexMissingError,
    IndexUnwritableError,
    Manifest,
)
from index.settings import IndexSettings
from ingest.errors import describe_os_error
from ingest.records import Record, Section

MANIFEST = "manifest.json"
FORMAT = 2
"""Raised when what a version holds changes: an older one is then rebuilt."""
_VERSION = re.compile(rb"[\w-]+")
R = TypeVar("R", bound=Record)


@contextlib.contextmanager
def hold_writer_lock(settings: IndexSettings) -> Iterator[None]:
    """Be the one process that writes; raises IndexBusyError when another one is."""
    try:
        settings.index_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(settings.index_dir / ".lock"))
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexBusyError("The index is being built by another process: wait until it is done.") from error
    except OSError as error:
        raise IndexUnwritableError(
            f"{describe_os_error(error, settings.index_dir)}. The index that answers is untouched"
        ) from error
    try:
        yield
    finally:
        lock.release()


def read_current_version(settings: IndexSettings) -> str | None:
    """The version that answers, or None before the first build and where the pointer is no name of a version."""
    try:
        named = (settings.index_dir / "CURRENT").read_bytes().strip()
    except FileNotFoundError:
        return None
    return named.decode("ascii") if _VERSION.fullmatch(named) else None


def write_current_version(settings: IndexSettings, version: str) -> None:
    """Switch to a version in one step that is either done or not."""
    part = settings.index_dir / "CURRENT.part"
    with part.open("w", encoding="utf-8") as file:
        file.write(version + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(settings.index_dir / "CURRENT")


def load_manifest(directory: Path) -> Manifest:
    """Load a version's manifest; raises IndexMismatchError when it is damaged or of another format."""
    try:
        manifest = Manifest.model_validate_json((directory / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexMismatchError(
            f"The index {directory.name} is damaged (manifest.json). Run: python -m index"
        ) from error
    if manifest.format != FORMAT:
        raise IndexMismatchError(
            f"The index {directory.name} is of format {manifest.format}, not {FORMAT}. Run: python -m index"
        )
    return manifest


def open_current(settings: IndexSettings) -> tuple[Path, Manifest]:
    """Find the version that answers and check that it is whole.

    Raises IndexMissingError before the first build, IndexMismatchError when what CURRENT names is damaged.
    """
    version = read_current_version(settings)
    if version is None:
        raise IndexMissingError(f"No index in {settings.index_dir}. Run: python -m index")
    directory = settings.index_dir / version
    if not directory.is_dir():
        raise IndexMissingError(f"The index {version} is not there any more. Run: python -m index")
    return directory, load_manifest(directory)


def hash_files(directory: Path) -> dict[str, str]:
    """Hash every file of a version but Chroma's, which changes its own when it is only read."""
    return {
        file.relative_to(directory).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        for file in sorted(directory.rglob("*"))
        if file.is_file() and file.name != MANIFEST and "chroma" not in file.relative_to(directory).parts
    }


def check_files(directory: Path, manifest: Manifest) -> None:
    """Raise IndexMismatchError where a file is not the one that was built; nothing where no hashes were kept."""
    found = hash_files(directory) if manifest.files else {}
    if wrong := [name for name, digest in manifest.files.items() if found.get(name) != digest]:
        raise IndexMismatchError(f"The index is damaged ({', '.join(wrong)}). Run: python -m index")


def list_kept_versions(settings: IndexSettings, current: str) -> list[str]:
    """The version that answers and the finished ones before it, as many as are kept; what a kill left is none of them."""
    finished = sorted(path.parent.name for path in settings.index_dir.glob(f"*/{MANIFEST}"))
    older = [version for version in finished if version < current]
    return [current, *older[max(0, len(older) - settings.keep_versions + 1) :]]


def drop_old_versions(settings: IndexSettings, keep: Sequence[str]) -> None:
    """Remove every version, finished or not, but those to keep; only under the writer's lock."""
    for directory in settings.index_dir.iterdir():
        if directory.is_dir() and directory.name not in keep:
            shutil.rmtree(directory, ignore_errors=True)


def write_records(file: Path, records: Iterable[Record]) -> None:
    """Write records as JSON lines."""
    with file.open("w", encoding="utf-8") as out:
        out.writelines(record.model_dump_json() + "\n" for record in records)


def load_records(file: Path, kind: type[R]) -> tuple[R, ...]:
    """Load records from JSON lines; raises IndexMismatchError when one cannot be read."""
    try:
        with file.open("rb") as lines:
            return tuple(kind.model_validate_json(line) for line in lines)
    except (OSError, ValidationError) as error:
        raise IndexMismatchError(
            f"The index is damaged ({file.parent.name}/{file.name}). Run: python -m index"
        ) from error


def key_sections(sections: Sequence[Section]) -> dict[str, Section]:
    """By every number a header covers; of two live versions the one in force comes first."""
    keyed: dict[str, Section] = {}
    for section in sorted(sections, key=lambda s: s.status != "in_force"):
        for number in (section.number, *section.numbers):
            keyed.setdefault(number, section)
    return keyed


def load_sections_by_number(settings: IndexSettings) -> dict[str, Section]:
    """Load only the sections of the version that answers, without opening anything to search."""
    directory, _ = open_current(settings)
    return key_sections(load_records(directory / "sections.jsonl", Section))
