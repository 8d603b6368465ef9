"""Spelling repair that would rather miss a slip than touch a right word.

A word is repaired only when no list knows it (common English, the corpus, the questions, the glossary), it is
no name or citation, and one word of this field is near. Spanish is repaired only towards Spanish.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from symspellpy import SymSpell, Verbosity

from index.lexical import fold_text

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SHORTEST = 4
"""Letters below which a word is never repaired."""
FAR_FROM = 7
"""Letters from which two slips in one word are believed."""
SEEN_ENOUGH = 3
"""Times a word must occur in this field's texts before another is turned into it."""
RIVAL = 10
"""How many times as frequent the right word is beside a slip."""


@dataclass(frozen=True)
class Speller:
    """What is known, and what may be proposed, in each language."""

    known: frozenset[str]
    proposals: Mapping[str, Any]
    """Language → a SymSpell over that language's words of this field."""

    def repair(self, text: str, language: str) -> str | None:
        """Repair a text; None when nothing had to be."""
        is_shouted = text.upper() == text
        pieces, position = [], 0
        for match in WORD.finditer(text):
            is_first = not re.search(r"[^\W\d_]", text[: match.start()][-3:]) and (
                match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".!?¿¡\n"
            )
            word = match.group()
            if word[0].isupper() and not is_first and not is_shouted:
                continue
            if _touches_digit(text, match.start(), match.end()):
                continue
            better = self._propose(fold_text(word), language)
            if better is not None:
                pieces += [text[position : match.start()], better]
                position = match.end()
        return "".join((*pieces, text[position:])) if pieces else None

    def _propose(self, word: str, language: str) -> str | None:
        if len(word) < SHORTEST or "'" in word or word in self.known or _reduce_plural(word) in self.known:
            return None
        # Spanish has endings (abuelita) and no list of common words here: only the surest slips are repaired.
        distance = 2 if len(word) >= FAR_FROM and language == "en" else 1
        found = self.proposals[language].lookup(word, Verbosity.TOP, max_edit_distance=distance)
        if not found or (found[0].distance > 1 and not self.known.isdisjoint(_vary_word(word))):
            return None
        return str(found[0].term)


def build_speller(
    law: Iterable[str], asked: Mapping[str, Iterable[str]], extra: Iterable[str] = ()
) -> Speller:
    """Build from the law's texts and from questions by language; words of `extra` are right though never proposed.

    Questions are written as people write, slips included: a word of theirs that no list knows is held for a slip when
    a far more frequent word is near.
    """
    common, written = load_common_words() | set(_count_words(extra)), _count_words(law)
    counts = {"en": written + _count_words(asked["en"]), "es": _count_words(asked["es"])}
    known = set(common) | {word for word, n in written.items() if n >= SEEN_ENOUGH}
    proposals = {}
    for language, words in counts.items():
        seen = {word: n for word, n in words.items() if n >= SEEN_ENOUGH}
        sure = {word: n for word, n in seen.items() if language == "es" or word in known}
        near = _build_symspell(sure)
        slips = {word for word, n in seen.items() if word not in known and _has_rival(word, n, near)}
        known |= seen.keys() - slips
        proposals[language] = _build_symspell({word: n for word, n in sure.items() if word not in slips})
    return Speller(frozenset(known), proposals)


def _has_rival(word: str, count: int, words: Any) -> bool:
    """Whether a far more frequent word is one slip away."""
    return any(
        found.term != word and found.count >= RIVAL * count
        for found in words.lookup(word, Verbosity.ALL, max_edit_distance=1)
    )


def load_common_words() -> set[str]:
    """The 82,765 English words that symspellpy brings, as words that are right."""
    lines = (
        (files("symspellpy") / "frequency_dictionary_en_82_765.txt")
        .read_text(encoding="utf-8-sig")
        .splitlines()
    )
    return {line.split(" ", 1)[0] for line in lines}


def _build_symspell(words: Mapping[str, int]) -> Any:
    speller = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word, count in words.items():
        if len(word) >= SHORTEST:
            speller.create_dictionary_entry(word, count)
    return speller


def _count_words(texts: Iterable[str]) -> Counter[str]:
    return Counter(WORD.findall(fold_text("\n".join(texts))))


def _vary_word(word: str) -> set[str]:
    """Every word one slip away (Norvig): a letter left out, doubled, changed or swapped."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    dropped = {a + b[1:] for a, b in splits if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    changed = {a + c + b[1:] for a, b in splits if b for c in letters}
    return dropped | swapped | changed | {a + c + b for a, b in splits for c in letters}


def _reduce_plural(word: str) -> str:
    return word[:-2] if word.endswith("es") else word[:-1] if word.endswith("s") else word


def _touches_digit(text: str, start: int, end: int) -> bool:
    """Part of a citation, a number or an address: 17-22.5-405, HB24-1055, x@state.co.us."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return bool(re.search(r"[\d@_]$|\w[.\-/]$", before) or re.match(r"[\d@_]|[.\-/]\w", after))
