"""The vectors that answering needs beside the index's: of asks for documents not held, and of screening examples.

They are shipped, because a start must not wait for them; whoever changes the texts or the encoder writes them anew.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.not_held import load_not_held
from assistant.screening.examples import (
    EXAMPLES_FILE,
    ORDINARY_FILE,
    SHIPPED_VECTORS_FILE,
    load_examples,
    write_example_vectors,
)
from assistant.settings import AssistantSettings
from index.encoder import MiniLMEncoder
from index.settings import load_index_settings
from index.vectors import DocumentEncoder, hash_text, write_vectors


def write_assistant_vectors(settings: AssistantSettings) -> int:
    """Embed all of them and write the shipped files; returns how many there are."""
    paths = load_index_settings()
    encoder = MiniLMEncoder(paths)
    needs = load_not_held(settings.corpus_dir / "not_held.toml")
    asks = sorted({ask for need in needs for ask in (*need.asks_en, *need.asks_es)}, key=hash_text)
    return write_ask_vectors(asks, encoder, paths.vectors_dir / "asks.npz") + write_screening_vectors(encoder)


def write_ask_vectors(asks: list[str], encoder: DocumentEncoder, file: Path) -> int:
    """Embed asks beside the index's vectors, where `load_text_vectors` looks for them."""
    write_vectors(file, [hash_text(ask) for ask in asks], encoder.encode_documents(asks), encoder.fingerprint)
    return len(asks)


def write_screening_vectors(encoder: DocumentEncoder, file: Path = SHIPPED_VECTORS_FILE) -> int:
    """Embed every labelled example and ordinary question of screening."""
    texts = [example.text for path in (EXAMPLES_FILE, ORDINARY_FILE) for example in load_examples(path)]
    write_example_vectors(file, texts, np.asarray(encoder.encode_documents(texts)))
    return len(texts)
