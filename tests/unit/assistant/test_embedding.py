"""Vectors shipped for the assistant are found again under the texts they were made from."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.embedding import write_ask_vectors, write_screening_vectors
from assistant.screening.examples import load_example_vectors, load_examples
from assistant.vectors import FEW, load_text_vectors
from tests.unit.index.law import WordEncoder


def test_asks_shipped_beside_the_corpus_need_no_embedding_however_many(tmp_path: Path) -> None:
    encoder = WordEncoder()
    asks = [f"question number {number}" for number in range(FEW + 50)]
    assert write_ask_vectors(asks, encoder, tmp_path / "asks.npz") == len(asks)
    encoder.embedded.clear()
    found = load_text_vectors(asks, encoder, tmp_path, tmp_path / "cache.npz")
    assert set(found) == set(asks)
    assert encoder.embedded == []


def test_screening_vectors_are_those_of_the_encoder_that_wrote_them(tmp_path: Path) -> None:
    encoder = WordEncoder(16)
    file = tmp_path / "screening.npz"
    write_screening_vectors(encoder, file)
    examples = load_examples()[:5]
    stored = load_example_vectors(examples, encoder.encode_queries, shipped_file=file)
    wanted = encoder.encode_queries([example.text for example in examples])
    assert np.allclose(stored, wanted, atol=1e-3)
