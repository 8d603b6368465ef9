"""A BERT encoder's forward pass in numpy, for the one short text a person is waiting for.

It reads the same weights as sentence-transformers and gives the same vector to six decimals, without the
ten seconds and half a gigabyte that importing torch costs a page that is opening.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class BertShape:
    """The few numbers of `config.json` that the pass needs."""

    layers: int
    heads: int
    epsilon: float


def load_bert_shape(model_dir: Path) -> BertShape:
    """Read the shape of the model from its `config.json`."""
    config: dict[str, Any] = json.loads((model_dir / "config.json").read_text(encoding="utf-8"))
    return BertShape(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        epsilon=config["layer_norm_eps"],
    )


def embed_token_ids(
    ids: NDArray[np.int64], weights: Mapping[str, NDArray[np.float32]], shape: BertShape
) -> NDArray[np.float32]:
    """Embed one text given as token ids: mean of the last layer over its tokens, of length one."""
    state = weights["embeddings.word_embeddings.weight"][ids]
    state = state + weights["embeddings.position_embeddings.weight"][: len(ids)]
    state = state + weights["embeddings.token_type_embeddings.weight"][0]
    state = _normalise_layer(state, weights, "embeddings.LayerNorm", shape.epsilon)
    for number in range(shape.layers):
        state = _apply_layer(state, weights, f"encoder.layer.{number}", shape)
    mean = state.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)


def _apply_layer(
    state: NDArray[np.float32], weights: Mapping[str, NDArray[np.float32]], name: str, shape: BertShape
) -> NDArray[np.float32]:
    tokens, width = state.shape
    size = width // shape.heads

    def split_heads(part: str) -> NDArray[np.float32]:
        whole = _apply_linear(state, weights, f"{name}.attention.self.{part}")
        return np.asarray(whole.reshape(tokens, shape.heads, size).transpose(1, 0, 2))

    query, key, value = split_heads("query"), split_heads("key"), split_heads("value")
    scores = query @ key.transpose(0, 2, 1) / math.sqrt(size)
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    scores /= scores.sum(axis=-1, keepdims=True)
    context = (scores @ value).transpose(1, 0, 2).reshape(tokens, width)
    state = state + _apply_linear(context, weights, f"{name}.attention.output.dense")
    state = _normalise_layer(state, weights, f"{name}.attention.output.LayerNorm", shape.epsilon)
    inner = _apply_gelu(_apply_linear(state, weights, f"{name}.intermediate.dense"))
    state = state + _apply_linear(inner, weights, f"{name}.output.dense")
    return _normalise_layer(state, weights, f"{name}.output.LayerNorm", shape.epsilon)


def _apply_linear(
    state: NDArray[np.float32], weights: Mapping[str, NDArray[np.float32]], name: str
) -> NDArray[np.float32]:
    return np.asarray(state @ weights[f"{name}.weight"].T + weights[f"{name}.bias"])


def _normalise_layer(
    state: NDArray[np.float32], weights: Mapping[str, NDArray[np.float32]], name: str, epsilon: float
) -> NDArray[np.float32]:
    centred = state - state.mean(axis=-1, keepdims=True)
    variance = (centred * centred).mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt(variance + epsilon)
    return np.asarray(scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"])


def _apply_gelu(state: NDArray[np.float32]) -> NDArray[np.float32]:
    """GELU with the error function of Abramowitz and Stegun 7.1.26 (error below 2e-7), as numpy has none."""
    scaled = np.abs(state) * np.float32(1 / math.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * scaled)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(state) * (1 - series * np.exp(-scaled * scaled))
    return np.asarray(0.5 * state * (1 + erf), dtype=np.float32)
