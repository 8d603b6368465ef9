"""Draft a reply to a pasted e-mail: what was asked and found on one side, the letter to edit on the other.

The e-mail as pasted leaves the page with the click that drafts; what stays is redacted. Nothing of it is stored.
"""

from __future__ import annotations

import streamlit as st

from assistant.records import Language
from assistant.replies.reading import MAX_CHARACTERS
from assistant.replies.records import Reply, Urgency
from ui.desk import reply_state
from ui.desk.access import require
from ui.desk.reply_findings import show_finding, show_told
from ui.desk.reply_letter import show_letter
from ui.desk.reply_state import PASTED, REPLY, keep
from ui.desk.words import load_desk_wordings
from ui.loading import load_shared_assistant
from ui.rendering.markup import escape
from ui.wordings import Wordings

WANTED = "reply-language"
LANGUAGES: dict[str, Language | None] = {"auto": None, "en": "en", "es": "es"}


def show() -> None:
    """Draw the page."""
    _, person = require("editor")
    say = load_desk_wordings()
    st.html(f'<div class="cfa"><h1>{escape(say("reply.title"))}</h1></div>')
    reply: Reply | None = st.session_state.get(REPLY)
    if reply is None:
        show_pasting(say)
        return
    left, right = st.columns([5, 7], gap="medium")
    with left:
        show_email(reply, say)
    with right:
        show_letter(reply, person, load_shared_assistant().searcher, say)


def show_pasting(say: Wordings) -> None:
    """Draw where the e-mail is pasted."""
    reply_state.start_drafter()
    st.html(f'<p class="cfa cfa-soft">{escape(say("reply.lead"))}</p>')
    # No limit here: a browser would refuse all of a longer e-mail without a word. What is too long is cut and said.
    st.text_area(say("reply.paste"), key=PASTED, height=320)
    st.radio(
        say("reply.language"),
        list(LANGUAGES),
        format_func=lambda name: say(f"reply.language_{name}"),
        horizontal=True,
        key=WANTED,
    )
    if st.button(say("reply.draft"), key="reply-draft", type="primary"):
        pasted = str(st.session_state.get(PASTED, ""))
        if not pasted.strip():
            st.warning(say("reply.empty"))
            return
        with st.spinner(say("reply.drafting")):
            keep(reply_state.load_shared_drafter().draft(pasted, LANGUAGES[str(st.session_state[WANTED])]))
        st.rerun()


def redraft(reply: Reply, language: Language) -> None:
    """Draft again in the other language, from the redacted e-mail."""
    keep(reply_state.load_shared_drafter().draft(reply.email.redacted, language))


def show_email(reply: Reply, say: Wordings) -> None:
    """Draw what was written, what may be urgent, and what came of each question."""
    for number, urgency in enumerate(reply.urgencies):
        show_urgency(number, urgency, reply, say)
    st.html(
        f'<div class="cfa"><h2>{escape(tell_received(reply, say))}</h2>'
        f'<div class="cfa-whole desk-email" tabindex="0" lang="{reply.language}">{escape(reply.email.redacted).replace(chr(10), "<br>")}</div></div>'
    )
    if reply.email.is_cut:
        st.warning(say("reply.cut", most=f"{MAX_CHARACTERS:,}"))
    st.html(f'<div class="cfa"><h2>{escape(say("reply.found"))}</h2></div>')
    for number, finding in enumerate(reply.findings):
        show_finding(number, finding, reply, say)
    if reply.told:
        show_told(reply, say)
    if reply.unread:
        st.warning(say("reply.unread", count=len(reply.unread)))
        st.html("".join(f'<p class="cfa">{escape(text)}</p>' for text in reply.unread))
    if reply.left_out:
        with st.expander(say("reply.left_out", count=len(reply.left_out))):
            st.html("".join(f'<p class="cfa">{escape(text)}</p>' for text in reply.left_out))
    other: Language = "en" if reply.language == "es" else "es"
    with st.container(horizontal=True):
        st.button(say(f"reply.in_{other}"), key="reply-other", on_click=redraft, args=(reply, other))
        st.button(say("reply.another"), key="reply-new", on_click=keep, args=(None,))


def tell_received(reply: Reply, say: Wordings) -> str:
    """Head the e-mail with what was taken out of it."""
    count = reply.email.redacted_count
    return say("reply.received_one") if count == 1 else say("reply.received", count=count)


def show_urgency(number: int, urgency: Urgency, reply: Reply, say: Wordings) -> None:
    """Draw a passage that may be an emergency, and whether the letter speaks of it first."""
    st.html(
        f'<div class="cfa"><div class="cfa-urgent" role="alert"><b>'
        f"{escape(say('reply.urgent', label=urgency.label, passage=urgency.passage))}</b><br>"
        f"{escape(say('reply.urgent_act'))}</div></div>"
    )
    st.toggle(
        say("reply.urgent_first"),
        value=urgency.is_sure,
        key=f"reply-urgent-{number}",
        on_change=put_first,
        args=(number, reply),
    )


def put_first(number: int, reply: Reply) -> None:
    """Write the letter again with a passage put first, or left out."""
    is_first = bool(st.session_state[f"reply-urgent-{number}"])
    urgencies = list(reply.urgencies)
    urgencies[number] = urgencies[number].model_copy(update={"is_sure": is_first})
    keep(reply_state.load_shared_drafter().rewrite(reply, tuple(urgencies)))
