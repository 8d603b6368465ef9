"""With a language model: plain sentences over numbered passages, each released only through the checker.

The embedded answer stands ready: a model that fails, is slow, or lies too much never leaves a person without one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from assistant.completions import (
    NOT_IN_SOURCES,
    Embed,
    Judged,
    SentenceJudge,
    number_passages,
    parse_sentence,
    split_lines,
)
from assistant.composing.kit import Kit
from assistant.errors import LanguageModelError
from assistant.models import ChatModel, Prompt
from assistant.state import Draft, Sentence, TurnState

MAX_SENTENCES = 5
_LANGUAGES = {"en": "English", "es": "Spanish"}


_NOT_FOR_A_MODEL = frozenset({"urgent", "blocked", "declined"})
"""What screening found in a message that no model is asked to word."""


@dataclass(frozen=True)
class WriteWithModel:
    """Replaces the plain part of an extractive draft by checked sentences of a model."""

    kit: Kit
    model: ChatModel
    embed: Embed
    instructions: Prompt
    question: Prompt

    def __call__(self, state: TurnState) -> TurnState:
        """Set `draft` to the model's checked sentences over the embedded draft's quotes."""
        draft = state.draft
        if draft is None or draft.outcome != "answered" or draft.standard_answer or state.search is None:
            return state
        if any(label.family in _NOT_FOR_A_MODEL for label in state.screening.labels):
            return state.noting("write", "left to fixed words")
        passages = tuple(f.passage for f in state.search.found[:6] if f.passage.part == "text")
        judge = SentenceJudge(passages, self.kit.outlines, self.embed)
        judged: list[Judged] = []
        failure = ""
        try:
            for line in split_lines(self.model.stream(*self._fill_prompts(state, passages))):
                if NOT_IN_SOURCES in line or len(judged) >= 2 * MAX_SENTENCES:
                    break
                judged.append(judge.judge(parse_sentence(line)))
        except LanguageModelError as error:
            failure = str(error)
        note: dict[str, Any] = {
            "model": self.model.name,
            "prompt": self.instructions.version,
            "released": [j.sentence.text for j in judged if j.quote],
            "dropped": [{"text": j.sentence.raw[:300], "faults": j.faults} for j in judged if j.faults],
        }
        if failure:
            note["failure"] = failure
        written = self._replace_lead(draft, judged)
        return state.noting("write", note, draft=written or draft)

    def _fill_prompts(self, state: TurnState, passages: tuple[Any, ...]) -> tuple[str, str]:
        instructions = self.instructions.fill(
            max_sentences=str(MAX_SENTENCES), language=_LANGUAGES.get(state.language, "English")
        )
        asked = state.understood.standalone if state.understood else state.text
        material = number_passages(passages, self.kit.citations.label)
        return instructions, self.question.fill(passages=material, question=asked)

    def _replace_lead(self, draft: Draft, judged: list[Judged]) -> Draft | None:
        """The model's sentences first, then the embedded quotes they do not already show; None when too few hold."""
        good = [(j.sentence.text, j.quote) for j in judged if j.quote is not None][:MAX_SENTENCES]
        if not good or len(good) < len(judged) / 2:
            return None
        said = tuple(Sentence(text, (quote,), "claim", "lead") for text, quote in good)
        main = self.kit.quote_sentence(good[0][1])
        rest = tuple(
            s for s in draft.sentences if s.kind == "quoted" and s.quotes and s.quotes[0] != good[0][1]
        )
        more = tuple(q for s in rest for q in s.quotes)
        return replace(
            draft, sentences=(*said, main), more_quotes=(*more, *draft.more_quotes)[:4], model=self.model.name
        )
