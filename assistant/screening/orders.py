"""A message that orders the assistant about is answered by its questions alone: the rest takes no part in any search.

A person who carries such words along (a hidden line of a forwarded letter) is answered as if they had only asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.parts import asks_something

Tells = Callable[[str], bool]

_SENTENCE_END = re.compile(r"(?<![A-Z]\.)(?<=[.!?])[\"'”’)\]]*\s+(?!\d)|\s+(?=¿)|\s+(?:-{2,}|>+|\|+)\s+")
_QUESTION_WORDS = (
    "how|what|when|where|who|whom|whose|why|which|can|could|do|does|did|is|are|will|would|should|may|must"
    "|cómo|qué|cuándo|dónde|quién|cuánto|cuántos|cuánta|cuántas|puede|puedo|pueden"
)
_NEW_QUESTION = re.compile(
    rf"[:;,]\s+(?:(?:and|but|then|y|pero|luego)\s+){{0,2}}(?=(?:{_QUESTION_WORDS})\b)"
    rf"|\s(?=(?:{'|'.join(word.capitalize() for word in _QUESTION_WORDS.split('|'))})\b)"
)


@dataclass(frozen=True)
class OrderReader:
    """Tells what is asked from what is ordered."""

    is_order: Tells
    """Words that give the assistant an order: of such a message only the questions stay."""
    is_aside: Tells
    """Words to the answerer about the answer: of a message with a question, only such a sentence goes."""
    is_too_vague: Tells

    def find_asked(self, text: str, *, is_attack: bool = False) -> str:
        """What a message asks once orders are left out; "" where nothing is left out, or nothing clear is left."""
        is_ordering = is_attack or self.is_order(text)
        sentences = [s.strip() for s in _SENTENCE_END.split(text) if s and s.strip()]
        marked = [s for s in sentences if "?" in s]
        if is_ordering:
            asking = marked or [s for s in sentences if asks_something(s)]
            kept = [rest for s in asking if (rest := self._drop_order(s))]
        else:
            kept = [s for s in sentences if "?" in s or not self.is_aside(s)] if marked else sentences
        asked = " ".join(kept)
        is_whole = not is_ordering and len(kept) == len(sentences)
        return "" if is_whole or not asked or self.is_too_vague(asked) else asked

    def _drop_order(self, sentence: str) -> str:
        """A question as it stands, or what is asked behind an order in the same sentence; "" where all of it is an order."""
        if not self.is_order(sentence):
            return sentence
        tails = [sentence[found.end() :].strip() for found in _NEW_QUESTION.finditer(sentence)]
        return next((tail for tail in tails if not self.is_order(tail)), "")
