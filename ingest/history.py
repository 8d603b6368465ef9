"""Every snapshot that was published stays beside the passages, so that a source can go back whole.

A version is one folder: the snapshot's bytes and its entry of the register. An ingest that succeeded keeps it.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from ingest.errors import RegisterError, SourceUnavailableError
from ingest.records import IngestReport, Record, SourceDocument
from ingest.settings import IngestSettings
from ingest.sources import hash_bytes, load_sources, read_snapshot
from ingest.store import write_atomically

KEPT_VERSIONS = 10
"""Older versions of a source go; the registered one never does."""
_ENTRY = "entry.json"


class KeptVersion(Record):
    """One snapshot as it was registered, and when it was first published here."""

    document: SourceDocument
    kept_at: datetime
    sections: int
    passages: int

    @property
    def name(self) -> str:
        """What a person calls it by: the first twelve digits of its hash."""
        return self.document.sha256[:12]


def keep_versions(
    settings: IngestSettings, documents: Sequence[SourceDocument], report: IngestReport
) -> None:
    """Keep the snapshot of every source of an ingest; one already kept costs a look at its entry."""
    for document in documents:
        counts = next(r for r in report.sources if r.source == document.id)
        held = {version.document.sha256: version for version in list_versions(settings.data_dir, document.id)}
        known = held.get(document.sha256)
        if known and known.document == document:
            continue
        version = KeptVersion(
            document=document,
            kept_at=known.kept_at if known else datetime.now(UTC),
            sections=counts.sections,
            passages=counts.passages,
        )
        folder = _find_folder(settings.data_dir, document)
        if known is None:
            write_atomically(folder / "snapshot", read_snapshot(settings.corpus_dir, document))
        write_atomically(folder / _ENTRY, version.model_dump_json(indent=1).encode())
        _drop_oldest(settings.data_dir, document)


def list_versions(data_dir: Path, source_id: str) -> tuple[KeptVersion, ...]:
    """List the kept versions of a source, oldest first; a damaged entry is not one."""
    versions = []
    for entry in (data_dir / "ingest" / "history" / source_id).glob(f"*/{_ENTRY}"):
        try:
            versions.append(KeptVersion.model_validate_json(entry.read_bytes()))
        except (OSError, ValidationError):
            continue
    return tuple(sorted(versions, key=lambda version: version.kept_at))


def find_version(settings: IngestSettings, source_id: str, name: str | None = None) -> KeptVersion:
    """Find the version before the registered one, or the one of that name. Raises RegisterError."""
    current = find_document(settings.corpus_dir, source_id)
    versions = list_versions(settings.data_dir, source_id)
    if name:
        named = [v for v in versions if v.name.startswith(name)]
        if len(named) == 1:
            return named[0]
        raise RegisterError(
            f'{source_id}: "{name}" names {len(named)} kept versions. Run: python -m ingest history {source_id}'
        )
    place = next((n for n, v in enumerate(versions) if v.document.sha256 == current.sha256), len(versions))
    if place == 0:
        raise RegisterError(f"{source_id}: no version before the registered one is kept")
    return versions[place - 1]


def read_version(data_dir: Path, version: KeptVersion) -> bytes:
    """Read the bytes of a kept version. Raises SourceUnavailableError where they are gone or damaged."""
    path = _find_folder(data_dir, version.document) / "snapshot"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceUnavailableError(f"{path} cannot be read ({error.strerror})") from error
    if hash_bytes(data) != version.document.sha256:
        raise SourceUnavailableError(f"{path} is damaged: it is not the snapshot that was kept")
    return data


def find_document(corpus_dir: Path, source_id: str) -> SourceDocument:
    """Find a source of the register by its id. Raises RegisterError."""
    document = next((d for d in load_sources(corpus_dir) if d.id == source_id), None)
    if document is None:
        raise RegisterError(f'"{source_id}" is not a source of {corpus_dir}')
    return document


def _find_folder(data_dir: Path, document: SourceDocument) -> Path:
    return data_dir / "ingest" / "history" / document.id / document.sha256[:16]


def _drop_oldest(data_dir: Path, current: SourceDocument) -> None:
    versions = list_versions(data_dir, current.id)
    for version in versions[: max(0, len(versions) - KEPT_VERSIONS)]:
        if version.document.sha256 != current.sha256:
            shutil.rmtree(_find_folder(data_dir, version.document), ignore_errors=True)
