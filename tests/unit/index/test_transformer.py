"""The forward pass in numpy."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.transformer import BertEncoder, apply_gelu, build_bert_encoder

WIDTH, INNER = 8, 16


@pytest.fixture
def encoder(tmp_path: Path) -> BertEncoder:
    config = {"num_hidden_layers": 2, "num_attention_heads": 2, "layer_norm_eps": 1e-12}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    random = np.random.default_rng(5)

    def draw(*shape: int) -> NDArray[np.float32]:
        return random.standard_normal(shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": draw(30, WIDTH),
        "embeddings.position_embeddings.weight": draw(12, WIDTH),
        "embeddings.token_type_embeddings.weight": draw(2, WIDTH),
    }
    shapes = {
        "intermediate.dense": (INNER, WIDTH),
        "output.dense": (WIDTH, INNER),
        "attention.output.dense": (WIDTH, WIDTH),
    }
    shapes |= {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
    norms = ["embeddings.LayerNorm"]
    for layer in ("encoder.layer.0", "encoder.layer.1"):
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
        for name, shape in shapes.items():
            weights |= {f"{layer}.{name}.weight": draw(*shape), f"{layer}.{name}.bias": draw(shape[0])}
    for name in norms:
        weights |= {f"{name}.weight": draw(WIDTH), f"{name}.bias": draw(WIDTH)}
    return build_bert_encoder(tmp_path, weights)


def test_gelu_is_exact_to_six_decimals() -> None:
    values = np.linspace(-6, 6, 400, dtype=np.float32)
    exact = [0.5 * v * (1 + math.erf(v / math.sqrt(2))) for v in values.tolist()]
    assert np.abs(apply_gelu(values) - np.asarray(exact)).max() < 2e-6


def test_a_text_has_the_same_vector_alone_and_beside_others(encoder: BertEncoder) -> None:
    texts = [[1, 5, 9, 2], [1, 7, 2], [1, 3, 3, 3, 8, 2]]
    together = encoder.embed(texts)
    alone = np.concatenate([encoder.embed([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-5)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)


def test_the_order_of_words_matters(encoder: BertEncoder) -> None:
    one, other = encoder.embed([[1, 5, 9, 2], [1, 9, 5, 2]])
    assert not np.allclose(one, other, atol=1e-3)
