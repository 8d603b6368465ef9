"""An answer that may be about something else says so first: a wrong rule taken for the right one costs a journey."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.settings import AssistantSettings
from assistant.state import Sentence, TurnState
from assistant.wordings import Wordings


@dataclass(frozen=True)
class Hedge:
    """Puts a line before an answer that neither the search nor the topics are sure of."""

    settings: AssistantSettings
    wordings: Wordings

    def __call__(self, state: TurnState) -> TurnState:
        """Set a preface, and `completeness` to partial, where the match is weak."""
        draft, search = state.draft, state.search
        if draft is None or search is None or draft.outcome != "answered" or search.references:
            return state
        best = search.found[0].score if search.found else 0.0
        if not self._is_doubtful(best, draft.confidence, is_topic=draft.standard_answer is not None):
            return state.noting("hedge", False)
        told = Sentence(self.wordings.say("nearest_found", state.language), kind="fixed", block="preface")
        hedged = replace(draft, sentences=(told, *draft.sentences), completeness="partial")
        return state.noting("hedge", True, draft=hedged)

    def _is_doubtful(self, best: float, chance: float, *, is_topic: bool) -> bool:
        if best < self.settings.doubtful_search:
            return not is_topic or chance < self.settings.sure_topic
        return is_topic and best < 2 * self.settings.doubtful_search and chance < self.settings.doubtful_topic
