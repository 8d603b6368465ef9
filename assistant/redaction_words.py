"""The words by which a name is told from other words, and a text as words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).parent / "data" / "redaction_words.toml"
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*+")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_SHOUTED = 0.7
"""Above this share of words in capitals, capitals say nothing."""


@dataclass(frozen=True)
class RedactionWords:
    """The lists of `redaction_words.toml`."""

    kin: frozenset[str]
    titles: frozenset[str]
    sure_titles: frozenset[str]
    particles: frozenset[str]
    given: frozenset[str]
    surnames: frozenset[str]
    ambiguous: frozenset[str]
    custody: frozenset[str]
    places: frozenset[str]
    proper: frozenset[str]
    not_alone: frozenset[str]
    never: frozenset[str]
    not_people: frozenset[str]
    not_streets: frozenset[str]
    courts: frozenset[str]
    phrases: Mapping[tuple[str, ...], str]
    """Cues of one word or more, and their kind: naming, self, weak or closing."""


@dataclass(frozen=True)
class Word:
    """A word and where it stands."""

    text: str
    low: str
    start: int
    end: int
    """Where the word ends, a possessive left out."""
    stop: int
    """Where it ends with the possessive."""
    is_capital: bool


@cache
def load_redaction_words(file: Path = WORDS_FILE) -> RedactionWords:
    """Load the lists; read once."""
    held: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    phrases = {
        tuple(line.split()): kind
        for kind, name in (("weak", "weak"), ("self", "self"), ("closing", "closings"), ("naming", "naming"))
        for line in held[name].strip().splitlines()
    }
    single = set(held) - {"weak", "self", "closings", "naming"}
    return RedactionWords(**{name: frozenset(held[name].split()) for name in single}, phrases=phrases)


def split_words(text: str) -> Iterator[Word]:
    """Split a text into its words."""
    matches = list(WORD.finditer(text))
    capitals = sum(1 for m in matches if len(m[0]) > 1 and m[0].isupper())
    is_shouted = len(matches) > 2 and capitals > _SHOUTED * len(matches)
    for match in matches:
        bare = _POSSESSIVE.sub("", match[0])
        yield Word(
            text=bare,
            low=bare.lower(),
            start=match.start(),
            end=match.start() + len(bare),
            stop=match.end(),
            is_capital=bare[:1].isupper() and not is_shouted,
        )
