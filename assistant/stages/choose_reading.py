"""Whether a message stands alone or needs the turns before it is settled by what each reading finds.

The words decide unless the other reading is clearly better supported by the sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.regression import Regression
from assistant.stages.abstain import measure_support
from assistant.state import Nearness, TurnState

Stage = Callable[[TurnState], TurnState]
CLEARLY = 0.05
"""By how much the other reading must be likelier to have an answer; on conversations of the development halves every
value from 0.02 to 0.1 led with the right section equally often."""
SURE = 0.92
"""Chance from which no other reading can be clearly likelier: of the development half none was above .97."""


@dataclass(frozen=True)
class ChooseReading:
    """Searches the other reading too, where there is one, and keeps the better."""

    stages: tuple[Stage, ...]
    """What searches."""
    support: Regression
    """How likely the sources answer, by what was found."""

    def __call__(self, state: TurnState) -> TurnState:
        """Replace `understood`, `search` and `nearness` where the other reading is clearly better."""
        if state.understood is None or state.understood.other is None:
            return state
        chance = self._judge(state)
        if chance >= SURE:
            return state.noting("reading", {"chances": [round(chance, 3)], "kept": "as its words say"})
        other = replace(state, understood=state.understood.other, search=None, nearness=Nearness())
        for stage in self.stages:
            other = stage(other)
        chances = chance, self._judge(other)
        note = {"chances": [round(chance, 3) for chance in chances]}
        if chances[1] <= chances[0] + CLEARLY:
            return state.noting("reading", note | {"kept": "as its words say"})
        return other.noting("reading", note | {"kept": "the other one"})

    def _judge(self, state: TurnState) -> float:
        found = state.search.found if state.search else ()
        return self.support.judge(measure_support(found, state.nearness.asked))
