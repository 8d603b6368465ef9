"""What a baseline or an ablation has to embed is embedded once; it is kept as it comes, so that a stopped run goes on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.vectors import (
    DocumentEncoder,
    embed_missing,
    hash_text,
    load_vectors,
    stack_vectors,
    write_vectors,
)

BATCH = 128


def load_or_embed(
    encoder: DocumentEncoder, texts: Sequence[str], cache_dir: Path, name: str
) -> NDArray[np.float32]:
    """Vectors of texts, in order: (n, d) float32, rows of length one; kept in `cache_dir` under a name."""
    file = cache_dir / f"{name}.npz"
    known = load_vectors(file, encoder.fingerprint)
    missing = [text for text in dict.fromkeys(texts) if hash_text(text) not in known]
    for start in range(0, len(missing), BATCH):
        known |= embed_missing(missing[start : start + BATCH], known, encoder, what=name)
        write_vectors(file, list(known), np.stack(list(known.values())), encoder.fingerprint)
    return stack_vectors(texts, known)
