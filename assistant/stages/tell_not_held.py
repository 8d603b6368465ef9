"""A question that only a document outside the sources answers is told so, with where that document is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.composing.kit import Kit
from assistant.need_features import NeedReader
from assistant.not_held import NotHeld
from assistant.regression import Regression
from assistant.settings import AssistantSettings
from assistant.state import Draft, Sentence, TurnState

SURE_BESIDE_LAW = 0.75
"""Chance needed where the message asks what the law says: then a page or a price list is seldom what is meant."""
_ASKS_LAW = re.compile(
    r"\b(?:by|under|in) (?:colorado |state )?law\b|\b(?:the|state|colorado) (?:law|statute)s? (?:say|give|require|let|allow|set|promise)"
    r"|\bis there a law\b|\bley (?:dice|da|exige|obliga|permite)|\b(?:dice|seg[uú]n|por) (?:la )?ley\b",
    re.I,
)


@dataclass(frozen=True)
class TellNotHeld:
    """Sets a draft that names the document."""

    kit: Kit
    reader: NeedReader
    model: Regression
    settings: AssistantSettings

    def __call__(self, state: TurnState) -> TurnState:
        """Set `draft` when the question is surely for a document not held."""
        if state.draft is not None or state.search is None:
            return state
        nearest = self.reader.find_nearest(state.text, state.nearness.needs)
        if nearest is None:
            return state
        need, near = nearest
        row = self.reader.build_row(
            state.text, need, near, state.nearness.topics, state.nearness.asked, state.search.found
        )
        chance = self.model.judge(row)
        note = {"need": need.id, "chance": round(chance, 3)}
        asks_law = need.status == "unanswerable_document_not_held" and _ASKS_LAW.search(state.text)
        if chance < (SURE_BESIDE_LAW if asks_law else self.settings.need_floor):
            return state.noting("need", note)
        return state.noting("need", note | {"used": True}, draft=self._tell(state, need, chance))

    def _tell(self, state: TurnState, need: NotHeld, chance: float) -> Draft:
        quotes = need.as_quotes()
        sentences = [Sentence(need.text_in(state.language), quotes, "fixed", "lead")]
        sentences += [self.kit.quote_sentence(quote) for quote in quotes[:2]]
        notice = self.kit.wordings.notice(
            "not_held", state.language, document=need.document_in(state.language)
        )
        return Draft(
            outcome="unanswerable",
            status=need.status,
            completeness="none",
            sentences=tuple(sentences),
            services=need.services,
            notices=(notice,),
            confidence=chance,
        )
