"""How a message is said, beside what it says: a question or a report, about whom, when, and where held.

Two messages about stabbing are alike in words; one asks for the rule, the other tells of last night.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from assistant.screening.examples import Vectors
from assistant.screening.patterns import PatternSet
from assistant.screening.text import split_sentences

_LONG_WORDS = 25


@dataclass(frozen=True)
class TraitReader:
    """Reads the traits of a message as a vector of zeros and ones."""

    patterns: PatternSet

    def __call__(self, text: str) -> Vectors:
        """Read the traits, shape (k,): three about its sentences, then one for each pattern of `[traits]`."""
        folded = self.patterns.fold(text)
        sentences = split_sentences(folded) or (folded,)
        told = [s for s in sentences if not self.patterns.question.search(s)]
        tells_of_person = any(self.patterns.person.search(s) for s in told)
        own = [not told, tells_of_person, len(folded.split()) > _LONG_WORDS]
        matched = [pattern.search(folded) is not None for pattern in self.patterns.traits.values()]
        return np.asarray([*own, *matched], dtype=np.float32)


def find_windows(text: str, patterns: PatternSet, *, min_words: int = 5, max_windows: int = 6) -> list[str]:
    """Find the sentences of a long message worth reading alone, so that one cry is not lost in a story."""
    if len(text.split()) <= _LONG_WORDS:
        return []
    sentences = [s.strip() for s in re.split(r"(?<=[.!?;\n])\s+", text)]
    return [s for s in sentences if len(s.split()) >= min_words][:max_windows]
