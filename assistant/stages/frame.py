"""What screening found is put before what the sources say: danger first, the right door, or a plain no."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from assistant.composing.kit import Kit
from assistant.records import Language
from assistant.screening import decide, estimate_law_support, names_own_law
from assistant.screening.records import Decision, StatusRule
from assistant.state import Draft, Quote, Sentence, TurnState
from assistant.wordings import Wordings
from index.query import detect_place

_HEADINGS = {
    "cdoc-contact#jurisdiction": "[Please note: jurisdiction]",
    "cdoc-contact#inmate-locator": "[Contact or Locate an Inmate]",
}
_HEALTH = re.compile(
    r"\b(?:med(?:s|ical|ication|icine)?|health|hiv|doctor|diagnos\w+|sick|illness|treatment|psych\w*|salud|médic\w+|medicinas?)\b",
    re.I,
)
_WHERE = re.compile(
    r"\b(?:where|located?|locator|find (?:him|her|out)|which (?:prison|facility)|dónde|donde|qué prisión)\b",
    re.I,
)
COUNTY_JAILS, FACILITIES = "county-jails", "facility-pages"
_PRISON_DOORS = frozenset({"switchboard", "prea", "constituent-services"})
"""The prisons' own offices: none of them reaches a county jail."""
SURE_BESIDE_HELP = 0.7
"""Chance from which law is added to an urgent answer."""
TellOffice = Callable[[Language], str]
"""The office's hours as said now: "Open now, until 5 pm"."""


@dataclass(frozen=True)
class Frame:
    """Joins screening's decision with the draft."""

    kit: Kit
    statuses: Mapping[str, StatusRule]
    wordings: Wordings
    tell_office: TellOffice

    def __call__(self, state: TurnState) -> TurnState:
        """Set `decision`; change `draft` where the decision asks for it."""
        if not state.is_language_known and not state.screening.labels:
            return replace(
                state.noting("frame", "language"), draft=self._say_only(state, "unanswerable_language")
            )
        support = self._measure_support(state)
        decision = decide(state.screening, self.statuses, support)
        state = state.noting(
            "frame",
            {"support": round(support, 3), "outcome": decision.outcome, "status": decision.status},
            decision=decision,
        )
        if decision.outcome is None:
            return replace(state, draft=self._preface(state, decision))
        return replace(state, draft=self._lead_with_status(state, decision))

    def _measure_support(self, state: TurnState) -> float:
        support = estimate_law_support(state.screening, state.search.found if state.search else ())
        draft = state.draft
        if draft is not None and draft.outcome != "answered":
            return min(support, 0.05) if draft.status == "unanswerable_not_found" else support
        if draft is not None and draft.standard_answer:
            quoted = [quote.locator for sentence in draft.sentences for quote in sentence.quotes]
            if names_own_law(state.screening, quoted):
                return max(support, draft.confidence)
        return support

    def _preface(self, state: TurnState, decision: Decision) -> Draft | None:
        draft = state.draft
        if draft is None or not decision.prefaces:
            return draft
        said = tuple(
            Sentence(self._word(label.status, state.language), kind="fixed", block="preface")
            for label in decision.prefaces
        )
        return replace(
            draft,
            sentences=said + draft.sentences,
            status="answered_preface" if draft.outcome == "answered" else draft.status,
            completeness="partial" if draft.outcome == "answered" else draft.completeness,
            services=tuple(dict.fromkeys([*draft.services, *decision.services])),
        )

    def _lead_with_status(self, state: TurnState, decision: Decision) -> Draft:
        assert decision.status is not None
        assert decision.outcome is not None
        said = [Sentence(self._tell(decision.status, state), kind="fixed", block="preface")]
        for label in decision.labels:
            if label.status != decision.status and label.family in ("urgent", "declined"):
                said.append(Sentence(self._tell(label.status, state), kind="fixed", block="preface"))
        if decision.status == "declined_case_data":
            said += self._point_to_records(state)
        added = self._add_sources(state, decision) if decision.answers_from_sources else ()
        return Draft(
            outcome=decision.outcome,
            status=decision.status,
            completeness="partial" if added else "none",
            sentences=(*said, *added),
            services=self._choose_services(state, decision),
            standard_answer=state.draft.standard_answer if added and state.draft else None,
            follow_ups=self.statuses[decision.status].offers,
        )

    def _add_sources(self, state: TurnState, decision: Decision) -> tuple[Sentence, ...]:
        """What the sources add: passages named for the status, then the draft when the message asks for a rule."""
        quotes = [q for locator in decision.preferred_locators if (q := self._quote(locator))]
        family = decision.labels[0].family if decision.labels else ""
        draft = state.draft
        sentences: list[Sentence] = []
        if family == "redirected":
            told = self.kit.wordings.say("jurisdiction", state.language)
            return (
                Sentence(told, kind="fixed", block="law"),
                *[self.kit.quote_sentence(q) for q in quotes[:1]],
            )
        is_asked = state.screening.is_rule_question or family in ("urgent", "declined")
        if (
            draft is not None
            and draft.outcome == "answered"
            and is_asked
            and self._is_strong(state, draft, family)
        ):
            name = "after_urgent" if family == "urgent" else "partial"
            sentences.append(Sentence(self.wordings.say(name, state.language), kind="fixed", block="lead"))
            kept = [s for s in draft.sentences if s.block in ("lead", "law")]
            sentences += kept[:5]
        held = {q.text for s in sentences for q in s.quotes}
        sentences += [self.kit.quote_sentence(q) for q in quotes if q.text not in held]
        return tuple(sentences)

    def _is_strong(self, state: TurnState, draft: Draft, family: str) -> bool:
        """Beside a warning or a refusal only what surely belongs is said, and beside help the surest."""
        if family == "urgent":
            return draft.confidence >= SURE_BESIDE_HELP
        best = state.search.found[0].score if state.search and state.search.found else 0.0
        return draft.standard_answer is not None or best >= 0.6

    def _quote(self, locator: str) -> Quote | None:
        found = self.kit.outlines.find_unit(_HEADINGS.get(locator, locator))
        return self.kit.picker.cut(found[0], found[1]) if found else None

    def _choose_services(self, state: TurnState, decision: Decision) -> tuple[str, ...]:
        if decision.status == "declined_case_data" and _HEALTH.search(state.text):
            return ("records-medical", *decision.services)
        if decision.outcome == "urgent" and is_in_jail(state):
            doors = (COUNTY_JAILS if key == FACILITIES else key for key in decision.services)
            return tuple(key for key in doors if key not in _PRISON_DOORS)
        return decision.services

    def _point_to_records(self, state: TurnState) -> list[Sentence]:
        names = ["case_health"] if _HEALTH.search(state.text) else []
        names += ["case_where"] if _WHERE.search(state.text) else []
        return [
            Sentence(self._line(name, state.language), kind="fixed", block="preface")
            for name in (*names, "case_other")
        ]

    def _say_only(self, state: TurnState, status: str) -> Draft:
        said = Sentence(self._word(status, state.language), kind="fixed", block="preface")
        return Draft("unanswerable", status, "none", (said,), services=("constituent-services",))

    def _tell(self, status: str, state: TurnState) -> str:
        """Word a status for where the person is: help in danger names the jail where the message does."""
        told = self._word(status, state.language)
        if status.startswith("urgent_") and is_in_jail(state):
            return self.wordings.word_for_jail(told, state.language)
        return told

    def _word(self, status: str, language: Language) -> str:
        return self.wordings.text(status, language, office=self.tell_office(language))

    def _line(self, name: str, language: Language) -> str:
        return self.wordings.say(name, language, office=self.tell_office(language))


def is_in_jail(state: TurnState) -> bool:
    """Tell whether a message is about somebody in a county jail, and not in a prison."""
    return ((state.understood and state.understood.place) or detect_place(state.text)) == "jail"
