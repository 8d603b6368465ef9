"""Vectors of texts by their hash: shipped with the corpus, kept between runs, and computed only when few are missing.

A start must not wait for minutes of embedding: of many unknown texts none is embedded here; `python -m index` does it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.vectors import (
    DocumentEncoder,
    hash_text,
    load_all_vectors,
    load_vectors,
    write_vectors,
)

FEW = 150
"""Up to so many texts plain numpy is done before torch has been imported."""


class TwoWayEncoder(DocumentEncoder, Protocol):
    """Embeds many texts fast, or a few at once."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) float32, rows of length one."""
        ...


def load_text_vectors(
    texts: Sequence[str], encoder: TwoWayEncoder, shipped_dir: Path, cache_file: Path
) -> dict[str, NDArray[np.float32]]:
    """Give texts their vectors (384, float32, length one); many unknown ones are left out, a few are embedded and kept."""
    known = load_all_vectors(shipped_dir, encoder.fingerprint)
    known.update(load_vectors(cache_file, encoder.fingerprint))
    missing = [text for text in dict.fromkeys(texts) if hash_text(text) not in known]
    if 0 < len(missing) <= FEW:
        rows = encoder.encode_queries(missing).astype(np.float16)
        known.update(zip(map(hash_text, missing), rows, strict=True))
        # A read-only disk costs the next start some seconds, not an answer.
        with contextlib.suppress(OSError):
            kept = load_vectors(cache_file, encoder.fingerprint) | dict(
                zip(map(hash_text, missing), rows, strict=True)
            )
            write_vectors(cache_file, list(kept), np.stack(list(kept.values())), encoder.fingerprint)
    found = {text: known[key].astype(np.float32) for text in texts if (key := hash_text(text)) in known}
    return {text: row / max(float(np.linalg.norm(row)), 1e-12) for text, row in found.items()}
