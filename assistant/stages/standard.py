"""A reviewed answer is given where the question is surely about its topic, sentence by sentence, for the day asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.composing.kit import Kit
from assistant.not_held import NotHeld
from assistant.settings import AssistantSettings
from assistant.standard_answers import BoundSentence, StandardAnswer, Step, find_day_faults
from assistant.state import Draft, Quote, Sentence, TurnState
from assistant.topics import TopicMatch
from index.query import detect_place


@dataclass(frozen=True)
class AnswerByTopic:
    """Chooses between standard answers, documents not held, and neither."""

    kit: Kit
    answers: Mapping[str, StandardAnswer]
    needs: Mapping[str, NotHeld]
    settings: AssistantSettings

    def __call__(self, state: TurnState) -> TurnState:
        """Set `draft` when a topic matches surely enough."""
        if state.draft is not None or not self.settings.use_standard_answers or not state.nearness.topics:
            return state
        ranked = sorted(
            ((self._judge(state, match), match) for match in state.nearness.topics), key=lambda pair: -pair[0]
        )
        note: dict[str, Any] = {"judged": [(m.owner, round(score, 3)) for score, m in ranked[:4]]}
        for score, match in ranked[:2]:
            if score < self.settings.standard_answer_floor:
                break
            if match.owner in self.needs:
                return state.noting("topic", note, draft=self._tell_not_held(state, self.needs[match.owner]))
            answer = self.answers[match.owner]
            faults = find_day_faults(answer, self.kit.library, state.asked_on)
            if faults:
                note["withdrawn"] = {"id": answer.id, "reasons": faults}
                continue
            return state.noting("topic", note | {"used": answer.id}, draft=self._compose(state, answer))
        return state.noting("topic", note)

    def _judge(self, state: TurnState, match: TopicMatch) -> float:
        """How surely the question is about a topic: its nearest asks, and whether the search agrees."""
        if match.owner in self.needs:
            return match.score + self._judge_need(state, self.needs[match.owner])
        answer = self.answers[match.owner]
        quoted = {_section_of(q.locator) for q in answer.quotes}
        pinpoints = {q.locator for q in answer.quotes}
        found = state.search.found if state.search else ()
        top = [f.passage for f in found[:5] if f.passage.part == "text"]
        score = match.score
        if top and top[0].section in quoted:
            score += 0.04
        if any(pinpoints & set(p.locators) for p in top[:2]):
            score += 0.04
        if top and not any(p.section in quoted for p in top):
            score -= 0.08
        place = (state.understood and state.understood.place) or detect_place(state.text)
        if place and answer.place != "any" and answer.place != place:
            score -= 0.15
        # A pinpoint the answer does not quote, asked about in nearly these words, speaks against it.
        rival = max(
            (s for key, s in state.nearness.asked.items() if _section_of(key.split(" ", 1)[1]) not in quoted),
            default=0.0,
        )
        if rival > match.score + 0.06:
            score -= 0.5 * (rival - match.score)
        return score

    def _judge_need(self, state: TurnState, need: NotHeld) -> float:
        rival = max(state.nearness.asked.values(), default=0.0)
        best = next((m.score for m in state.nearness.topics if m.owner == need.id), 0.0)
        return -0.6 * max(0.0, rival - best)

    def _compose(self, state: TurnState, answer: StandardAnswer) -> Draft:
        day, language = state.asked_on, state.language
        sentences: list[Sentence] = []
        for part in answer.sentences:
            if part.is_true_on(day):
                sentences.append(Sentence(part.text_in(language), self._widen(part), "claim", "lead"))
        main = next((s.quotes[0] for s in sentences if s.quotes), None)
        if main is not None:
            sentences.append(self.kit.quote_sentence(main))
        sentences += [self._compose_step(step, state) for step in answer.steps if step.is_true_on(day)]
        return Draft(
            outcome="answered",
            status="answered",
            completeness="complete",
            sentences=tuple(sentences),
            more_quotes=self._find_more(state, tuple(q for s in sentences for q in s.quotes)),
            services=tuple(
                dict.fromkeys([*answer.services, *(s.service for s in answer.steps if s.service)])
            ),
            standard_answer=answer.id,
        )

    def _compose_step(self, step: Step, state: TurnState) -> Sentence:
        kind = "claim" if step.quotes else "fixed"
        return Sentence(step.text_in(state.language), self._widen(step), kind, "next")  # type: ignore[arg-type]

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

    def _find_more(self, state: TurnState, cited: tuple[Quote, ...]) -> tuple[Quote, ...]:
        """What the search holds for strongly relevant and no quote covers yet."""
        if state.search is None or state.understood is None:
            return ()
        room = self.settings.max_citations - len(set(cited))
        ranked = self.kit.picker.rank_units(
            state.search.found, state.search.searched, state.nearness.asked, state.asked_on, keep=4
        )
        more: list[Quote] = []
        for scored in ranked[:4]:
            if room <= 0 or scored.asked < 0.72 or scored.passage < 0.5:
                break
            if any(scored.unit.text in q.text or q.text in scored.unit.text for q in cited):
                continue
            quotes = self.kit.picker.complete(scored.outline, scored.unit, state.asked_on)
            more += quotes[:room]
            room -= len(quotes)
        return tuple(more)

    def _tell_not_held(self, state: TurnState, need: NotHeld) -> Draft:
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
        )


def find_usable_on(answers: Mapping[str, StandardAnswer], kit: Kit, day: date) -> dict[str, StandardAnswer]:
    """The answers none of whose texts has repealed itself by a day."""
    return {key: answer for key, answer in answers.items() if not find_day_faults(answer, kit.library, day)}


def _section_of(locator: str) -> str:
    return locator.split("(")[0] if locator[:1].isdigit() else locator
