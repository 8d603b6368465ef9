"""Switch the chat or the language model off and on again, and read who did what."""

from __future__ import annotations

import streamlit as st

from assistant.desk.desk import Desk
from assistant.desk.records import DeskError, Person
from assistant.desk.switches import MAX_MESSAGE_CHARS, Switch, Switchboard
from assistant.records import Language
from assistant.settings import load_assistant_settings
from ui.desk.access import require
from ui.desk.words import load_desk_wordings
from ui.rendering.markup import escape
from ui.wordings import Wordings, load_wordings

SHOWN_ENTRIES = 200


def show() -> None:
    """Draw the two switches and the audit log."""
    desk, person = require("admin")
    say = load_desk_wordings()
    st.html(f'<div class="cfa"><h1>{escape(say("switches.title"))}</h1></div>')
    try:
        held = Switchboard(desk.engine).load_switches()
        show_chat_switch(held["chat"], desk, person, say)
        show_model_switch(held["model"], desk, person, say)
        show_audit(desk, say)
    except DeskError as error:
        st.error(str(error))


def show_chat_switch(switch: Switch, desk: Desk, person: Person, say: Wordings) -> None:
    """Draw the chat's switch with the words that families read while it is off."""
    st.html(f"<h2>{escape(say('switches.chat'))}</h2>")
    render_state(switch, say)
    if switch.is_off:
        if st.button(say("switches.chat_on"), key="chat-on", type="primary"):
            change(Switchboard(desk.engine), person, switch, {})
        return
    languages: tuple[tuple[Language, str], ...] = (("en", "English"), ("es", "Español"))
    with st.form("chat-off"):
        st.html(f'<p class="cfa cfa-soft">{escape(say("switches.chat_about"))}</p>')
        words: dict[Language, str] = {
            language: st.text_area(
                say("switches.message", language=name),
                value=load_wordings(language)("switched_off"),
                max_chars=MAX_MESSAGE_CHARS,
            )
            for language, name in languages
        }
        if st.form_submit_button(say("switches.chat_off")):
            change(Switchboard(desk.engine), person, switch, words)


def show_model_switch(switch: Switch, desk: Desk, person: Person, say: Wordings) -> None:
    """Draw the language model's switch."""
    st.html(f"<h2>{escape(say('switches.model'))}</h2>")
    model = load_assistant_settings().model
    if model == "extractive":
        st.html(f'<p class="cfa">{escape(say("switches.no_model"))}</p>')
    else:
        st.html(f'<p class="cfa">{escape(say("switches.model_about", model=model))}</p>')
    render_state(switch, say)
    label = say("switches.model_on" if switch.is_off else "switches.model_off")
    if st.button(label, key="model-switch"):
        change(Switchboard(desk.engine), person, switch, {})


def change(board: Switchboard, person: Person, switch: Switch, words: dict[Language, str]) -> None:
    """Turn a switch over and draw the page again."""
    board.change(person, switch.name, is_off=not switch.is_off, messages=words)
    st.rerun()


def render_state(switch: Switch, say: Wordings) -> None:
    """Draw whether a switch is on, and who touched it last."""
    state = say("switches.is_off" if switch.is_off else "switches.is_on")
    last = ""
    if switch.changed_at is not None:
        last = say("switches.changed", by=switch.changed_by, at=f"{switch.changed_at:%Y-%m-%d %H:%M} UTC")
    kind = "cfa-notice" if switch.is_off else "cfa-ok"
    st.html(f'<p class="cfa"><span class="{kind}">{escape(state)}</span> {escape(last)}</p>')


def show_audit(desk: Desk, say: Wordings) -> None:
    """Draw the latest of the audit log, and whether it is whole."""
    st.html(f"<h2>{escape(say('switches.audit'))}</h2>")
    audit = desk.audit
    broken, cut = audit.find_break(), audit.find_cut()
    if cut is not None:
        st.error(say("switches.audit_cut", position=cut.position))
    if broken is None and cut is None:
        st.html(f'<p class="cfa cfa-soft">{escape(say("switches.audit_whole"))}</p>')
    if broken is not None:
        st.error(say("switches.audit_broken", position=broken))
    rows = [
        {
            say("switches.when"): entry.done_at.replace("T", " ")[:19],
            say("switches.who"): entry.person,
            say("switches.did"): name_action(entry.action, say),
            say("switches.to"): entry.subject,
            say("switches.detail"): entry.detail,
        }
        for entry in audit.list_entries(SHOWN_ENTRIES)
    ]
    st.dataframe(rows, hide_index=True, width="stretch")


def name_action(action: str, say: Wordings) -> str:
    """Say in words what was done; an action without words stands as it was recorded."""
    try:
        return say(f"switches.action.{action}")
    except KeyError:
        return action
