"""Registering a new source: it is read, parsed and split first, and only then written; a failure leaves no trace."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from ingest.errors import (
    ParseError,
    RegisterError,
    SourceUnavailableError,
    SourceUnreadableError,
)
from ingest.loaders import ENDINGS
from ingest.loaders.url import MAX_BYTES, FetchedDocument, fetch_document, is_url
from ingest.records import SourceDocument, SourceKind
from ingest.report import IngestedSource
from ingest.run import ingest_source
from ingest.sources import (
    REGISTER,
    hash_bytes,
    load_places,
    load_sources,
    register_snapshot,
    write_register,
)

AUTHORITY: dict[SourceKind, int] = {"statute": 1, "policy": 2, "agency_page": 3}
_ID = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")
_MAX_TITLE = 300


@dataclass(frozen=True)
class NewSource:
    """What a person says of a source that is to be registered."""

    location: str
    id: str
    kind: SourceKind
    title: str
    publisher: str = ""
    url: str = ""
    edition: str = "snapshot"
    retrieved_on: date | None = None
    allow_private: bool = False
    is_replacement: bool = False


def add_source(corpus_dir: Path, new: NewSource, *, max_bytes: int = MAX_BYTES) -> IngestedSource:
    """Snapshot and register a source; returns what it parses to.

    Raises IngestError with nothing changed: the register, the snapshots and the passages stay as they were.
    """
    registered = load_sources(corpus_dir) if (corpus_dir / REGISTER).exists() else ()
    _check_request(new, registered)
    fetched = _read_location(new, max_bytes)
    document = _describe(new, fetched)
    _check_file(corpus_dir, document, registered)
    ingested = ingest_source(corpus_dir, document, load_places(corpus_dir), fetched.data, new.location)
    if not ingested.passages:
        raise ParseError(new.id, 1, "text that makes at least one passage")
    register_snapshot(corpus_dir, document, fetched.data)
    return ingested


def accept_change(corpus_dir: Path, source_id: str, today: date) -> SourceDocument:
    """Register the present bytes of a snapshot that changed; raises where they cannot be parsed."""
    document = next((d for d in load_sources(corpus_dir) if d.id == source_id), None)
    if document is None:
        raise RegisterError(f'"{source_id}" is not a source of {corpus_dir}')
    try:
        data = (corpus_dir / document.file).read_bytes()
    except OSError as error:
        raise SourceUnavailableError(
            f"{corpus_dir / document.file} cannot be read ({error.strerror})"
        ) from error
    if hash_bytes(data) == document.sha256:
        return document
    ingest_source(corpus_dir, document, load_places(corpus_dir), data, str(corpus_dir / document.file))
    accepted = document.model_copy(update={"sha256": hash_bytes(data), "retrieved_on": today})
    write_register(corpus_dir, accepted)
    return accepted


def _check_request(new: NewSource, registered: tuple[SourceDocument, ...]) -> None:
    if not _ID.match(new.id):
        raise RegisterError(f'"{new.id}" is no id: use small letters, digits and hyphens, at most 64')
    if not new.title.strip() or len(new.title) > _MAX_TITLE:
        raise RegisterError(f"{new.id}: give a title of 1 to {_MAX_TITLE} characters")
    if any(d.id == new.id for d in registered) and not new.is_replacement:
        raise RegisterError(
            f'"{new.id}" is registered already; choose another id, or replace it with --replace'
        )


def _read_location(new: NewSource, max_bytes: int) -> FetchedDocument:
    if is_url(new.location):
        return fetch_document(new.location, allow_private=new.allow_private, max_bytes=max_bytes)
    path = Path(new.location)
    if "://" in new.location:
        raise SourceUnavailableError(
            f"{new.location} is not an http(s) address; give one, or the path of a file"
        )
    if path.suffix.lower() not in ENDINGS:
        raise SourceUnreadableError(
            f"{path}: cannot read this kind of file; give one of: {', '.join(ENDINGS)}"
        )
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise SourceUnreadableError(
                f"{path} is larger than {max_bytes // 1_000_000} MB; split it and add the parts"
            )
        return FetchedDocument(path.read_bytes(), "", path.suffix.lower())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceUnavailableError(f"{path} cannot be read ({reason}); check the path") from error


def _describe(new: NewSource, fetched: FetchedDocument) -> SourceDocument:
    url = new.url or fetched.url
    return SourceDocument(
        id=new.id,
        title=" ".join(new.title.split()),
        publisher=new.publisher or urlsplit(url).hostname or "not stated",
        url=url,
        edition=new.edition,
        retrieved_on=new.retrieved_on or date.today(),
        kind=new.kind,
        authority=AUTHORITY[new.kind],
        file=f"{new.id}{fetched.ending}",
        sha256=hash_bytes(fetched.data),
    )


def _check_file(corpus_dir: Path, document: SourceDocument, registered: tuple[SourceDocument, ...]) -> None:
    own = next((d.file for d in registered if d.id == document.id), None)
    if (corpus_dir / document.file).exists() and document.file != own:
        raise RegisterError(
            f"{corpus_dir / document.file} exists and is not this source's; choose another id"
        )
