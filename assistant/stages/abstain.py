"""Where the best evidence is weak, the answer is that the sources do not say it, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.composing.kit import Kit
from assistant.regression import Regression
from assistant.settings import AssistantSettings
from assistant.state import Draft, Quote, Sentence, TurnState
from index.records import FoundPassage

SUPPORT_FEATURES = ("score_log", "asked")
SUPPORT_WEIGHTS_FILE = Path(__file__).parent.parent / "support_weights.json"


def measure_support(found: Sequence[FoundPassage], asked: Mapping[str, float]) -> NDArray[np.float32]:
    """What speaks for the sources holding an answer, by `SUPPORT_FEATURES`.

    The logarithm of the best passage's calibrated score, and the nearness to the nearest question that a pinpoint answers.
    The message's length and its share of words in the passages were tried too: they let long messages through.
    """
    score = found[0].score if found else 0.0
    return np.asarray((log10(max(score, 1e-4)) / 4 + 1, max(asked.values(), default=0.0)), dtype=np.float32)


@dataclass(frozen=True)
class AbstainWhenWeak:
    """Sets a draft that says plainly that nothing was found."""

    kit: Kit
    model: Regression
    settings: AssistantSettings

    def __call__(self, state: TurnState) -> TurnState:
        """Set `draft` when the chance that the sources answer is below the floor."""
        if state.draft is not None or state.search is None:
            return state
        row = measure_support(state.search.found, state.nearness.asked)
        chance = self.model.judge(row)
        note = {"chance": round(chance, 3), "row": [round(float(x), 2) for x in row]}
        is_outside = bool(state.search.outside_references)
        if state.search.found and chance >= self.settings.evidence_floor:
            return state.noting("support", note)
        return state.noting("support", note | {"abstains": True}, draft=self._tell(state, is_outside))

    def tell_nothing(self, state: TurnState) -> TurnState:
        """Set `draft` where no stage before has: nothing that was found can be quoted."""
        if state.draft is not None or state.search is None:
            return state
        return state.noting("nothing", True, draft=self._tell(state, is_outside=False))

    def _tell(self, state: TurnState, is_outside: bool) -> Draft:
        say, language = self.kit.wordings.say, state.language
        text = say("not_found", language)
        services: tuple[str, ...] = ("constituent-services",)
        status = "unanswerable_not_found"
        if is_outside and state.search is not None:
            text = say("outside", language, law=state.search.outside_references[0])
            services = ("statutes-official", "constituent-services")
            status = "unanswerable_outside_law"
        quote = find_contact_quote(self.kit)
        sentences = [Sentence(text, kind="fixed", block="lead")]
        if quote is not None:
            sentences.append(self.kit.quote_sentence(quote))
        return Draft("unanswerable", status, "none", tuple(sentences), services=services)


def find_contact_quote(kit: Kit) -> Quote | None:
    """The contact page's own sentence on where general questions go."""
    outline = kit.outlines.find("[Constituent Services]")
    if outline is None:
        return None
    unit = next((u for u in outline.units if "best place to direct" in u.text), None)
    return outline.slice_quote(unit) if unit else None
