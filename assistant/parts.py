"""A message that asks two things is answered twice: its questions, each with the story it needs to be understood."""

from __future__ import annotations

import re

from assistant.conversation import find_content_words
from assistant.situations import find_situations

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+|\s+(?=¿)")
_STARTS = (
    r"(?:how|what|when|where|who|whom|whose|why|which|can|could|do|does|did|is|are|will|would|should|may|must|am i"
    r"|cómo|qué|cuándo|dónde|quién|cuánto|cuántos|cuánta|cuántas|puede|puedo|pueden|podría|hay|como|que|cuando|donde|quien)\b"
)
_ASKS = re.compile(rf"\?|^\W*(?:and |but |so |also |y |pero |también )?{_STARTS}", re.I)
_SECOND = re.compile(
    rf"(?:,|;|\s—|\s-)?\s+(?:and|but|or|also|plus|y|pero|o)\s+(?=(?:if so,? |then |also )?{_STARTS})", re.I
)
_VAGUE = re.compile(
    r"\b(?:that|this|it|them|(?<!is )(?<!are )there|those|these|one|legal|allowed|true|right|eso|esto|ello|ahí|legal|verdad)\b",
    re.I,
)
_CONDITION = re.compile(r"^\W*(?:if|when|since|because|after|before|once|si|cuando|como)\b", re.I)
MAX_PARTS = 3
MIN_CONTENT_WORDS = 2
STORY_WORDS = 30


def split_parts(text: str) -> tuple[str, ...]:
    """Split a message into its separate questions, each readable alone; () when it asks one thing.

    A vague question ("is that legal?") takes the sentences before it along; a full one only the situations they name.
    """
    asked: list[tuple[str, str]] = []
    story: list[str] = []
    for sentence in (s.strip() for s in _SENTENCE.split(text) if s.strip()):
        if not asks_something(sentence):
            story.append(sentence)
            continue
        for number, clause in enumerate(split_clauses(sentence)):
            asked.append((clause, " ".join([*story, asked[-1][0]] if number else story)))
        story.append(sentence)
    if len(asked) < 2:
        return ()
    parts = [_make_whole(clause, told) for clause, told in asked]
    distinct = [part for part in parts if len(find_content_words(part)) >= MIN_CONTENT_WORDS]
    return tuple(dict.fromkeys(distinct))[:MAX_PARTS] if len(distinct) > 1 else ()


def asks_something(sentence: str) -> bool:
    """Tell whether a sentence asks: by its mark, or by how it begins."""
    return _ASKS.search(sentence) is not None


def split_clauses(sentence: str) -> list[str]:
    """Split "how long may they do that, and how do I get my number cleared?" where a second question begins."""
    pieces = [piece.strip(" ,;") for piece in _SECOND.split(sentence)]
    clauses: list[str] = []
    for piece in pieces:
        if clauses and (len(find_content_words(piece)) < 2 or _CONDITION.match(clauses[-1])):
            clauses[-1] = f"{clauses[-1]} and {piece}"
        else:
            clauses.append(piece)
    return clauses


def _make_whole(clause: str, story: str) -> str:
    words = find_content_words(clause)
    if story and (len(words) < 4 or (_VAGUE.search(clause) and len(words) < 7)):
        return f"{' '.join(story.split()[-STORY_WORDS:])} {clause}"
    missing = [s for s in find_situations(story) if s not in find_situations(clause)][:2]
    return f"{clause} ({'; '.join(missing)})" if missing else clause
