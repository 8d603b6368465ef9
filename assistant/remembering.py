"""One message is embedded once, however many parts of an answer ask for its vector."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.encoder import MiniLMEncoder
from index.search import Searcher
from index.settings import IndexSettings

KEPT = 512


class RememberingEncoder(MiniLMEncoder):
    """Keeps the vectors of the latest texts."""

    def __init__(self, settings: IndexSettings, kept: int = KEPT) -> None:
        super().__init__(settings)
        self._kept = kept
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._guard = threading.Lock()

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed questions, computing only those not embedded lately: (n, 384) float32, rows of length one."""
        with self._guard:
            held = {text: self._known[text] for text in texts if text in self._known}
        missing = [text for text in dict.fromkeys(texts) if text not in held]
        if missing:
            held |= dict(zip(missing, super().encode_queries(missing), strict=True))
        with self._guard:
            for text in missing:
                self._known[text] = held[text]
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return np.stack([held[text] for text in texts]) if texts else super().encode_queries(())


def remember_vectors(searcher: Searcher) -> Searcher:
    """Return the same searcher with an encoder that remembers."""
    return replace(searcher, encoder=RememberingEncoder(searcher.settings))
