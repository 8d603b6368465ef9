"""Whether the chat and the language model are switched on at this moment."""

from __future__ import annotations

import logging

from assistant.desk.records import DeskError
from assistant.desk.switches import Switch, Switchboard, choose_message, switch_model_off
from assistant.runner import Assistant
from ui.desk.access import load_shared_desk
from ui.wordings import Wordings

LOG = logging.getLogger(__name__)


def find_switch(name: str) -> Switch | None:
    """Find a switch that is off; None where it is on, and where no desk or no store can say otherwise."""
    try:
        desk = load_shared_desk()
        held = Switchboard(desk.engine).load_switches() if desk else {}
    except DeskError:
        LOG.exception("The switches cannot be read: everything stays on")
        return None
    return next((switch for switch in held.values() if switch.name == name and switch.is_off), None)


def find_closing_words(say: Wordings) -> str | None:
    """Find what families read while the chat is off; None while it is on."""
    switch = find_switch("chat")
    return choose_message(switch, say.language, lambda: say("switched_off")) if switch else None


def apply_model_switch(assistant: Assistant) -> Assistant:
    """Return the assistant as the model's switch allows it."""
    return switch_model_off(assistant) if find_switch("model") else assistant
