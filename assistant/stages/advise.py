"""Whom to ask and what to ask next, chosen from what is cited and what screening found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.composing.kit import Kit
from assistant.records import Service
from assistant.services import ServiceDesk, choose_services
from assistant.stages.note import collect_quotes
from assistant.standard_answers import StandardAnswer
from assistant.state import Draft, Sentence, TurnState

MIN_NEAR = 0.6
"""Nearness from which a topic is worth offering: below it stand "electric fences" beside a question about a cell."""
_WITHOUT_LINE = frozenset({"urgent", "blocked", "clarification"})


@dataclass(frozen=True)
class Advise:
    """Chooses services and follow-up questions."""

    kit: Kit
    desk: ServiceDesk
    answers: Mapping[str, StandardAnswer]

    def __call__(self, state: TurnState) -> TurnState:
        """Set `services`; add whom to ask, and follow-ups, to `draft`."""
        draft = state.draft
        if draft is None:
            return state
        quotes = collect_quotes(draft)
        services = choose_services(
            self.desk,
            state.understood.standalone if state.understood else state.text,
            state.language,
            outcome=draft.outcome,
            labelled=draft.services if state.decision and state.decision.outcome else (),
            cited_texts=tuple(q.text for q in quotes),
            cited_locators=tuple(q.locator for q in quotes),
            named=() if state.decision and state.decision.outcome else draft.services,
        )
        if services and draft.outcome not in _WITHOUT_LINE:
            titles = "; ".join(_format_service(service) for service in services[:3])
            told = self.kit.wordings.say("whom_to_ask", state.language, service=titles)
            draft = draft.with_sentences(Sentence(told, kind="fixed", block="next"))
        draft = replace(draft, follow_ups=self._find_follow_ups(state, draft))
        return state.noting("advise", [s.key for s in services], draft=draft, services=services)

    def _find_follow_ups(self, state: TurnState, draft: Draft) -> tuple[str, ...]:
        if draft.outcome in ("urgent", "blocked"):
            return ()
        used = self.answers.get(draft.standard_answer or "")
        ids = [
            *(used.follow_ups if used else ()),
            *(m.owner for m in state.nearness.topics if m.score >= MIN_NEAR),
            *draft.follow_ups,
        ]
        titles = [
            self.answers[i].title_in(state.language)
            for i in dict.fromkeys(ids)
            if i in self.answers and i != draft.standard_answer
        ]
        return tuple(dict.fromkeys(titles))[:3]


def _format_service(service: Service) -> str:
    """Title, and the one address that helps most; all of it from the register."""
    where = service.email or service.phone or ""
    hours = f" — {service.hours}" if service.hours else ""
    return f"{service.title}{f' ({where})' if where else ''}{hours}"
