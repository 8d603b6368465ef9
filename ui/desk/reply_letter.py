"""The letter: edited in place, its quotes checked again at every change, then copied or taken as a document.

A letter with a quote that was changed leaves only when the officer says so, and the audit log keeps that.
"""

from __future__ import annotations

import streamlit as st

from assistant.checking.verbatim import Library
from assistant.desk.records import DeskError, Person
from assistant.replies.quotes import count_exact_quotes, find_blanks, find_changed_quotes, restore_quote
from assistant.replies.records import ChangedQuote, Reply
from ui.desk.access import load_shared_desk
from ui.documents import list_letter_blocks, write_blocks
from ui.rendering.buttons import render_copy_button
from ui.rendering.markup import escape
from ui.wordings import Wordings, load_wordings

TEXT = "reply-text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHOWN_PAIRS = 4


def show_letter(reply: Reply, person: Person, library: Library, say: Wordings) -> None:
    """Draw the letter, what is wrong with it, and the ways out."""
    text = str(st.session_state.get(TEXT, reply.text))
    changed = find_changed_quotes(text, reply.answers, library)
    exact, every = count_exact_quotes(text, reply.answers)
    quotes = say("reply.exact", exact=exact, every=every) if every else say("reply.no_quotes")
    st.html(
        f'<div class="cfa"><h2>{escape(say("reply.letter"))} '
        f'<span class="cfa-soft" role="status">{escape(quotes)}</span></h2></div>'
    )
    if told := st.session_state.pop("reply-told", None):
        st.warning(say(told))
    st.text_area(say("reply.edit"), key=TEXT, height=620, label_visibility="collapsed")
    for number, quote in enumerate(changed):
        show_changed(number, quote, say)
    blanks = find_blanks(text)
    if blanks:
        st.info(say("reply.blanks", count=len(blanks)))
    if changed and not st.checkbox(say("reply.as_it_is"), key="reply-as-it-is"):
        st.html(f'<p class="cfa cfa-soft">{escape(say("reply.held_back"))}</p>')
        return
    show_ways_out(text, changed, person, say)


def show_changed(number: int, quote: ChangedQuote, say: Wordings) -> None:
    """Draw which quote no longer says what its source says, and how it differs."""
    pairs = "; ".join(
        say("reply.pair", was=was or say("reply.nothing"), now=now or say("reply.nothing"))
        for was, now in quote.differences[:SHOWN_PAIRS]
    )
    told = say(
        f"reply.fault_{quote.fault}",
        label=quote.label or say("reply.no_label"),
        found=quote.found,
        pairs=pairs,
    )
    st.html(f'<div class="cfa"><div class="cfa-notice cfa-gone" role="alert">{escape(told)}</div></div>')
    if quote.exact:
        st.button(say("reply.restore"), key=f"reply-restore-{number}", on_click=restore, args=(quote,))


def restore(quote: ChangedQuote) -> None:
    """Put the source's own words back."""
    st.session_state[TEXT] = restore_quote(str(st.session_state[TEXT]), quote)


def show_ways_out(text: str, changed: tuple[ChangedQuote, ...], person: Person, say: Wordings) -> None:
    """Draw what takes the letter along: it is the text that was just checked."""
    with st.container(key="reply-out", horizontal=True):
        st.html(render_copy_button(text, say("reply.copy"), load_wordings("en")), width="content")
        st.download_button(
            say("reply.docx"),
            write_blocks(list_letter_blocks(text)),
            file_name="reply.docx",
            mime=DOCX,
            key="reply-docx",
            on_click=record_taken,
            args=(changed, person),
        )


def record_taken(changed: tuple[ChangedQuote, ...], person: Person) -> None:
    """Log that a letter left with changed quotes; one whose quotes are exact changes nothing and is not logged."""
    desk = load_shared_desk()
    if not changed or desk is None:
        return
    try:
        labels = "; ".join(dict.fromkeys(quote.label for quote in changed))
        desk.audit.record(person, "reply.taken_changed", labels)
    except DeskError:
        st.session_state["reply-told"] = "desk.store_down"
