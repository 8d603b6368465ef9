"""A message that names no subject cannot be answered, only asked back: every word of it would fit any question.

"Can he get it back?" and "help with my son" are made of people, verbs of all work and words for any matter alone;
one word of a subject ("phone", "hoyo") and the message is answered as it stands.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

VAGUE_WORDS_FILE = Path(__file__).with_name("vague_words.toml")
_WORD = re.compile(r"[a-z0-9]+")
_MOST_WORDS = 30


@dataclass(frozen=True)
class VagueReader:
    """The words that name no subject, phrases that are read away first, and phrases that do name one."""

    words: frozenset[str]
    phrases: re.Pattern[str]
    subjects: re.Pattern[str]

    def __call__(self, folded: str) -> bool:
        """Whether a folded message names no subject at all."""
        if self.subjects.search(folded):
            return False
        words = _WORD.findall(self.phrases.sub(" ", folded))
        total = len(_WORD.findall(folded))
        return 0 < total <= _MOST_WORDS and all(word in self.words for word in words)


def load_vague_reader(kin: str, path: Path = VAGUE_WORDS_FILE) -> VagueReader:
    """Load the word lists; `kin` is the pattern of words for relatives in both languages."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    words = " ".join(group for group in data["words"].values()).split()
    phrases = "|".join([*data["phrases"], kin])
    return VagueReader(
        frozenset(words),
        re.compile(rf"(?<![a-z0-9])(?:{phrases})(?:'?s)?(?![a-z0-9])"),
        re.compile("|".join(rf"(?<![a-z0-9])(?:{p})(?![a-z0-9])" for p in data["subjects"])),
    )
