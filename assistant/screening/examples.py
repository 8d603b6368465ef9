"""The labelled examples and their vectors: written by hand, embedded once, shipped beside them.

`screening_examples.jsonl` holds every status and its near misses; `screening_ordinary.jsonl` holds ordinary
questions, so that what is common is never taken for what is grave.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ingest.records import Record

DATA_DIR = Path(__file__).parent.parent / "data"
EXAMPLES_FILE = DATA_DIR / "screening_examples.jsonl"
ORDINARY_FILE = DATA_DIR / "screening_ordinary.jsonl"
SHIPPED_VECTORS_FILE = DATA_DIR / "screening_vectors.npz"
NONE = "none"
Vectors: TypeAlias = npt.NDArray[np.float32]
Embed: TypeAlias = Callable[[Sequence[str]], Vectors]
"""Texts to normalised vectors, shape (n, d)."""

_PROBE_TOLERANCE = 2e-2


class ScreeningExample(Record):
    """One labelled message of the project's own; ["none"] marks a near miss or an ordinary question."""

    text: str
    lang: str
    labels: tuple[str, ...]


def load_examples(path: Path = EXAMPLES_FILE) -> tuple[ScreeningExample, ...]:
    """Load labelled examples."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(ScreeningExample(**json.loads(line)) for line in lines if line.strip())


def load_example_vectors(
    examples: Sequence[ScreeningExample],
    embed: Embed,
    cache_file: Path | None = None,
    shipped_file: Path = SHIPPED_VECTORS_FILE,
) -> Vectors:
    """Give every example its vector (n, d), from the files where they are of this encoder, else embedded."""
    texts = [example.text for example in examples]
    known: dict[str, Vectors] = {}
    for file in (shipped_file, cache_file):
        known.update(_read_vectors(file, texts[0], embed))
    missing = [text for text in texts if _hash(text) not in known]
    if missing:
        known.update(zip(map(_hash, missing), np.asarray(embed(missing), dtype=np.float32), strict=True))
        if cache_file is not None:
            _try_writing(cache_file, texts, known)
    rows = np.stack([known[_hash(text)] for text in texts]).astype(np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def write_example_vectors(file: Path, texts: Sequence[str], vectors: Vectors) -> None:
    """Write vectors by text hash as float16, whole or not at all."""
    part = file.with_name(f"{file.stem}.part.npz")
    file.parent.mkdir(parents=True, exist_ok=True)
    keys = np.asarray([_hash(text).encode("ascii") for text in texts])
    np.savez(part, keys=keys, vectors=np.asarray(vectors, dtype=np.float16))
    part.replace(file)


def _read_vectors(file: Path | None, probe_text: str, embed: Embed) -> dict[str, Vectors]:
    """Vectors by text hash; empty when the file is missing, damaged or of another encoder."""
    if file is None or not file.exists():
        return {}
    try:
        with np.load(file, allow_pickle=False) as stored:
            keys = [key.decode("ascii") for key in stored["keys"].tolist()]
            rows = np.asarray(stored["vectors"], dtype=np.float32)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    known = dict(zip(keys, rows, strict=True))
    probe = np.asarray(embed([probe_text]), dtype=np.float32)[0]
    stored_probe = known.get(_hash(probe_text))
    is_same = stored_probe is not None and stored_probe.shape == probe.shape
    return known if is_same and np.allclose(stored_probe, probe, atol=_PROBE_TOLERANCE) else {}


def _try_writing(file: Path, texts: Sequence[str], known: Mapping[str, Vectors]) -> None:
    """A cache that cannot be written costs the next start some seconds, never an answer."""
    try:
        write_example_vectors(file, texts, np.stack([known[_hash(text)] for text in texts]))
    except OSError:
        return


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
