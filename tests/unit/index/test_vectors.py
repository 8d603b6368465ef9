"""Vectors by the hash of their text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.vectors import (
    KnownVectors,
    embed_missing,
    hash_text,
    load_all_vectors,
    load_vectors,
    stack_vectors,
    write_vectors,
)
from tests.unit.index.law import WordEncoder

TEXTS = ["visits on Sunday", "phone calls", "mail"]


def test_only_unknown_texts_are_embedded() -> None:
    encoder = WordEncoder()
    known = embed_missing(TEXTS[:2], {}, encoder, what="passages")
    encoder.embedded.clear()
    vectors = embed_missing(TEXTS, known, encoder, what="passages")
    assert encoder.embedded == ["mail"]
    assert set(vectors) == {hash_text(text) for text in TEXTS}


def test_vectors_survive_the_disk_and_another_model_does_not_read_them(tmp_path: Path) -> None:
    vectors = embed_missing(TEXTS, {}, WordEncoder(), what="passages")
    rows = stack_vectors(TEXTS, vectors)
    write_vectors(tmp_path / "a.npz", [hash_text(text) for text in TEXTS], rows, "words")
    read = load_all_vectors(tmp_path, "words")
    assert np.allclose(stack_vectors(TEXTS, read), rows, atol=1e-3)
    assert load_vectors(tmp_path / "a.npz", "other") == {}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"rubbish"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.npz").write_bytes(content)
    assert load_vectors(tmp_path / "a.npz", "words") == {}
    assert load_vectors(tmp_path / "missing.npz", "words") == {}


def test_a_vector_store_is_handed_known_vectors_only() -> None:
    known = KnownVectors(embed_missing(TEXTS, {}, WordEncoder(), what="passages"))
    assert np.linalg.norm(known.embed_query("mail")) == pytest.approx(1.0)
    with pytest.raises(KeyError):
        known.embed_documents(["never seen"])
