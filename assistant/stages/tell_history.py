"""How a rule came to be, asked for in words, is told from the history printed under it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.composing.kit import Kit, format_topic
from assistant.dates import format_day
from assistant.records import Language
from assistant.settings import AssistantSettings
from assistant.state import Draft, Quote, Sentence, TurnState
from index.query import read_intent
from index.records import FoundPassage
from ingest.records import HistoryEntry, Section

_MADE = frozenset({"added", "repealed and reenacted", "recreated and reenacted"})


@dataclass(frozen=True)
class TellHistory:
    """Answers "which bill added …" and "when was … passed" where no section is named."""

    kit: Kit
    settings: AssistantSettings

    def __call__(self, state: TurnState) -> TurnState:
        """Set `draft` where the search surely knows the rule that is meant and its history is printed."""
        if state.draft is not None or state.search is None or not read_intent(state.text).wants_history:
            return state
        best = next(iter(state.search.found), None)
        section = self.kit.library.sections.get(best.passage.section) if best else None
        if (
            best is None
            or section is None
            or not section.history
            or best.score < self.settings.doubtful_search
        ):
            return state.noting("history", "no printed history")
        printed = self.kit.lookup.quote_history(section, best.passage.locator)
        if not printed:
            return state.noting("history", "no printed history")
        told = self._tell(section, printed, state.language)
        text = self._quote_rule(state, best)
        sentences = (*told, *map(self.kit.quote_sentence, (*printed, *text)))
        draft = Draft("answered", "answered", "complete", sentences, confidence=best.score)
        return state.noting("history", section.number, draft=draft)

    def _tell(self, section: Section, printed: tuple[Quote, ...], language: Language) -> list[Sentence]:
        """Who made the section and who changed it last, as far as what is quoted says so."""
        say = self.kit.wordings.say
        head = say("history", language, locator=f"{section.number}{format_topic(section)}")
        sentences = [Sentence(head, kind="fixed", block="lead")]
        made = next((e for e in section.history if e.is_entire_section and _MADE & set(e.actions)), None)
        last = section.history[-1]
        for name, entry in (("history_made", made), ("history_changed", last if last is not made else None)):
            support = tuple(q for q in printed if entry is not None and entry.text in q.text)
            if entry is not None and support:
                told = say(name, language, when=self._date(entry, language), bill=_name_bill(entry, language))
                sentences.append(Sentence(told, support, "fixed", "lead"))
        return sentences

    def _date(self, entry: HistoryEntry, language: Language) -> str:
        say = self.kit.wordings.say
        if entry.effective_on is None:
            return say("history_year", language, year=str(entry.year))
        return say(
            "history_day",
            language,
            year=str(entry.year),
            day=format_day(entry.effective_on, language),
        )

    def _quote_rule(self, state: TurnState, best: FoundPassage) -> tuple[Quote, ...]:
        """The rule itself, as the search finds it: what the history is of."""
        assert state.search is not None
        same = [
            f
            for f in state.search.found
            if f.passage.section == best.passage.section and f.passage.part == "text"
        ]
        ranked = self.kit.ranker.rank(same[:1], state.search.searched, state.nearness, keep=1)
        if not ranked:
            return ()
        return tuple(self.kit.picker.complete(ranked[0].outline, ranked[0].unit, state.asked_on))[:2]


def _name_bill(entry: HistoryEntry, language: Language) -> str:
    """The bill as a reader knows it, or nothing."""
    if not entry.bill:
        return ""
    return f" por {entry.bill}" if language == "es" else f" by {entry.bill}"
