"""Spanish written by ear ("kiero saber kuando sale, pueden aser eso?") is put right before questions are looked for.

Only what is read as Spanish is touched: the letter k, which Spanish hardly has, and the words of the template's list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from assistant.replies.template import TEMPLATE_FILE

_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ]")
_K = re.compile(r"k(?P<soft>(?=[eiéí]))?", re.I)


def respell(text: str) -> str:
    """Put the words of a Spanish text right that were written as they sound; names stay as they are."""
    words = load_heard_words()
    return _WORD.sub(lambda found: _respell_word(found[0], words), text)


def _respell_word(word: str, words: Mapping[str, str]) -> str:
    folded = word.casefold()
    if folded in words:
        written = words[folded]
        return written[:1].upper() + written[1:] if word[0].isupper() else written
    if "k" not in folded or _NAME.match(word):
        return word
    spelled = _K.sub(lambda k: "qu" if k["soft"] is not None else "c", folded)
    return words.get(spelled, spelled)


@lru_cache(maxsize=2)
def load_heard_words(file: Path = TEMPLATE_FILE) -> Mapping[str, str]:
    """Load the words as they are heard, with how they are written."""
    heard: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))["heard"]["es"]
    return heard
