"""Going back to a kept version: it is read first, then registered again, and the next ingest publishes it."""

from __future__ import annotations

from ingest.errors import RegisterError
from ingest.history import KeptVersion, find_document, find_version, read_version
from ingest.report import IngestedSource
from ingest.run import ingest_source
from ingest.settings import IngestSettings
from ingest.sources import load_places, register_snapshot
from ingest.store import lock_store


def parse_version(settings: IngestSettings, version: KeptVersion) -> IngestedSource:
    """Parse a kept version with the rules of today."""
    data = read_version(settings.data_dir, version)
    return ingest_source(settings.corpus_dir, version.document, load_places(settings.corpus_dir), data)


def roll_back(settings: IngestSettings, source_id: str, name: str | None = None) -> KeptVersion:
    """Register a kept version again: the one before, or the one named; returns it. Nothing else changes.

    Raises IngestError, and then the register and the snapshot are as they were.
    """
    with lock_store(settings.data_dir):
        version = find_version(settings, source_id, name)
        current = find_document(settings.corpus_dir, source_id)
        if version.document.sha256 == current.sha256:
            raise RegisterError(f"{source_id}: {version.name} is the registered version already")
        if not parse_version(settings, version).passages:
            raise RegisterError(f"{source_id}: {version.name} makes no passage; choose another version")
        register_snapshot(settings.corpus_dir, version.document, read_version(settings.data_dir, version))
    return version
