"""For everything without a reviewed answer: the subdivisions that answer, whole, with what makes them true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.composing.kit import Kit, format_topic
from assistant.composing.ranking import ScoredUnit, choose_units
from assistant.records import Language
from assistant.settings import AssistantSettings
from assistant.state import Draft, Quote, Sentence, TurnState

_DEFINE = re.compile(
    r"\b(?:defin\w+|what (?:is|does) (?:an? |the )?(?:[\w\s'“”\"-]{3,50})(?: mean)?|meaning of|qué (?:es|significa))\b",
    re.I,
)


@dataclass(frozen=True)
class ComposeFromPassages:
    """Quotes the law itself."""

    kit: Kit
    settings: AssistantSettings

    def __call__(self, state: TurnState) -> TurnState:
        """Set `draft` from the best passages, when there is no draft yet."""
        if state.draft is not None or state.search is None or not state.search.found:
            return state
        ranked = self.kit.ranker.rank(state.search.found, state.search.searched, state.nearness)
        if not ranked:
            return state.noting("extract", "no unit")
        chosen = self._choose(state, ranked)
        quotes = self._complete(state, chosen)
        note = [(s.unit.locator, round(s.score, 3), round(s.asked, 3)) for s in ranked[:5]]
        confidence = ranked[0].score
        draft = Draft("answered", "answered", "complete", self._word(state, quotes), confidence=confidence)
        return state.noting("extract", {"ranked": note, "quoted": [q.locator for q in quotes]}, draft=draft)

    def _choose(self, state: TurnState, ranked: Sequence[ScoredUnit]) -> list[ScoredUnit]:
        units = choose_units(ranked, self.settings.extra_unit_share)
        chosen = [units[0], *(s for s in units[1:] if s.unit.is_current(state.asked_on))]
        definition = self._find_definition(state)
        if definition is not None:
            chosen.insert(0, definition)
        return chosen

    def _find_definition(self, state: TurnState) -> ScoredUnit | None:
        """The definition of the very term asked about."""
        if not _DEFINE.search(state.text):
            return None
        plain = state.text.lower()
        for found in (state.search.found if state.search else ())[:8]:
            section = self.kit.library.sections.get(found.passage.section)
            for definition in section.definitions if section else ():
                if len(definition.term) > 3 and definition.term.lower() in plain:
                    unit = self.kit.outlines.find_unit(definition.locator)
                    if unit:
                        return ScoredUnit(unit[1], unit[0], 1.0, 1.0, found.score)
        return None

    def _complete(self, state: TurnState, chosen: Sequence[ScoredUnit]) -> list[Quote]:
        quotes: list[Quote] = []
        scores: dict[tuple[str, int], float] = {
            (s.unit.section.number, s.unit.order): s.score for s in chosen
        }
        for scored in chosen:
            if any(scored.unit.text in quote.text for quote in quotes):
                continue
            own = {order: v for (number, order), v in scores.items() if number == scored.unit.section.number}
            for quote in self.kit.picker.complete(scored.outline, scored.unit, state.asked_on, own):
                if not any(quote.text in held.text for held in quotes):
                    quotes = [held for held in quotes if held.text not in quote.text or held is quotes[0]]
                    quotes.append(quote)
        return quotes[: self.settings.max_citations]

    def _word(self, state: TurnState, quotes: Sequence[Quote]) -> tuple[Sentence, ...]:
        sentences = [Sentence(self._introduce(quotes[0], state.language), kind="fixed", block="lead")]
        sentences.append(self.kit.quote_sentence(quotes[0]))
        if len(quotes) > 1:
            sentences.append(
                Sentence(self.kit.wordings.say("law_also", state.language), kind="fixed", block="law")
            )
            sentences += [self.kit.quote_sentence(quote) for quote in quotes[1:]]
        return tuple(sentences)

    def _introduce(self, quote: Quote, language: Language) -> str:
        if not self.kit.citations.is_statute(quote.source):
            return self.kit.wordings.say("page_topic", language, heading=quote.locator.split(" > ")[-1])
        topic = format_topic(self.kit.find_section(quote))
        return self.kit.wordings.say("law_topic", language, locator=quote.locator, topic=topic)
