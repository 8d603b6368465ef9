"""Which written questions nothing is trained on: a sixth, by the hash of their words, the same on every machine.

The projection learns from the others. The ranker learns from one half of the sixth and is reported on the other; the
assistant's weights are fitted on it too.
"""

from __future__ import annotations

import hashlib
from typing import Literal

Half = Literal["dev", "test"]


def is_held_back(text: str) -> bool:
    """Whether the projection never sees a question."""
    return _hash(text) % 6 == 0


def choose_half(text: str) -> Half:
    """The half of what is held back that a question belongs to: to learn from, or to be reported on."""
    return "dev" if _hash(text) // 6 % 2 else "test"


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.casefold().encode()).hexdigest()[:12], 16)
