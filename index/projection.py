"""Where questions, written questions and passages are compared: two learned linear maps over the packaged encoder.

A sentence vector weighs who writes and what happened as much as what is asked. The maps, one for questions and one
for passages, were trained so that a question lies near the other askings of its rule and near the rule itself
(`corpus/encoder/README.md`). The vectors that are stored stay the encoder's own: a new projection costs seconds.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.records import EncoderError
from index.settings import IndexSettings

QUESTIONS = "questions"
PASSAGES = "passages"
ENCODER = "encoder"


@dataclass(frozen=True, eq=False)
class Projection:
    """Two maps (384, 384), or none: then everything stays as the encoder made it."""

    questions: NDArray[np.float32] | None = None
    passages: NDArray[np.float32] | None = None

    @cached_property
    def fingerprint(self) -> str:
        """Changes with the maps; "" without them."""
        if self.questions is None or self.passages is None:
            return ""
        return hashlib.sha256(self.questions.tobytes() + self.passages.tobytes()).hexdigest()[:16]

    def project_questions(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Map vectors of questions, typed or written: (n, 384) in and out, rows of length one."""
        return _project(vectors, self.questions)

    def project_passages(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Map vectors of passages: (n, 384) in and out, rows of length one."""
        return _project(vectors, self.passages)


def _project(vectors: NDArray[np.float32], matrix: NDArray[np.float32] | None) -> NDArray[np.float32]:
    if matrix is None or not vectors.size:
        return vectors
    rows = vectors @ matrix.T
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return np.asarray(rows, dtype=np.float32)


def load_projection(settings: IndexSettings, fingerprint: str) -> Projection:
    """Load the maps that were trained for the encoder of this fingerprint; none when switched off or of another one.

    Raises EncoderError for a file that cannot be read.
    """
    file = settings.projection_file
    if not settings.use_projection or not file.is_file():
        return Projection()
    try:
        with np.load(file, allow_pickle=False) as stored:
            if str(stored[ENCODER]) != fingerprint:
                return Projection()
            return Projection(stored[QUESTIONS].astype(np.float32), stored[PASSAGES].astype(np.float32))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise EncoderError(
            f"The projection {file.name} cannot be read; restore the file ({error})"
        ) from error


def name_space(fingerprint: str, projection: Projection) -> str:
    """Name the space an index compares in: the encoder's fingerprint, and the projection's where there is one."""
    return f"{fingerprint}-{projection.fingerprint}" if projection.fingerprint else fingerprint


def write_projection(file: Path, projection: Projection, fingerprint: str) -> None:
    """Write the maps as float16 with the fingerprint of their encoder."""
    assert projection.questions is not None
    assert projection.passages is not None
    part = file.with_suffix(".part.npz")
    np.savez(
        part,
        questions=projection.questions.astype(np.float16),
        passages=projection.passages.astype(np.float16),
        encoder=np.asarray(fingerprint),
    )
    part.replace(file)
