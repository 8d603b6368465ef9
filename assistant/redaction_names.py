"""Names are found by the words before them, and by how they are written.

One pass over the words with a bounded look ahead, so that time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.redaction_words import WORD, RedactionWords, Word, load_redaction_words, split_words

_LINKS = frozenset({" ", "-", ". "})
_AFTER_CUE = re.compile(r"[ \t]{1,3}|,[ \t]{1,2}|[ \t]?[:=][ \t]{0,2}|\.[ \t]|[ \t]?[-–—(\"“][ \t]?")
_AFTER_CLOSING = re.compile(r"[\s,.!:;–—-]{1,8}")
_QUOTED = re.compile(r' ["“‘(]|["”’)] ')
"""A nickname between given name and surname: Anthony "Tony" Baca."""
_NAMES = r"[A-ZÁÉÍÓÚÑ][^\W\d_]*(?:['’-][^\W\d_]+)*\.?(?: [A-ZÁÉÍÓÚÑ][^\W\d_]*(?:['’-][^\W\d_]+)*\.?){0,3}"
_STANDING = (
    re.compile(rf"(?m)^[ \t]*[-–—~]{{1,2}}[ \t]*(?P<name>{_NAMES})[ \t]*$"),
    re.compile(rf"(?<=[a-z]{{3}}[.!?] )(?P<name>{_NAMES})[ \t.]*\Z"),
    re.compile(rf"(?:^|(?<=[.!?\n,] ))(?P<name>{_NAMES}) (?:here|aqu[ií])(?= again|[,.!])"),
    re.compile(rf"(?:^|(?<=[.!?\n] ))(?P<name>{_NAMES}),? (?:is|was|es|era) (?:my|mi|our|nuestr[oa])\b"),
    re.compile(
        rf"(?:^|(?<=[.!?\n] ))(?P<name>{_NAMES}) (?:(?:me|nos) (?:dij|llam|cont|escrib)\w+|(?:called|told|texted|wrote) (?:me|us)\b)"
    ),
)
"""Where a name stands without a cue before it: signed with a dash or behind the last sentence, "Rosa here again", "Minh Tran is my brother"."""
_ENDS_LINE = re.compile(r"[ \t]*(?:[\n\r,;]|[.!]?\s*$|[(#\d\[]|[-–—])")
_MAX_WORDS = 5


def find_names(text: str, numbers: Sequence[tuple[int, int]] = ()) -> tuple[tuple[int, int], ...]:
    """Find names after cues, before the DOC numbers given as (start, end), and where they are repeated."""
    finder = _Finder(text, tuple(split_words(text)), load_redaction_words())
    cued = (finder.find_after_cues(), finder.find_standing(), finder.find_uncued())
    found = join_spans(span for spans in (*cued, finder.find_before_numbers(numbers)) for span in spans)
    found = join_spans([*found.items(), *finder.find_joined(found)])
    return tuple(sorted(join_spans([*found.items(), *finder.find_repeated(found)]).items()))


def join_spans(spans: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Join spans that overlap, as start → end."""
    joined: dict[int, int] = {}
    last = -1
    for start, end in sorted(spans):
        if last >= 0 and start < joined[last]:
            joined[last] = max(joined[last], end)
        else:
            last = start
            joined[last] = end
    return joined


@dataclass(frozen=True)
class _Finder:
    text: str
    words: tuple[Word, ...]
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

    def find_standing(self) -> Iterator[tuple[int, int]]:
        """Find names by where they stand: signed with a dash, "Rosa here again", "Minh Tran is my brother"."""
        for pattern in _STANDING:
            for match in pattern.finditer(self.text):
                words = [word for word in self.words if match.start("name") <= word.start < match.end("name")]
                if words and not any(self._is_never(word) or word.low in self.lists.proper for word in words):
                    yield match.start("name"), words[-1].end

    def find_uncued(self) -> Iterator[tuple[int, int]]:
        """Find a listed given name inside a sentence, and given name and surname in any case."""
        for i, word in enumerate(self.words):
            following = self.words[i + 1] if i + 1 < len(self.words) else None
            is_linked = following is not None and self._is_linked(i + 1)
            if word.low not in self.lists.given:
                if word.is_capital and self._is_inside(i) and following and is_linked:
                    is_pair = all(self._is_unknown_name(each) for each in (word, following))
                    if is_pair and not self._is_not_a_person(i + 1):
                        yield word.start, following.end
                continue
            if following and is_linked and following.low in self.lists.surnames - self.lists.ambiguous:
                if word.low not in self.lists.not_alone:
                    yield word.start, following.end
            elif self._is_given_alone(i):
                yield word.start, word.end

    def _is_given_alone(self, i: int) -> bool:
        never = self.lists.not_alone | self.lists.ambiguous | self.lists.places
        is_person = self.words[i].low not in never and not self._is_not_a_person(i)
        return self.words[i].is_capital and self._is_inside(i) and is_person

    def find_joined(self, found: Mapping[int, int]) -> Iterator[tuple[int, int]]:
        """Find "Isaiah" in "my boys [Mateo] and Isaiah"."""
        at = {word.start: i for i, word in enumerate(self.words)}
        ends = {end: start for start, end in found.items()}
        for i, word in enumerate(self.words[:-2]):
            joint, other = self.words[i + 1], self.words[i + 2]
            if word.end in ends and joint.low in {"and", "y", "e"} and at.get(other.start) == i + 2:
                gaps = self.text[word.stop : joint.start], self.text[joint.stop : other.start]
                if gaps == (" ", " ") and self._is_written_as_name(other) and not self._is_place(other):
                    yield other.start, other.end

    def _is_inside(self, i: int) -> bool:
        """Whether the word stands inside a sentence, where a capital says something."""
        gap = self.text[self.words[i - 1].stop : self.words[i].start] if i else ""
        return bool(i) and gap in {" ", ", ", "  "}

    def _is_place(self, word: Word) -> bool:
        return word.low in self.lists.places or word.low in self.lists.proper

    def _is_unknown_name(self, word: Word) -> bool:
        is_common = self._is_never(word) or self._is_place(word) or word.low in self.lists.not_people
        return word.is_capital and len(word.text) > 2 and not word.text.isupper() and not is_common

    def find_repeated(self, found: Mapping[int, int]) -> Iterator[tuple[int, int]]:
        """Find the words of names again, wherever they stand: "John Smith … when can I see John"."""
        spans = sorted(found.items())
        known = {match[0] for start, end in spans for match in WORD.finditer(self.text[start:end])}
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
            if i + 1 < len(self.words) and self.words[i + 1].low in {"of", "de"}:
                yield "kin", i + 2
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
        if _QUOTED.fullmatch(gap):
            return self.words[i].is_capital and before.is_capital
        return gap in _LINKS and (gap != ". " or len(before.text) == 1)

    def _goes_on(self, i: int) -> bool:
        if i >= len(self.words) or not self._is_linked(i):
            return False
        word = self.words[i]
        known = self.lists.given | self.lists.surnames
        return self._is_written_as_name(word) or word.low in known or word.low in self.lists.particles

    def _is_written_as_name(self, word: Word) -> bool:
        return word.is_capital and not self._is_never(word) and len(word.text) > 1

    def _is_never(self, word: Word, kind: str = "") -> bool:
        return word.low in self.lists.never or (kind != "sure" and word.low in self.lists.places)

    def _is_part(self, word: Word, position: int, kind: str) -> bool:
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
