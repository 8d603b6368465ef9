"""Labelled examples vote: a message is read like the examples nearest to it in meaning.

The vectors of the examples are kept in one small file beside the index; a probe shows whether they still
come from the encoder in use.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ingest.records import Record

EXAMPLES_FILE = Path(__file__).parent.parent / "data" / "screening_examples.jsonl"
NONE = "none"
Vectors: TypeAlias = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
"""Texts to normalised vectors, shape (n, d)."""

_NEIGHBOURS = 9
_SIMILARITY_FLOOR = 0.25
"""Below this two short messages have nothing in common."""
_PROBE_TOLERANCE = 1e-2


class ScreeningExample(Record):
    """One labelled message of the project's own; ["none"] marks a near miss."""

    text: str
    lang: str
    labels: tuple[str, ...]


class ExampleVote(Record):
    """How the nearest examples speak for one label."""

    status: str
    share: float
    """0 to 1: this label's part of the neighbours' weight."""
    nearest: float
    """Cosine of the nearest example with this label."""
    example: str


@dataclass(frozen=True)
class ExampleIndex:
    """Examples with their vectors."""

    examples: tuple[ScreeningExample, ...]
    vectors: Vectors

    def vote(self, vector: Vectors) -> dict[str, ExampleVote]:
        """Vote among the nearest examples; `vector` is normalised, shape (d,)."""
        similarities = self.vectors @ vector
        order = np.argsort(-similarities)[:_NEIGHBOURS]
        weights = np.maximum(similarities[order] - _SIMILARITY_FLOOR, 0.0) ** 2
        total = float(weights.sum())
        votes: dict[str, ExampleVote] = {}
        for position, weight in zip(order, weights, strict=True):
            example = self.examples[int(position)]
            for status in example.labels:
                before = votes.get(status)
                share = float(weight) / total if total else 0.0
                votes[status] = ExampleVote(
                    status=status,
                    share=share + (before.share if before else 0.0),
                    nearest=before.nearest if before else float(similarities[position]),
                    example=before.example if before else example.text,
                )
        return votes


def load_examples(path: Path = EXAMPLES_FILE) -> tuple[ScreeningExample, ...]:
    """Load the labelled examples."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(ScreeningExample(**json.loads(line)) for line in lines if line.strip())


def build_example_index(
    examples: Sequence[ScreeningExample], embed: Embed, cache_file: Path | None = None
) -> ExampleIndex:
    """Build the index, reading vectors from the cache when it is of these examples and this encoder."""
    texts = [example.text for example in examples]
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    vectors = _read_cached(cache_file, digest, texts, embed)
    if vectors is None:
        vectors = np.asarray(embed(texts), dtype=np.float32)
        _write_cached(cache_file, digest, vectors)
    return ExampleIndex(tuple(examples), vectors)


def _read_cached(path: Path | None, digest: str, texts: Sequence[str], embed: Embed) -> Vectors | None:
    if path is None or not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as stored:
            if str(stored["digest"]) != digest:
                return None
            vectors = np.asarray(stored["vectors"], dtype=np.float32)
    except (OSError, ValueError, KeyError, EOFError):
        return None
    probe = np.asarray(embed([texts[0]]), dtype=np.float32)[0]
    same_shape = vectors.shape == (len(texts), probe.shape[0])
    return vectors if same_shape and np.allclose(vectors[0], probe, atol=_PROBE_TOLERANCE) else None


def _write_cached(path: Path | None, digest: str, vectors: Vectors) -> None:
    """Write atomically; a cache that cannot be written costs time, never an answer."""
    if path is None:
        return
    part = path.with_name(f"{path.stem}.part.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(part, digest=np.array(digest), vectors=vectors)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
