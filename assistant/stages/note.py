"""What must be said about the texts quoted: passed repeal dates, schedules, conflicts, law not held, the language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.composing.kit import Kit
from assistant.conflicts import Conflict
from assistant.dates import find_repeal_date, format_day, parse_period
from assistant.records import Notice
from assistant.state import Draft, Quote, Sentence, TurnState


@dataclass(frozen=True)
class NoteTimeAndConflict:
    """Adds notices to a draft, and the other side of every known conflict it touches."""

    kit: Kit
    conflicts: tuple[Conflict, ...]

    def __call__(self, state: TurnState) -> TurnState:
        """Add notices and quotes to `draft`."""
        draft = state.draft
        if draft is None:
            return state
        quotes = collect_quotes(draft)
        notices = [*draft.notices, *self._note_dates(state, quotes), *self._note_outside(state)]
        sentences, more = list(draft.sentences), list(draft.more_quotes)
        if draft.status not in ("answered_repealed",):
            for conflict in self._find_conflicts(state, quotes):
                notices.append(Notice(kind="conflict", text=conflict.text_in(state.language)))
                more += [q for q in conflict.find_missing(quotes) if q not in more]
                sentences.append(
                    Sentence(
                        conflict.text_in(state.language),
                        tuple(q.as_quote() for q in conflict.quotes),
                        "fixed",
                        "note",
                    )
                )
        said = [q for sentence in draft.sentences for q in sentence.quotes]
        statutes = [q for q in said if self.kit.citations.is_statute(q.source)]
        if state.language == "es" and quotes:
            notices.append(self.kit.wordings.notice("unofficial_translation", "es"))
        if statutes and draft.outcome in ("answered", "redirected", "urgent"):
            edition = self.kit.edition(statutes[0].source, state.language)
            told = self.kit.wordings.say(
                "speaks_for", state.language, edition=edition, day=format_day(state.asked_on, state.language)
            )
            sentences.append(Sentence(told, kind="fixed", block="note"))
        # A notice that changes what the text is worth is said in the text itself.
        spoken = [n for n in notices if n.kind in ("repeal_date_passed", "not_yet_effective")]
        sentences += [Sentence(n.text, kind="fixed", block="note") for n in spoken]
        unique = {(n.kind, n.text): n for n in notices}
        return state.noting(
            "note",
            [n.kind for n in unique.values()],
            draft=replace(
                draft, sentences=tuple(sentences), more_quotes=tuple(more), notices=tuple(unique.values())
            ),
        )

    def _note_dates(self, state: TurnState, quotes: Sequence[Quote]) -> list[Notice]:
        notices, language, day = [], state.language, state.asked_on
        for quote in quotes:
            section = self.kit.find_section(quote)
            ends = find_repeal_date(section, quote.locator) if section else None
            if section is None or section.status != "in_force":
                continue
            if ends is not None:
                kind = "repeal_date_passed" if day >= ends else "repeal_date_ahead"
                edition = self.kit.edition(quote.source, language)
                values = {"locator": quote.locator, "day": format_day(ends, language)}
                notices.append(self.kit.wordings.notice(kind, language, **values, edition=edition))
            period = parse_period(quote.text)
            if period is not None and period.first is not None:
                if period.standing(day) == "future":
                    told = format_day(period.first, language)
                    notices.append(self.kit.wordings.notice("not_yet_effective", language, day=told))
                elif self._is_schedule(quote):
                    notices.append(
                        self.kit.wordings.notice("schedule", language, day=format_day(day, language))
                    )
        return notices

    def _is_schedule(self, quote: Quote) -> bool:
        found = self.kit.outlines.find_unit(quote.locator)
        if found is None:
            return False
        return sum(parse_period(u.text) is not None for u in found[0].find_siblings(found[1])) >= 1

    def _note_outside(self, state: TurnState) -> list[Notice]:
        if state.search is None:
            return []
        return [
            self.kit.wordings.notice("not_held", state.language, document=law)
            for law in state.search.outside_references[:2]
        ]

    def _find_conflicts(self, state: TurnState, quotes: tuple[Quote, ...]) -> list[Conflict]:
        touched = []
        said = f"{state.text} {state.understood.query if state.understood else ''}"
        for conflict in self.conflicts:
            if not conflict.is_touched(quotes):
                continue
            if not conflict.cues or any(re.search(cue, said, re.I) for cue in conflict.cues):
                touched.append(conflict)
        return touched


def collect_quotes(draft: Draft) -> tuple[Quote, ...]:
    """Every quote of a draft, in reading order, each once."""
    return tuple(dict.fromkeys([*(q for s in draft.sentences for q in s.quotes), *draft.more_quotes]))
