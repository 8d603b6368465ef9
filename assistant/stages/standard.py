"""A reviewed answer is given where the question is surely about its topic, sentence by sentence, for the day asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.composing.kit import Kit
from assistant.composing.ranking import choose_units
from assistant.regression import Regression
from assistant.settings import AssistantSettings
from assistant.standard_answers import BoundSentence, StandardAnswer, Step, find_day_faults
from assistant.state import Draft, Quote, Sentence, TurnState
from assistant.topic_features import TopicReader, read_question, section_of
from index.query import detect_place

SAME_WORDS = 0.97
"""Nearness to an ask from which a question is that ask."""

FIRST_SECTION = 0.3
"""What a quote of the section that the search ranks first counts above another, beside nearness to its questions."""
CLEARLY = 0.2
"""By how much nearer a later sentence must be to lead; on the development half 0.15 and 0.2 do equally well."""


@dataclass(frozen=True)
class AnswerByTopic:
    """Gives the likeliest standard answer, or none."""

    kit: Kit
    reader: TopicReader
    model: Regression
    settings: AssistantSettings

    def __call__(self, state: TurnState) -> TurnState:
        """Set `draft` when a topic matches surely enough."""
        if state.draft is not None or not self.settings.use_standard_answers:
            return state
        ranked = self._rank(state)
        note: dict[str, Any] = {"judged": [(key, round(chance, 3)) for chance, key in ranked[:4]]}
        for chance, key in self._choose(state, ranked):
            topic = self.reader.facts[key].topic
            faults = find_day_faults(topic, self.kit.library, state.asked_on)
            if faults:
                note["withdrawn"] = {"id": key, "reasons": faults}
                continue
            return state.noting("topic", note | {"used": key}, draft=self._compose(state, topic, chance))
        return state.noting("topic", note)

    def _rank(self, state: TurnState) -> list[tuple[float, str]]:
        """Topics with their chance of being what was asked, likeliest first."""
        found = state.search.found if state.search else ()
        query = f"{state.text} {state.search.searched if state.search else ''}"
        place = (state.understood and state.understood.place) or detect_place(state.text)
        question = read_question(query, found, state.nearness.asked, place)
        candidates = self.reader.find_candidates(state.nearness.topics, found)
        judged = [
            (self._judge(near, self.reader.build_row(key, candidates, question)), key)
            for key, near in candidates.items()
        ]
        return sorted(judged, reverse=True)

    def _judge(self, near: float, row: NDArray[np.float32]) -> float:
        """The chance of a topic; words that are one of its asks almost to the letter settle it."""
        return max(self.model.judge(row), near if near >= SAME_WORDS else 0.0)

    def _choose(self, state: TurnState, ranked: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
        """The two likeliest that may be used: of sections the search does not rank first, only what is sure."""
        first = next((f.passage.section for f in state.search.found), "") if state.search else ""
        return [
            (chance, key)
            for chance, key in ranked[:3]
            if chance >= self.settings.standard_answer_floor
            and (chance >= self.settings.contrary_topic or first in self.reader.facts[key].leading_sections)
        ][:2]

    def _compose(self, state: TurnState, answer: StandardAnswer, chance: float) -> Draft:
        day, language = state.asked_on, state.language
        sentences: list[Sentence] = []
        for part in answer.sentences:
            if part.is_true_on(day):
                text = part.text_in(language)
                if not sentences and not self._is_that_very_question(state, answer, chance):
                    text = drop_bare_reply(text)
                sentences.append(Sentence(text, self._widen(part), "claim", "lead"))
        sentences = lead_with_asked(sentences, self._weigh_quote(state))
        sentences += [self.kit.quote_sentence(quote) for quote in find_main_quotes(sentences)]
        sentences += [self._compose_step(step, state) for step in answer.steps if step.is_true_on(day)]
        return Draft(
            outcome="answered" if answer.holds else "unanswerable",
            status="answered" if answer.holds else "unanswerable_document_not_held",
            completeness="complete" if answer.holds else "none",
            sentences=tuple(sentences),
            more_quotes=self._find_more(state, tuple(q for s in sentences for q in s.quotes), chance),
            services=tuple(
                dict.fromkeys([*answer.services, *(s.service for s in answer.steps if s.service)])
            ),
            standard_answer=answer.id,
            confidence=chance,
        )

    def _is_that_very_question(self, state: TurnState, answer: StandardAnswer, chance: float) -> bool:
        """Whether a "Yes" or "No" would answer what was asked, and not only something about the same rule."""
        near = next((m.score for m in state.nearness.topics if m.owner == answer.id), 0.0)
        return chance >= self.settings.sure_topic and near >= self.settings.reply_likeness

    def _weigh_quote(self, state: TurnState) -> Callable[[Quote], float]:
        """How near a quote is to what is asked: by the questions of its pinpoint, and by the rank of its section."""
        first = next((f.passage.section for f in state.search.found), "") if state.search else ""

        def weigh(quote: Quote) -> float:
            asked = state.nearness.asked.get(f"{quote.source} {quote.locator}", 0.0)
            return asked + (FIRST_SECTION if section_of(quote.locator) == first else 0.0)

        return weigh

    def _compose_step(self, step: Step, state: TurnState) -> Sentence:
        text, quotes = step.text_in(state.language), self._widen(step)
        if quotes:
            return Sentence(text, quotes, "claim", "next")
        return Sentence(text, (), "fixed", "next")

    def _widen(self, part: BoundSentence) -> tuple[Quote, ...]:
        """Quotes grown to the whole of a short subdivision, so that nobody reads a rule without its condition."""
        grown = []
        for bound in part.quotes:
            quote = bound.as_quote()
            found = self.kit.outlines.find_unit(quote.locator)
            if (
                found
                and found[1].locator == quote.locator
                and found[1].words <= 120
                and quote.text in found[1].text
            ):
                quote = found[0].slice_quote(found[1])
            grown.append(quote)
        return tuple(dict.fromkeys(grown))

    def _find_more(self, state: TurnState, cited: tuple[Quote, ...], chance: float) -> tuple[Quote, ...]:
        """What the search ranks first and no quote covers yet: the less sure the topic, the more of it."""
        if state.search is None:
            return ()
        room = self.settings.max_citations - len(set(cited))
        room = max(room, 1) if chance >= self.settings.sure_topic else max(room, 3)
        ranked = self.kit.ranker.rank(state.search.found, state.search.searched, state.nearness, keep=4)
        more: list[Quote] = []
        for scored in choose_units(ranked, self.settings.extra_unit_share):
            is_shown = any(scored.unit.text in q.text or q.text in scored.unit.text for q in (*cited, *more))
            if len(more) >= room or is_shown or not scored.unit.is_current(state.asked_on):
                continue
            more += self.kit.picker.complete(scored.outline, scored.unit, state.asked_on)
        return tuple(more[: room + 1])


_REPLY = re.compile(
    r"^(?:Yes|No|Sí)\b(?:, (?:(?:but|pero) )?(?P<rest>[^.!?:;]*))?[.!]\s+(?P<more>\S.*)", re.S
)
_TURNS_ROUND = re.compile(r"(?:not|no|never|nunca|tampoco)\b", re.I)
_CONDITION = re.compile(
    r"(?:if|when|unless|only|after|once|in|for|until|before|except|as long as"
    r"|si|cuando|a menos que|solo|después|en|para|hasta|antes|salvo|excepto|mientras)\b",
    re.I,
)
_FEWEST_WORDS = 4


def drop_bare_reply(text: str) -> str:
    """Leave out an opening "Yes." or "No, not always.": asked the other way round, it would say the opposite.

    What the opening says beside that stays: a condition before a colon, a statement as a sentence of its own.
    """
    found = _REPLY.match(text)
    if found is None:
        return text
    rest, more = found["rest"] or "", found["more"]
    is_condition = bool(_CONDITION.match(rest))
    if _TURNS_ROUND.match(rest) or (len(rest.split()) < _FEWEST_WORDS and not is_condition):
        return more
    return f"{rest[:1].upper()}{rest[1:]}{':' if is_condition else '.'} {more}"


_LEANS = re.compile(
    r"^(?:then|but|also|it|they|he|she|that|this|those|these|otherwise|second|third|after that|if so|for this|his|her|their"
    r"|luego|pero|también|eso|esa|ese|esto|después|segundo|tercero|si es así)\b",
    re.I,
)


def lead_with_asked(sentences: Sequence[Sentence], weigh: Callable[[Quote], float]) -> list[Sentence]:
    """The sentence whose quotes are clearly nearest to the question first, and in each sentence its nearest section.

    A sentence that leans on the one before it ("Then …", "It …") stays where it is.
    """
    ordered = [replace(s, quotes=_order_by_section(s.quotes, weigh)) for s in sentences]
    values = [max((weigh(q) for q in s.quotes), default=0.0) for s in ordered]
    if not values:
        return ordered
    best = max(range(len(values)), key=values.__getitem__)
    if values[best] < values[0] + CLEARLY or _LEANS.match(ordered[best].text):
        return ordered
    return [ordered[best], *ordered[:best], *ordered[best + 1 :]]


def _order_by_section(quotes: Sequence[Quote], weigh: Callable[[Quote], float]) -> tuple[Quote, ...]:
    """Quotes with those of the nearest section first; inside a section they keep the order of the law."""
    best: dict[str, float] = {}
    for quote in quotes:
        section = section_of(quote.locator)
        best[section] = max(best.get(section, 0.0), weigh(quote))
    return tuple(sorted(quotes, key=lambda q: -round(best[section_of(q.locator)] / CLEARLY)))


def find_main_quotes(sentences: Sequence[Sentence]) -> tuple[Quote, ...]:
    """What to show of the first sentence's quotes: the first that is no part of a list, else a list's stem with its first item."""
    quotes = next((s.quotes for s in sentences if s.quotes), ())
    stem = next((q for q in quotes if q.text.rstrip().endswith(":")), None)
    items = [q for q in quotes if stem is not None and q.locator.startswith(f"{stem.locator}(")]
    alone = [q for q in quotes if q is not stem and q not in items]
    if alone:
        return (alone[0],)
    return tuple(q for q in (stem, next(iter(items), None)) if q is not None)
