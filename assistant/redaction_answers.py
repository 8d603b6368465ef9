"""An answer is kept without what identifies a person, wherever the question echoes in it.

What the person wrote is redacted; what the assistant wrote loses only words that were redacted there. The
sources' own words (citations, passages, services) are public and stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from assistant.records import Answer
from assistant.redaction import find_personal, redact

_WORD = re.compile(r"[^\W\d_]+")
_NAMES = re.compile(r"\[name\](?:[ -]\[name\])+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def redact_answer(answer: Answer, earlier: Iterable[str] = ()) -> Answer:
    """Redact every field that can hold the person's words.

    `earlier` are the person's messages before this one: names given there are taken out here too.
    """
    written = (answer.question, answer.standalone_question, *earlier)
    echoes = _find_echoes({clean_text(text) for text in written})
    spoken = echoes.without(_list_source_words(answer))
    return answer.model_copy(
        update={
            "id": echoes.redact(answer.id),
            "question": echoes.redact(answer.question),
            "standalone_question": echoes.redact(answer.standalone_question),
            "glossary": tuple((echoes.redact(wrote), means) for wrote, means in answer.glossary),
            "trace": _redact_value(answer.trace, echoes),
            "text": spoken.mark(answer.text),
            "parts": tuple(p.model_copy(update={"text": spoken.mark(p.text)}) for p in answer.parts),
            "notices": tuple(n.model_copy(update={"text": spoken.mark(n.text)}) for n in answer.notices),
            "follow_ups": tuple(spoken.mark(text) for text in answer.follow_ups),
        }
    )


def clean_text(text: str) -> str:
    """Replace what no database stores: zero characters and halves of surrogate pairs."""
    return _UNSTORABLE.sub("\ufffd", text)


@dataclass(frozen=True)
class _Echoes:
    """What was redacted in the person's words: names word by word, all else whole with its mark."""

    names: frozenset[str]
    others: tuple[tuple[str, str], ...]
    redacted: dict[str, str] = field(default_factory=dict)
    """What was redacted already for this answer: the question stands in several fields."""

    def redact(self, text: str) -> str:
        if text not in self.redacted:
            self.redacted[text] = self.mark(redact(clean_text(text)))
        return self.redacted[text]

    def mark(self, text: str) -> str:
        text = clean_text(text)
        for found, mark in self.others:
            text = text.replace(found, mark)
        text = _WORD.sub(lambda word: "[name]" if word[0] in self.names else word[0], text)
        return _NAMES.sub("[name]", text)

    def without(self, words: frozenset[str]) -> _Echoes:
        return _Echoes(self.names - words, self.others)


def _find_echoes(texts: Iterable[str]) -> _Echoes:
    names: set[str] = set()
    others: dict[str, str] = {}
    for text in texts:
        for span in find_personal(text):
            found = text[span.start : span.end]
            if span.kind == "name":
                names |= {word for word in _WORD.findall(found) if len(word) > 2} - {"name"}
            else:
                others[found] = f"[{span.kind}]"
    longest_first = sorted(others.items(), key=lambda item: -len(item[0]))
    return _Echoes(frozenset(names), tuple((f, mark) for f, mark in longest_first if len(f) > 3))


def _list_source_words(answer: Answer) -> frozenset[str]:
    """List the words of quotes and services: said by a source, so no echo of the person."""
    texts = [c.quote for c in answer.citations] + [s.title for s in answer.services]
    return frozenset(word for text in texts for word in _WORD.findall(text))


def _redact_value(value: Any, echoes: _Echoes) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return {echoes.redact(str(key)): _redact_value(held, echoes) for key, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redact_value(held, echoes) for held in value]
    return echoes.redact(str(value))
