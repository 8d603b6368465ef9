"""Whether a text holds a quote is decided by its words, so that systems that cut the law differently can be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evals.records import Gold

SHINGLE_WORDS = 4
COVERED = 0.8
WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")


def fold_words(text: str) -> tuple[str, ...]:
    """Lower-case words of a text, without punctuation; apostrophes are made straight."""
    return tuple(WORD.findall(text.lower().replace("’", "'")))


def build_shingles(text: str, size: int = SHINGLE_WORDS) -> frozenset[tuple[str, ...]]:
    """Every run of `size` words; a shorter text is one shingle."""
    words = fold_words(text)
    if not words:
        return frozenset()
    return frozenset(words[n : n + size] for n in range(max(1, len(words) - size + 1)))


def measure_coverage(text: str, quote: str) -> float:
    """|shingles(quote) ∩ shingles(text)| / |shingles(quote)|, shingles of four words."""
    wanted = build_shingles(quote)
    if not wanted:
        return 0.0
    size = len(next(iter(wanted)))
    return len(wanted & build_shingles(text, size)) / len(wanted)


def covers(text: str, quote: str) -> bool:
    """A text covers a quote when it holds at least 80 % of its four-word shingles."""
    return measure_coverage(text, quote) >= COVERED


def find_covered(texts: Sequence[str], gold: Sequence[Gold]) -> tuple[frozenset[int], ...]:
    """For each text, in order, the indices of the gold quotes it covers."""
    wanted = [build_shingles(g.quote) for g in gold]
    found = []
    for text in texts:
        shingles = build_shingles(text)
        found.append(
            frozenset(
                n
                for n, w in enumerate(wanted)
                if w
                and (
                    len(w & shingles) / len(w) >= COVERED
                    if len(next(iter(w))) == SHINGLE_WORDS
                    else covers(text, gold[n].quote)
                )
            )
        )
    return tuple(found)
