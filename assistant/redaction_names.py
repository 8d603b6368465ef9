"""Names are found by the words before them, and by how they are written.

One pass over the words with a bounded look ahead, so that time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).parent / "data" / "redaction_words.toml"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*+")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_LINKS = frozenset({" ", "-", ". "})
_AFTER_CUE = re.compile(r"[ \t]{1,3}|,[ \t]{1,2}|[ \t]?[:=][ \t]{0,2}|\.[ \t]|[ \t]?[-–—(\"“][ \t]?")
_AFTER_CLOSING = re.compile(r"[\s,.!:;–—-]{1,8}")
_ENDS_LINE = re.compile(r"[ \t]*(?:[\n\r,;]|[.!]?\s*$|[(#\d\[]|[-–—])")
_MAX_WORDS = 5
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
    never: frozenset[str]
    not_people: frozenset[str]
    not_streets: frozenset[str]
    courts: frozenset[str]
    phrases: Mapping[tuple[str, ...], str]
    """Cues of one word or more, and their kind: naming, self, weak or closing."""


@dataclass(frozen=True)
class _Word:
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


def find_names(text: str, numbers: Sequence[tuple[int, int]] = ()) -> tuple[tuple[int, int], ...]:
    """Find names after cues, before the DOC numbers given as (start, end), and where they are repeated."""
    finder = _Finder(text, tuple(_split_words(text)), load_redaction_words())
    found = dict(finder.find_after_cues())
    found |= dict(finder.find_before_numbers(numbers))
    return tuple(sorted({**dict(finder.find_repeated(found)), **found}.items()))


def _split_words(text: str) -> Iterator[_Word]:
    matches = list(_WORD.finditer(text))
    capitals = sum(1 for m in matches if len(m[0]) > 1 and m[0].isupper())
    is_shouted = len(matches) > 2 and capitals > _SHOUTED * len(matches)
    for match in matches:
        bare = _POSSESSIVE.sub("", match[0])
        yield _Word(
            text=bare,
            low=bare.lower(),
            start=match.start(),
            end=match.start() + len(bare),
            stop=match.end(),
            is_capital=bare[:1].isupper() and not is_shouted,
        )


@dataclass(frozen=True)
class _Finder:
    text: str
    words: tuple[_Word, ...]
    lists: RedactionWords

    def find_after_cues(self) -> Iterator[tuple[int, int]]:
        for i in range(len(self.words)):
            for kind, first in self._list_cues(i):
                if name := self._take(first, kind):
                    yield name
                    break

    def find_before_numbers(self, numbers: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Find "John Smith" in "John Smith, #123456"."""
        ends = {word.stop: i for i, word in enumerate(self.words)}
        for start, _ in numbers:
            left = start
            while left > 0 and start - left < 6 and not self.text[left - 1].isalnum():
                left -= 1
            last = ends.get(left)
            if last is not None:
                first = last
                while first >= 0 and last - first < 3 and self._is_written_as_name(self.words[first]):
                    first -= 1
                if first < last:
                    yield self.words[first + 1].start, self.words[last].end

    def find_repeated(self, found: Mapping[int, int]) -> Iterator[tuple[int, int]]:
        """Find the words of names again, wherever they stand: "John Smith … when can I see John"."""
        spans = sorted(found.items())
        known = {match[0] for start, end in spans for match in _WORD.finditer(self.text[start:end])}
        known = {word for word in known if len(word) > 2 and word.lower() not in self.lists.particles}
        for word in self.words:
            if word.text in known and (word.is_capital or word.low in self.lists.given):
                yield word.start, word.end

    def _list_cues(self, i: int) -> Iterator[tuple[str, int]]:
        """List what the word at i begins: the kind of cue and where a name would start."""
        low = self.words[i].low
        for size in (4, 3, 2, 1):
            phrase = tuple(
                word.low if j else self._spell(i) for j, word in enumerate(self.words[i : i + size])
            )
            kind = self.lists.phrases.get(phrase) or self.lists.phrases.get((low, *phrase[1:]))
            if kind and len(phrase) == size:
                yield kind, i + size
                break
        if low in self.lists.kin:
            yield ("custody" if low in self.lists.custody else "kin"), i + 1
        if low in self.lists.titles:
            yield ("sure" if low in self.lists.sure_titles else "title"), i + 1
        if low in self.lists.given and self.words[i].is_capital:
            yield "given", i

    def _spell(self, i: int) -> str:
        return self.text[self.words[i].start : self.words[i].stop].lower()

    def _take(self, first: int, kind: str) -> tuple[int, int] | None:
        if first >= len(self.words) or not self._follows(first, kind):
            return None
        last = self._find_last(first, kind)
        if last < first or self._is_not_a_person(last):
            return None
        if not self._is_enough(first, last, kind):
            return None
        return self.words[first].start, self.words[last].end

    def _follows(self, first: int, kind: str) -> bool:
        if kind == "given":
            return True
        gap = self.text[self.words[first - 1].stop : self.words[first].start]
        if kind == "closing":
            return _AFTER_CLOSING.fullmatch(gap) is not None
        if gap.startswith(".") and kind not in ("title", "sure"):
            return False
        return _AFTER_CUE.fullmatch(gap) is not None

    def _find_last(self, first: int, kind: str) -> int:
        """Return the position of the name's last word; below `first` where no name begins there."""
        last = first - 1
        i = first
        while i < min(first + _MAX_WORDS, len(self.words)):
            word = self.words[i]
            if i > first and not self._is_linked(i):
                break
            if i > first and word.low in self.lists.particles and self._goes_on(i + 1):
                i += 1
                continue
            if not self._is_part(word, i - first, kind):
                break
            last = i
            i += 1
            if word.stop != word.end:
                break
        return last

    def _is_linked(self, i: int) -> bool:
        before = self.words[i - 1]
        gap = self.text[before.stop : self.words[i].start]
        return gap in _LINKS and (gap != ". " or len(before.text) == 1)

    def _goes_on(self, i: int) -> bool:
        if i >= len(self.words) or not self._is_linked(i):
            return False
        word = self.words[i]
        known = self.lists.given | self.lists.surnames
        return self._is_written_as_name(word) or word.low in known or word.low in self.lists.particles

    def _is_written_as_name(self, word: _Word) -> bool:
        return word.is_capital and not self._is_never(word) and len(word.text) > 1

    def _is_never(self, word: _Word, kind: str = "") -> bool:
        return word.low in self.lists.never or (kind != "sure" and word.low in self.lists.places)

    def _is_part(self, word: _Word, position: int, kind: str) -> bool:
        if word.is_capital:
            if kind == "sure" and position == 0:
                return not self._is_never(word, kind)
            is_initial = len(word.text) == 1 and position > 0 and word.text != "I"
            is_surname = position > 0 and word.low in self.lists.surnames
            return is_initial or is_surname or self._is_written_as_name(word)
        if position and word.low in self.lists.surnames:
            return True
        if self._is_never(word, kind) or len(word.text) < 2:
            return False
        if word.low in self.lists.given:
            return True
        if position == 0:
            is_surname = word.low in self.lists.surnames and word.low not in self.lists.ambiguous
            return kind in ("naming", "sure") or (is_surname and kind in ("title", "custody"))
        return False

    def _is_not_a_person(self, last: int) -> bool:
        following = self.words[last + 1] if last + 1 < len(self.words) else None
        if following is None or following.low not in self.lists.not_people or not following.is_capital:
            return False
        return self.text[self.words[last].stop : following.start] == " "

    def _is_enough(self, first: int, last: int, kind: str) -> bool:
        """Weak cues want more: a listed given name, or the end of the line after a closing."""
        words = self.words[first : last + 1]
        is_listed = words[0].low in self.lists.given
        if kind == "given":
            return len(words) > 1
        is_last = words[-1].low in self.lists.surnames
        ends_line = _ENDS_LINE.match(self.text, self.words[last].stop) is not None
        if kind == "closing":
            return is_listed or is_last or ends_line
        if kind == "self":
            return is_listed or len(words) > 1 or ends_line
        if kind == "weak":
            return is_listed or (len(words) > 1 and is_last)
        return True
