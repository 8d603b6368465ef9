"""The last day of a rule with a clock, where the answer quotes the rule and the message names a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assistant.dates import format_weekday
from assistant.deadlines import Deadline, DeadlineBook, format_unit
from assistant.named_days import find_named_day
from assistant.records import Language, Notice
from assistant.state import Sentence, TurnState
from assistant.wordings import Wordings

MOST = 2
"""Rules with a clock that one answer counts."""


@dataclass(frozen=True)
class TellDeadline:
    """Adds what the clocks of the quoted rules give for the day the person names."""

    book: DeadlineBook
    wordings: Wordings

    def __call__(self, state: TurnState) -> TurnState:
        """Add sentences and notices to an answered `draft`."""
        draft = state.draft
        if draft is None or draft.outcome != "answered":
            return state
        leading = [s for s in draft.sentences if s.block in ("lead", "law")]
        quotes = [(quote.source, quote.text) for sentence in leading for quote in sentence.quotes]
        found = self.book.find(state.text, quotes)
        told = [line for deadline in found if (line := self._tell(state, deadline))][:MOST]
        if not told:
            return state
        notices = tuple(Notice(kind="deadline", text=line) for line in told)
        sentences = tuple(Sentence(line, kind="fixed", block="note") for line in told)
        return state.noting(
            "deadline",
            [deadline.rule.id for deadline in found],
            draft=replace(draft.with_sentences(*sentences), notices=(*draft.notices, *notices)),
        )

    def _tell(self, state: TurnState, deadline: Deadline) -> str | None:
        rule, language = deadline.rule, state.language
        say = self.wordings.say
        if not deadline.applies:
            who = rule.who.in_language(language)
            return say("deadline_of_another", language, amount=self._amount(deadline, language), who=who)
        nearest: Literal["past", "future"] = "future" if rule.direction == "before" else "past"
        start = find_named_day(state.text, language, state.asked_on, nearest)
        last_day = self.book.compute(rule, start).last_day
        if start is None or last_day is None:
            return None
        lines = [
            say(
                f"deadline_{rule.direction}",
                language,
                amount=self._amount(deadline, language),
                start=format_weekday(start, language),
                event=rule.runs_from.in_language(language),
                day=format_weekday(last_day, language),
            )
        ]
        if rule.unit in ("business_days", "working_days"):
            lines.append(say("deadline_business", language))
        if rule.direction == "before" and last_day < state.asked_on:
            lines.append(say("deadline_passed", language))
        if rule.note:
            lines.append(say("deadline_note", language, note=rule.note.in_language(language)))
        return " ".join(lines)

    def _amount(self, deadline: Deadline, language: Language) -> str:
        return f"{deadline.rule.amount} {format_unit(deadline.rule.unit, language)}"
