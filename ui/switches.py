"""Whether the chat and the language model are switched on at this moment."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from functools import cache

from assistant.desk.records import DeskError
from assistant.desk.switches import Switch, Switchboard, SwitchName, choose_message, switch_model_off
from assistant.runner import Assistant
from ui.desk.access import load_shared_desk
from ui.wordings import Wordings

LOG = logging.getLogger(__name__)
REST_S = 30.0


@dataclass
class SwitchWatch:
    """The switches as they were last read; a store that failed is left alone for a while, for nobody's answer waits."""

    held: dict[SwitchName, Switch] = field(default_factory=dict)
    rests_until: float = 0.0

    def find_off(self, name: SwitchName) -> Switch | None:
        """Find a switch that is off; None where it is on, or was when the store could last be read."""
        if time.monotonic() >= self.rests_until:
            try:
                desk = load_shared_desk()
                self.held = Switchboard(desk.engine).load_switches() if desk else {}
            except DeskError:
                LOG.exception("The switches cannot be read and stay as they were")
                self.rests_until = time.monotonic() + REST_S
        switch = self.held.get(name)
        return switch if switch and switch.is_off else None


@cache
def load_watch() -> SwitchWatch:
    """Build the one watch of this process."""
    return SwitchWatch()


def find_closing_words(say: Wordings) -> str | None:
    """Find what families read while the chat is off; None while it is on."""
    switch = load_watch().find_off("chat")
    return choose_message(switch, say.language, lambda: say("switched_off")) if switch else None


def apply_model_switch(assistant: Assistant) -> Assistant:
    """Return the assistant as the model's switch allows it."""
    return switch_model_off(assistant) if load_watch().find_off("model") else assistant
