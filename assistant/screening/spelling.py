"""Misspelt danger words are read as what they mean: "suicidle", "siezure", "overdosd".

Only a short list of critical words is repaired, only over one letter (two in long words), and only when the
first letter agrees; ordinary words that look like them are listed and left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[a-z]{5,}")
_LONG_WORD = 9
_LONGEST_WORD = 20
"""No critical word is near this long; the deletions of a word of 4,000 letters would fill the memory."""


@dataclass(frozen=True)
class SpellingRepair:
    """Replaces near spellings of critical words (SymSpell's symmetric deletes, then a distance check)."""

    by_deletion: Mapping[str, tuple[str, ...]]
    untouched: frozenset[str]

    def __call__(self, folded: str) -> str:
        """Repair a folded message."""
        return _WORD.sub(lambda m: self._repair(m.group()), folded)

    def _repair(self, word: str) -> str:
        if word in self.untouched or len(word) > _LONGEST_WORD:
            return word
        near = {target for key in _deletions(word) for target in self.by_deletion.get(key, ())}
        scored = sorted((measure_distance(word, target), target) for target in near)
        return scored[0][1] if scored and scored[0][0] <= _allowance(scored[0][1]) else word


def build_spelling_repair(words: Iterable[str], keep: Iterable[str]) -> SpellingRepair:
    """Build the repair for critical words; `keep` are ordinary words that look like them."""
    critical = tuple(words)
    table: dict[str, tuple[str, ...]] = {}
    for word in critical:
        for key in _deletions(word):
            table[key] = (*table.get(key, ()), word)
    return SpellingRepair(by_deletion=table, untouched=frozenset(critical) | frozenset(keep))


def measure_distance(left: str, right: str) -> int:
    """Measure the edit distance; two neighbouring letters swapped count once (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        two_before, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _allowance(word: str) -> int:
    return 2 if len(word) >= _LONG_WORD else 1


def _deletions(word: str) -> set[str]:
    """The word and what is left of it after deleting as many letters as may differ, the first one kept."""
    found = layer = {word}
    for _ in range(_allowance(word)):
        layer = {w[:i] + w[i + 1 :] for w in layer for i in range(1, len(w))}
        found = found | layer
    return found
