"""A BERT encoder's forward pass in numpy, for the one short text a person is waiting for.

It reads the same weights as sentence-transformers and gives the same vector to six decimals, without the
ten seconds and half a gigabyte that importing torch costs a page that is opening.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Linear:
    """x @ weight + bias; the weight stands (in, out) in one piece, which halves the time of a thin product."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]

    def __call__(self, state: NDArray[np.float32]) -> NDArray[np.float32]:
        """Apply to rows."""
        return np.asarray(state @ self.weight + self.bias)


@dataclass(frozen=True)
class LayerNorm:
    """Scale each row to mean 0 and variance 1, then by what was learned."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    epsilon: float

    def __call__(self, state: NDArray[np.float32]) -> NDArray[np.float32]:
        """Apply to rows."""
        centred = state - state.mean(axis=-1, keepdims=True)
        variance = np.einsum("ij,ij->i", centred, centred)[:, None] / state.shape[1]
        return np.asarray(centred / np.sqrt(variance + self.epsilon) * self.weight + self.bias)


@dataclass(frozen=True)
class BertLayer:
    """One layer; query, key and value are one product."""

    attend: Linear
    join: Linear
    join_norm: LayerNorm
    widen: Linear
    narrow: Linear
    narrow_norm: LayerNorm


@dataclass(frozen=True)
class BertEncoder:
    """A whole encoder, ready for token ids."""

    words: NDArray[np.float32]
    positions: NDArray[np.float32]
    norm: LayerNorm
    layers: tuple[BertLayer, ...]
    heads: int

    def embed(self, texts: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Embed texts given as token ids: (n, width), each the mean over its tokens, of length one.

        Texts are laid end to end, so that the weights are read once for all of them.
        """
        bounds = np.cumsum([0, *(len(ids) for ids in texts)])
        spans = [slice(int(a), int(b)) for a, b in itertools.pairwise(bounds)]
        places = np.concatenate([np.arange(len(ids)) for ids in texts])
        state = self.norm(
            self.words[np.concatenate([np.asarray(ids) for ids in texts])] + self.positions[places]
        )
        for layer in self.layers:
            context = self._attend(layer.attend(state), spans)
            state = layer.join_norm(state + layer.join(context))
            state = layer.narrow_norm(state + layer.narrow(apply_gelu(layer.widen(state))))
        means = np.stack([state[span].mean(axis=0) for span in spans])
        return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12))

    def _attend(self, mixed: NDArray[np.float32], spans: Sequence[slice]) -> NDArray[np.float32]:
        """Let each token look at its own text's tokens."""
        width = mixed.shape[1] // 3
        size = width // self.heads
        context = np.empty((len(mixed), width), dtype=np.float32)
        for span in spans:
            parts = mixed[span].reshape(-1, 3, self.heads, size).transpose(1, 2, 0, 3)
            scores = parts[0] @ parts[1].transpose(0, 2, 1) * np.float32(1 / math.sqrt(size))
            scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
            scores /= scores.sum(axis=-1, keepdims=True)
            context[span] = (scores @ parts[2]).transpose(1, 0, 2).reshape(-1, width)
        return context


def build_bert_encoder(model_dir: Path, weights: Mapping[str, NDArray[np.float32]]) -> BertEncoder:
    """Arrange the weights of a BERT model for the pass; `config.json` gives its shape."""
    config: dict[str, Any] = json.loads((model_dir / "config.json").read_text(encoding="utf-8"))

    def linear(*names: str) -> Linear:
        weight = np.concatenate([weights[f"{name}.weight"] for name in names])
        bias = np.concatenate([weights[f"{name}.bias"] for name in names])
        return Linear(np.ascontiguousarray(weight.T), bias)

    def norm(name: str) -> LayerNorm:
        return LayerNorm(weights[f"{name}.weight"], weights[f"{name}.bias"], config["layer_norm_eps"])

    def layer(name: str) -> BertLayer:
        attention = f"{name}.attention"
        return BertLayer(
            attend=linear(*(f"{attention}.self.{part}" for part in ("query", "key", "value"))),
            join=linear(f"{attention}.output.dense"),
            join_norm=norm(f"{attention}.output.LayerNorm"),
            widen=linear(f"{name}.intermediate.dense"),
            narrow=linear(f"{name}.output.dense"),
            narrow_norm=norm(f"{name}.output.LayerNorm"),
        )

    return BertEncoder(
        words=weights["embeddings.word_embeddings.weight"],
        positions=weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0],
        norm=norm("embeddings.LayerNorm"),
        layers=tuple(layer(f"encoder.layer.{number}") for number in range(config["num_hidden_layers"])),
        heads=config["num_attention_heads"],
    )


def apply_gelu(state: NDArray[np.float32]) -> NDArray[np.float32]:
    """GELU with the error function of Abramowitz and Stegun 7.1.26 (error below 2e-7), as numpy has none."""
    scaled = np.abs(state) * np.float32(1 / math.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * scaled)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.copysign(1 - series * np.exp(-scaled * scaled), state)
    return np.asarray(0.5 * state * (1 + erf), dtype=np.float32)
