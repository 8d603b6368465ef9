"""Misspelt danger words are read as what they mean: "suiside", "siezure", "overdoes'd".

Only a short list of critical words is repaired, only by one or two letters, and only when the first letter
agrees, so that ordinary words are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[a-z]{5,}")


def _deletions(word: str, depth: int) -> set[str]:
    """All strings left after deleting up to `depth` letters, the first letter kept."""
    found = {word}
    layer = {word}
    for _ in range(depth):
        layer = {w[:i] + w[i + 1 :] for w in layer for i in range(1, len(w))}
        found |= layer
    return found


def _depth(word: str) -> int:
    return 2 if len(word) >= 8 else 1


@dataclass(frozen=True)
class SpellingRepair:
    """Replaces near spellings of critical words (SymSpell's symmetric deletes)."""

    by_deletion: Mapping[str, str]
    untouched: frozenset[str]

    def __call__(self, folded: str) -> str:
        """Repair a folded message."""
        return _WORD.sub(lambda m: self._repair(m.group()), folded)

    def _repair(self, word: str) -> str:
        if word in self.untouched:
            return word
        for deleted in sorted(_deletions(word, _depth(word)), key=lambda w: (-len(w), w)):
            target = self.by_deletion.get(deleted)
            if target and abs(len(target) - len(word)) <= _depth(target) and len(deleted) >= len(target) - 2:
                return target
        return word


def build_spelling_repair(words: Iterable[str], keep: Iterable[str]) -> SpellingRepair:
    """Build the repair for critical words; `keep` are ordinary words that look like them."""
    critical = tuple(words)
    table: dict[str, str] = {}
    for word in critical:
        for deleted in _deletions(word, _depth(word)):
            table.setdefault(deleted, word)
    return SpellingRepair(by_deletion=table, untouched=frozenset(critical) | frozenset(keep))
