"""One exchange: the question, the answer, and what a person can do with it."""

from __future__ import annotations

import re

import streamlit as st

from assistant.conversations import StoredTurn
from assistant.records import Answer
from ui.chat.conversation import write_feedback
from ui.chat.letters import render_letter_button
from ui.documents import format_plain_text, write_docx
from ui.library.shelf import find_context, load_shelf
from ui.rendering.answer import Context, list_parts, render_answer, render_question
from ui.rendering.markup import escape
from ui.wordings import Wordings

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render_turn(turn: StoredTurn, number: int, is_last: bool, say: Wordings) -> None:
    """Draw one exchange; the last one is announced and offers what to do next."""
    st.html(render_question(turn.question))
    st.html(render_answer(turn.answer, find_contexts(turn.answer, say), f"t{number}", say))
    if is_last:
        st.html(
            f'<div class="cfa-hidden" role="status">{escape(format_announcement(turn.answer, say))}</div>'
        )
    with st.container(key=f"actions-{number}", horizontal=True, gap="small"):
        render_feedback(turn, say)
        with st.popover(say("copy")):
            st.code(format_plain_text(turn.question, turn.answer, say), language=None, wrap_lines=True)
        with st.popover(say("keep")):
            render_downloads(turn, number, say)
        if turn.answer.letter:
            render_letter_button(turn.answer.letter, number, say)
    if is_last:
        render_follow_ups(turn.answer, number, say)


def find_contexts(answer: Answer, say: Wordings) -> dict[int, Context]:
    """Find what stands around each quote."""
    shelf = load_shelf()
    return {c.number: find_context(shelf, c, say.language) for c in answer.citations}


def format_announcement(answer: Answer, say: Wordings) -> str:
    """Format what a screen reader says when an answer has come: its first sentence, once."""
    parts = list_parts(answer)
    first = re.sub(r"\s*\[\d+\]", "", parts[0].text) if parts else ""
    return say("announcement", first=first)


def render_downloads(turn: StoredTurn, number: int, say: Wordings) -> None:
    """Offer the answer as a page to print and mail, as a document, and as plain text."""
    conversation = st.query_params.get("c")
    if conversation:
        address = f"/print?c={conversation}&turn={number}&lang={say.language}"
        st.link_button(say("print"), address, width="stretch")
    text = format_plain_text(turn.question, turn.answer, say)
    st.download_button(
        say("download_docx"),
        lambda: write_docx(turn.question, turn.answer, say),
        file_name="answer.docx",
        mime=DOCX,
        key=f"docx-{number}",
        on_click="ignore",
        width="stretch",
    )
    st.download_button(
        say("download_txt"),
        text,
        file_name="answer.txt",
        mime="text/plain",
        key=f"txt-{number}",
        on_click="ignore",
        width="stretch",
    )


def render_follow_ups(answer: Answer, number: int, say: Wordings) -> None:
    """Offer the questions that often come next."""
    if not answer.follow_ups:
        return
    st.html(f'<h2 class="cfa">{escape(say("follow_ups"))}</h2>')
    with st.container(key=f"follow-{number}", gap="small"):
        for place, follow_up in enumerate(answer.follow_ups):
            st.button(
                follow_up, key=f"follow-{number}-{place}", on_click=_ask, args=(follow_up,), width="stretch"
            )


def _ask(question: str) -> None:
    st.session_state["asked"] = question


def render_feedback(turn: StoredTurn, say: Wordings) -> None:
    """Ask whether the answer was right, with reasons and a free line."""
    if turn.id in st.session_state.get("rated", set()):
        st.html(f'<p class="cfa cfa-soft" role="status">{escape(say("feedback_thanks"))}</p>')
        return
    with st.popover(say("was_this_right")), st.form(f"feedback-{turn.id}", border=False):
        verdict = st.radio(say("was_this_right"), [say("yes_right"), say("no_wrong")], horizontal=True)
        reasons = st.multiselect(say("feedback_reasons"), say.list("reason"))
        comment = st.text_area(say("feedback_comment"), max_chars=1000)
        if st.form_submit_button(say("send")):
            kept = write_feedback(
                turn.id, "right" if verdict == say("yes_right") else "wrong", tuple(reasons), comment
            )
            st.session_state.setdefault("rated", set()).add(turn.id)
            st.toast(say("feedback_thanks") if kept else say("feedback_not_kept"))
            st.rerun()
