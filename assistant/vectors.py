"""The vectors of what people ask: taken from the index's own files where they stand there, computed once where not."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.vectors import (
    DocumentEncoder,
    embed_missing,
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
    """Give every text its vector (384, float32, length one), embedding and keeping those nobody has yet."""
    known = load_all_vectors(shipped_dir, encoder.fingerprint)
    known.update(load_vectors(cache_file, encoder.fingerprint))
    missing = [text for text in dict.fromkeys(texts) if hash_text(text) not in known]
    if 0 < len(missing) <= FEW:
        rows = encoder.encode_queries(missing).astype(np.float16)
        known.update(zip(map(hash_text, missing), rows, strict=True))
    elif missing:
        known.update(embed_missing(missing, {}, encoder, what="questions"))
    if missing:
        # A read-only disk costs the next start some seconds, not an answer.
        with contextlib.suppress(OSError):
            keys = sorted({hash_text(text) for text in texts})
            write_vectors(cache_file, keys, np.stack([known[key] for key in keys]), encoder.fingerprint)
    found = {text: known[hash_text(text)].astype(np.float32) for text in texts}
    return {text: row / max(float(np.linalg.norm(row)), 1e-12) for text, row in found.items()}
