"""A message that orders the assistant about is answered by its questions alone: the rest takes no part in any search.

A person who carries such words along (a hidden line of a forwarded letter) is answered as if they had only asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.parts import asks_something

IsOrder = Callable[[str], bool]
"""Whether words give the assistant an order."""

_SENTENCE_END = re.compile(r"(?<![A-Z]\.)(?<=[.!?])[\"'”’)\]]*\s+(?!\d)|\s+(?=¿)|\s+(?:-{2,}|>+|\|+)\s+")
_QUESTION_WORDS = (
    "how|what|when|where|who|whom|whose|why|which|can|could|do|does|did|is|are|will|would|should|may|must"
    "|cómo|qué|cuándo|dónde|quién|cuánto|cuántos|cuánta|cuántas|puede|puedo|pueden"
)
_NEW_QUESTION = re.compile(
    rf"[:;,]\s+(?:(?:and|but|then|y|pero|luego)\s+){{0,2}}(?=(?:{_QUESTION_WORDS})\b)"
    rf"|\s(?=(?:{'|'.join(word.capitalize() for word in _QUESTION_WORDS.split('|'))})\b)"
)


def find_asked(text: str, is_order: IsOrder, is_too_vague: Callable[[str], bool]) -> str:
    """The questions of a message that orders the assistant about; "" where they are not clear by themselves."""
    sentences = [s.strip() for s in _SENTENCE_END.split(text) if s and s.strip()]
    marked = [s for s in sentences if "?" in s]
    asking = marked or [s for s in sentences if asks_something(s)]
    asked = " ".join(kept for s in asking if (kept := _drop_order(s, is_order)))
    return "" if not asked or is_too_vague(asked) else asked


def _drop_order(sentence: str, is_order: IsOrder) -> str:
    """A question as it stands, or what is asked behind an order in the same sentence; "" where all of it is an order."""
    if not is_order(sentence):
        return sentence
    tails = [sentence[found.end() :].strip() for found in _NEW_QUESTION.finditer(sentence)]
    return next((tail for tail in tails if not is_order(tail)), "")
