"""Chroma through langchain-chroma, given vectors and never asked to make one: a folder, or a server by setting.

What Chroma finds, the vectors kept beside it find as well: a search goes on when Chroma is damaged or gone, and `doctor`
names it.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.records import IndexMismatchError, SearchIndexError, VectorServerError
from index.settings import IndexSettings
from index.vectors import KnownVectors

COLLECTION = "passages"
CHROMA_BATCH = 5000
TOKEN = "CHROMA_TOKEN"  # noqa: S105 - the name of a variable
RETRY_S = 30.0
"""How long a store that failed is left alone."""
SERVER_TIMEOUT_S = 2.0
LOG = logging.getLogger(__name__)


class NearestStore(Protocol):
    """What a search asks for the passages nearest to a vector."""

    def find_nearest(self, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine similarity, best first."""
        ...

    def check(self) -> None:
        """Raise SearchIndexError where what should answer does not."""
        ...


@dataclass(frozen=True)
class NearestRows:
    """Compares with every vector: exact, and without Chroma."""

    ids: tuple[str, ...]
    vectors: NDArray[np.float32]

    def find_nearest(self, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine similarity, best first."""
        scores = self.vectors @ np.asarray(vector, dtype=np.float32)
        return [(self.ids[row], float(scores[row])) for row in np.argsort(-scores, kind="stable")[:k]]

    def check(self) -> None:
        """Rows in memory are always there."""


class VectorStore:
    """One version's collection in Chroma; `vectors` is only needed for writing."""

    def __init__(self, settings: IndexSettings, version: str, vectors: KnownVectors | None = None) -> None:
        from langchain_chroma import Chroma

        self._server = settings.chroma_url
        try:
            self._chroma: Any = Chroma(
                client=_open_client(settings, version),
                collection_name=f"{COLLECTION}-{version}" if self._server else COLLECTION,
                embedding_function=vectors,
                collection_configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
                create_collection_if_not_exists=vectors is not None,
            )
        except Exception as error:  # chromadb raises its own, sqlite's and pyo3's errors alike
            raise self._explain(error, f"The vector store {version} cannot be opened") from error

    def write(self, ids: Sequence[str], texts: Sequence[str], metadatas: Sequence[dict[str, Any]]) -> None:
        """Add or replace texts, in batches that Chroma accepts; raises SearchIndexError where it cannot."""
        try:
            for start in range(0, len(ids), CHROMA_BATCH):
                part = slice(start, start + CHROMA_BATCH)
                self._chroma.add_texts(
                    list(texts[part]), metadatas=list(metadatas[part]), ids=list(ids[part])
                )
        except Exception as error:  # chromadb's and sqlite's errors alike
            raise self._explain(error, "The vector store cannot be written") from error

    def find_nearest(self, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """The k nearest texts' ids with their cosine similarity; raises SearchIndexError when damaged or gone."""
        try:
            found = self._chroma.similarity_search_by_vector_with_relevance_scores(list(vector), k=k)
        except Exception as error:  # chromadb's and sqlite's errors alike
            raise self._explain(error, "The vector store cannot be read") from error
        return [(document.id, 1.0 - distance) for document, distance in found]

    def _explain(self, error: Exception, what: str) -> SearchIndexError:
        said = " ".join(str(error).split())[:200] or type(error).__name__
        if self._server and "does not exist" not in said:
            return VectorServerError(
                f"Chroma at {self._server} does not answer ({said}); searches go on without it. Start it again"
            )
        return IndexMismatchError(f"{what}: {said}. Run: python -m index")


def _open_client(settings: IndexSettings, version: str) -> Any:
    import chromadb

    quiet = chromadb.Settings(anonymized_telemetry=False)
    if not settings.chroma_url:
        return chromadb.PersistentClient(path=str(settings.index_dir / version / "chroma"), settings=quiet)
    address = urlsplit(settings.chroma_url)
    is_secret = address.scheme == "https"
    token = os.environ.get(TOKEN)
    client = chromadb.HttpClient(
        host=address.hostname or "127.0.0.1",
        port=address.port or (443 if is_secret else 80),
        ssl=is_secret,
        headers={"Authorization": f"Bearer {token}"} if token else None,
        settings=quiet,
    )
    # Chroma waits for ever by itself; a person does not.
    session = getattr(getattr(client, "_server", None), "_session", None)
    if session is not None:
        session.timeout = SERVER_TIMEOUT_S
    return client


def drop_old_collections(settings: IndexSettings, keep: Sequence[str]) -> None:
    """Remove the collections of versions that are not to be kept from a server; a folder's go with the version."""
    if not settings.chroma_url:
        return
    client = _open_client(settings, keep[0])
    kept = {f"{COLLECTION}-{version}" for version in keep}
    for collection in client.list_collections():
        if collection.name.startswith(f"{COLLECTION}-") and collection.name not in kept:
            client.delete_collection(collection.name)


class LastingStore:
    """Asks Chroma, and the rows in memory while Chroma fails: the same passages, so that nobody notices."""

    def __init__(self, open_store: Callable[[], VectorStore], rows: NearestRows) -> None:
        self._open_store = open_store
        self._rows = rows
        self._store: VectorStore | None = None
        self._failure: SearchIndexError | None = None
        self._left_alone_until = 0.0
        self._lock = threading.Lock()
        try:
            self._store = open_store()
        except SearchIndexError as error:
            self._leave_alone(error)

    def find_nearest(self, vector: Sequence[float], k: int) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine similarity, best first."""
        if time.monotonic() >= self._left_alone_until:
            try:
                return self._reopen().find_nearest(vector, k)
            except SearchIndexError as error:
                self._leave_alone(error)
        return self._rows.find_nearest(vector, k)

    def check(self) -> None:
        """Ask Chroma itself; raises SearchIndexError where it is damaged or gone."""
        if self._failure and time.monotonic() < self._left_alone_until:
            raise self._failure
        store = self._store or self._open_store()
        store.find_nearest(self._rows.vectors[0].tolist(), 1)

    def _reopen(self) -> VectorStore:
        with self._lock:
            if self._store is None:
                self._store = self._open_store()
            return self._store

    def _leave_alone(self, error: SearchIndexError) -> None:
        LOG.warning("Searching without Chroma for %.0f s: %s", RETRY_S, error)
        self._store, self._failure = None, error
        self._left_alone_until = time.monotonic() + RETRY_S


def open_lasting_store(settings: IndexSettings, version: str, rows: NearestRows) -> LastingStore:
    """Open a version's store with the rows that stand in for it."""
    return LastingStore(lambda: VectorStore(settings, version), rows)
