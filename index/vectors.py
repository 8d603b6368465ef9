"""Vectors by the hash of the text they stand for, so that no text is ever embedded twice.

The corpus's own vectors are shipped as float16 beside it (`corpus/vectors/`), which spares a first run the
minutes of embedding; anything missing, or made by another model, is embedded where it is needed.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

Vector: TypeAlias = NDArray[np.float16]
BATCH = 128


class DocumentEncoder(Protocol):
    """What turns passages into vectors; `MiniLMEncoder`, or a fake in tests."""

    @property
    def fingerprint(self) -> str:
        """Changes with anything that changes a vector."""
        ...

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32, rows of length one."""
        ...


def hash_text(text: str) -> str:
    """The key of a text's vector: sha256, first 16 hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def load_vectors(file: Path, fingerprint: str) -> dict[str, Vector]:
    """Load the vectors of one file by text hash; empty when it is missing, damaged or by another model."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            if str(stored["fingerprint"]) != fingerprint:
                return {}
            keys = [key.decode("ascii") for key in stored["keys"].tolist()]
            rows: Vector = stored["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    return dict(zip(keys, rows, strict=True))


def load_all_vectors(directory: Path, fingerprint: str) -> dict[str, Vector]:
    """Load every file of vectors in a directory that this model made."""
    known: dict[str, Vector] = {}
    for file in sorted(directory.glob("*.npz")):
        known.update(load_vectors(file, fingerprint))
    return known


def write_vectors(file: Path, keys: Sequence[str], rows: NDArray[Any], fingerprint: str) -> None:
    """Write rows of vectors with their keys, as float16."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part.npz")
    np.savez(
        part,
        keys=np.asarray([key.encode("ascii") for key in keys]),
        vectors=rows.astype(np.float16),
        fingerprint=np.asarray(fingerprint),
    )
    part.replace(file)


def embed_missing(
    texts: Sequence[str], known: Mapping[str, Vector], encoder: DocumentEncoder, *, what: str
) -> dict[str, Vector]:
    """Give every text's vector by its hash, embedding (with a progress bar on stderr) only the unknown ones."""
    vectors = {key: known[key] for key in map(hash_text, texts) if key in known}
    batches = cut_batches(texts, known)
    if not batches:
        return vectors
    from tqdm import tqdm

    with tqdm(total=sum(map(len, batches)), desc=f"Embedding {what}", unit="text", file=sys.stderr) as bar:
        for batch in batches:
            rows = encoder.encode_documents(batch).astype(np.float16)
            vectors.update(zip(map(hash_text, batch), rows, strict=True))
            bar.update(len(batch))
    return vectors


def cut_batches(texts: Sequence[str], known: Mapping[str, Vector]) -> list[list[str]]:
    """Cut the texts that are not known into batches; texts of like length together waste no padding."""
    wanted = {hash_text(text): text for text in texts}
    missing = sorted((text for key, text in wanted.items() if key not in known), key=len)
    return [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]


def stack_vectors(texts: Sequence[str], vectors: Mapping[str, Vector]) -> NDArray[np.float32]:
    """Stack the vectors of texts as float32 rows of length one."""
    if not texts:
        return np.zeros((0, 0), dtype=np.float32)
    rows = np.stack([vectors[hash_text(text)] for text in texts]).astype(np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


class KnownVectors(Embeddings):
    """Hands a vector store the vectors it would otherwise have computed."""

    def __init__(self, vectors: Mapping[str, Vector]) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Give the vectors of known texts; an unknown one is a KeyError."""
        rows: list[list[float]] = stack_vectors(texts, self._vectors).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Give the vector of a known text."""
        return self.embed_documents([text])[0]
