"""One exchange: the question, the answer, and what a person can do with it."""

from __future__ import annotations

import streamlit as st

from assistant.conversations import StoredTurn
from assistant.records import Answer
from ui.chat.feedback import render_feedback
from ui.chat.letters import render_letter_button
from ui.documents import format_plain_text, write_docx
from ui.library.shelf import find_context, load_shelf
from ui.rendering.answer import list_parts, render_answer, render_question
from ui.rendering.buttons import render_copy_button
from ui.rendering.citation import Context
from ui.rendering.markup import escape, remove_marks
from ui.session import find_page, list_held_query
from ui.wordings import Wordings, load_wordings

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render_turn(turn: StoredTurn, number: int, is_last: bool, say: Wordings) -> None:
    """Draw one exchange; the last one offers what to do next."""
    answer = turn.answer
    in_its_words = load_wordings(answer.language)
    st.html(render_question(turn.question, f"turn-{number}"))
    st.html(render_answer(answer, find_contexts(answer, say), f"t{number}", in_its_words))
    render_actions(turn, number, say)
    if is_last:
        render_follow_ups(answer, number, in_its_words)


def find_contexts(answer: Answer, say: Wordings) -> dict[int, Context]:
    """Find what stands around each quote."""
    shelf = load_shelf()
    return {c.number: find_context(shelf, c, say) for c in answer.citations}


def format_announcement(answer: Answer, say: Wordings) -> str:
    """Format what a screen reader says when an answer has come: its first sentence, once."""
    parts = list_parts(answer)
    return say("announcement", first=remove_marks(parts[0].text) if parts else "")


def render_actions(turn: StoredTurn, number: int, say: Wordings) -> None:
    """Offer to judge, copy, print, keep, and write on."""
    text = format_plain_text(turn.question, turn.answer, load_wordings(turn.answer.language))
    with st.container(key=f"actions-{number}", horizontal=True, gap="small"):
        render_feedback(turn, say)
        st.html(render_copy_button(text, say("copy"), say), width="content")
        st.page_link(find_page("print"), label=say("print"), query_params=list_held_query(turn=str(number)))
        with st.popover(say("keep"), key=f"keep-{number}"):
            render_downloads(turn, text, number, say)
        if turn.answer.letter:
            render_letter_button(turn.answer.letter, turn.answer.language, number, say)


def render_downloads(turn: StoredTurn, text: str, number: int, say: Wordings) -> None:
    """Offer the answer as a document and as plain text."""
    st.download_button(
        say("download_docx"),
        lambda: write_docx(turn.question, turn.answer, load_wordings(turn.answer.language)),
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
    st.html(f'<h2 class="cfa cfa-h2" lang="{answer.language}">{escape(say("follow_ups"))}</h2>')
    with st.container(key=f"follow-{number}", gap="small"):
        for place, follow_up in enumerate(answer.follow_ups):
            st.button(
                follow_up,
                key=f"follow-{number}-{place}",
                on_click=ask_for,
                args=(follow_up,),
                width="stretch",
            )


def ask_for(question: str) -> None:
    """Ask a question that was tapped rather than typed."""
    st.session_state["asked"] = question
