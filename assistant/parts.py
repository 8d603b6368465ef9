"""A message that asks two things is answered twice: its questions, each with the story it needs to be understood."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.conversation import find_content_words

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+|\s+(?=¿)")
_STARTS = (
    r"(?:how|what|when|where|who|whom|whose|why|which|can|could|do|does|did|is|are|will|would|should|may|must|am i"
    r"|cómo|qué|cuándo|dónde|quién|cuánto|cuántos|cuánta|cuántas|puede|puedo|pueden|podría|hay|como|que|cuando|donde|quien)\b"
)
_ASKS = re.compile(rf"\?|^\W*(?:and |but |so |also |y |pero |también )?{_STARTS}", re.I)
_INVERTED = (
    r"(?:(?:can|could|do|does|did|is|are|will|would|should|may|must|am|has|have)(?:n't)?"
    r" (?:i|we|he|she|it|they|you|there|anyone|anybody|somebody|someone|the|my|our|his|her|their|that|this)\b"
    r"|(?:how (?:long|much|many|often|soon|far|early|do|does|can)|where (?:do|does|can|is|are|i)|when (?:do|does|can|is|are|will)"
    r"|who (?:do|does|can|is|pays|gets|decides)|what (?:do|does|can|is|are|happens)|why (?:do|does|can|is|are))\b)"
)
"""How a question begins where it stands within a sentence: verb before subject, or a question word with its verb."""
_UNDER = r"(?:(?:separately|also|then|later|after|if|when|once|since|because|while|until|si|cuando|después)\b[^.?!]{0,60}?[\s,—-]\s*)"
"""What may stand between "and" and the question it adds: "and if the board sends him back how long …"."""
_ASKS_WITHIN = re.compile(
    rf"(?:[,:;—–)]|\s-)\s*(?:so |then |and )?{_INVERTED}|^\W*(?:and |but |so |or |y |pero )?{_UNDER}{_INVERTED}",
    re.I,
)
_SECOND = re.compile(
    rf"(?:,|;|\s—|\s-)?\s+(?:and|but|or|also|plus|y|pero|o)\s+(?=(?:if so,? |then |also )?{_STARTS}|{_UNDER}{_INVERTED})",
    re.I,
)
_NUMBERED = re.compile(r"(?:,|;|\band\b|\bor\b|\by\b)?\s*(?:^|(?<=\s))\(?(?:[a-d]|[1-4])[).]\s+(?=\w)", re.I)
"""The mark of a list: "(a) … and (b) …", "1) … 2) …"."""
_LISTED = re.compile(
    r"\b(?:two|three|2|3|a few|couple(?: of)?|dos|tres)\b[\w\s]{0,12}\b(?:things|questions|ones|cosas|preguntas)\b[^:.?!]{0,30}:\s*",
    re.I,
)
"""What announces a list of needs, which then may be named rather than asked."""
_VAGUE = re.compile(
    r"\b(?:that|this|it|them|(?<!is )(?<!are )there|those|these|one|legal|allowed|true|right|eso|esto|ello|ahí|legal|verdad)\b",
    re.I,
)
_CONDITION = re.compile(r"^\W*(?:if|when|since|because|after|before|once|si|cuando|como)\b", re.I)
MAX_PARTS = 3
MIN_CONTENT_WORDS = 2
SHORT = 3
"""Content words under which a question says too little by itself."""
WHOLE = 7
"""Content words from which it says enough, though it points back."""
STORY_WORDS = 40


@dataclass(frozen=True)
class Part:
    """One question of a message."""

    asked: str
    told: str = ""
    """What of the message it needs beside itself to be understood."""

    @property
    def whole(self) -> str:
        """The question as it can be read alone."""
        return f"{self.told} {self.asked}".strip()

    @property
    def focus(self) -> str:
        """What of the whole asks; "" where that says nothing by itself ("when is that allowed?")."""
        return self.asked if len(find_content_words(self.asked)) >= MIN_CONTENT_WORDS else ""


def split_parts(text: str) -> tuple[Part, ...]:
    """Split a message into its separate questions, each with what it needs to be understood; () when it asks one thing.

    A question takes the sentences before it along that only tell; a vague one ("is that legal?") the question before it too.
    """
    parts: list[Part] = []
    story: list[str] = []
    for sentence in (s.strip() for s in _SENTENCE.split(text) if s.strip()):
        clauses = _split_needs(sentence)
        for clause in clauses:
            needed = [*story, parts[-1].asked] if parts and _leans(clause) else story
            parts.append(Part(clause, " ".join(" ".join(needed).split()[-STORY_WORDS:])))
        if not clauses:
            story.append(sentence)
    distinct = [part for part in parts if len(find_content_words(part.whole)) >= MIN_CONTENT_WORDS]
    return tuple(dict.fromkeys(distinct))[:MAX_PARTS] if len(distinct) > 1 else ()


def asks_something(sentence: str) -> bool:
    """Tell whether a sentence asks: by its mark, or by how it begins."""
    return _ASKS.search(sentence) is not None


def split_clauses(sentence: str) -> list[str]:
    """Split "how long may they do that, and how do I get my number cleared?" where a second question begins."""
    pieces = [piece.strip(" ,;") for piece in _SECOND.split(sentence)]
    clauses: list[str] = []
    for piece in pieces:
        if clauses and (len(find_content_words(piece)) < 2 or _is_only_condition(clauses[-1])):
            clauses[-1] = f"{clauses[-1]} and {piece}"
        else:
            clauses.append(piece)
    return clauses


def _is_only_condition(clause: str) -> bool:
    """ "If he gets out" has not asked yet; "If he gets out, will they call me" has."""
    return _CONDITION.match(clause) is not None and re.search(_INVERTED, clause, re.I) is None


def _split_needs(sentence: str) -> list[str]:
    """The questions of one sentence; of an announced list, what it names."""
    listed = _LISTED.search(sentence)
    items = [item.strip(" ,;") for item in _NUMBERED.split(sentence) if item.strip(" ,;")]
    if len(items) > 2 or (len(items) == 2 and _NUMBERED.match(sentence)):
        return items if _NUMBERED.match(sentence) else items[1:]
    if listed:
        named = re.split(r",? (?:and|y) (?=\S+ \S+)", sentence[listed.end() :])
        if len(named) > 1:
            return [name.strip(" ,;") for name in named]
    if not asks_something(sentence) and not _ASKS_WITHIN.search(sentence):
        return []
    return split_clauses(sentence)


def _leans(clause: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    words = len(find_content_words(clause))
    return words < SHORT or (words < WHOLE and _VAGUE.search(clause) is not None)
