"""The chat page: the first screen, the turns so far, and the box to ask in."""

from __future__ import annotations

import streamlit as st

from ui.chat.answering import answer_question, render_scroll
from ui.chat.conversation import Conversation, clear_conversation, load_conversation
from ui.chat.pace import find_wait_s
from ui.chat.turn import ask_for, format_announcement, render_turn
from ui.rendering.answer import render_question
from ui.rendering.markup import escape
from ui.session import load_language
from ui.switches import find_closing_words
from ui.wordings import Wordings, load_wordings


def render_chat() -> None:
    """Draw the chat and answer what was asked."""
    say = load_wordings(load_language())
    conversation = load_conversation()
    if closed := find_closing_words(say):
        render_closed(conversation, closed, say)
        return
    body = st.container()
    with st.container(key="ask"):
        # Never seen: the stop button presses it, so that the page is drawn anew.
        st.button(say("ask_again"), key="stopped")
        typed = st.chat_input(
            say("ask_more") if conversation.turns else say("ask_here"), key="question", submit_mode="stop"
        )
    asked = str(st.session_state.pop("asked", None) or typed or "").strip()
    if asked:
        st.session_state["asking"] = asked
    with body:
        stopped = st.session_state.pop("asking", None) if not asked else None
        if conversation.turns or asked or stopped:
            st.html(f'<h1 class="cfa-hidden">{escape(say("chat_title"))}</h1>')
        else:
            render_first_screen(say)
        for number, turn in enumerate(conversation.turns):
            is_last = number == len(conversation.turns) - 1 and not (asked or stopped)
            render_turn(turn, number, is_last, say)
        if asked and (wait_s := find_wait_s()):
            st.session_state.pop("asking", None)
            render_hurried(asked, wait_s, say)
        elif asked:
            answer_question(conversation, asked, say)
            st.rerun()
        if stopped:
            render_stopped(stopped, say)
        render_announcement(conversation)
        if conversation.turns:
            st.button(say("clear"), key="clear", type="tertiary", on_click=clear_conversation)


def render_closed(conversation: Conversation, closed: str, say: Wordings) -> None:
    """Draw what was answered before, and why nothing can be asked now."""
    st.session_state.pop("asked", None)
    st.html(f'<h1 class="cfa-hidden">{escape(say("chat_title"))}</h1>')
    for number, turn in enumerate(conversation.turns):
        render_turn(turn, number, False, say)
    st.html(f'<p class="cfa cfa-notice" role="status">{escape(closed)}</p>')


def render_announcement(conversation: Conversation) -> None:
    """Tell a screen reader of a new answer, and bring its question to the top."""
    number = st.session_state.get("announced")
    if number is None or number >= len(conversation.turns):
        return
    answer = conversation.turns[number].answer
    told = format_announcement(answer, load_wordings(answer.language))
    st.html(f'<div class="cfa-hidden" role="status" lang="{answer.language}">{escape(told)}</div>')
    st.html(render_scroll(f"turn-{number}"), unsafe_allow_javascript=True)


def render_first_screen(say: Wordings) -> None:
    """Draw what this is and is not, and questions by situation to tap."""
    st.html(
        f'<div class="cfa"><h1>{escape(say("headline"))}</h1>'
        f'<p class="cfa-is">{escape(say("what_this_is"))}</p></div>'
    )
    with st.container(key="examples", gap="small"):
        for number, example in enumerate(say.list("example")):
            st.button(example, key=f"example-{number}", on_click=ask_for, args=(example,), width="stretch")
    st.html(f'<p class="cfa cfa-is">{escape(say("sources_line"))}</p>')


def render_hurried(question: str, wait_s: int, say: Wordings) -> None:
    """Draw a question that came too soon after many others, how long to wait, and offer to ask it again."""
    st.html(render_question(question))
    st.html(f'<p class="cfa cfa-notice" role="status">{escape(say("too_fast", seconds=wait_s))}</p>')
    st.button(say("ask_again"), key="again", on_click=ask_for, args=(question,))


def render_stopped(question: str, say: Wordings) -> None:
    """Draw a question whose answer was stopped, and offer to ask it again."""
    st.html(render_question(question))
    st.html(f'<p class="cfa cfa-soft" role="status">{escape(say("stopped"))}</p>')
    st.button(say("ask_again"), key="again", on_click=ask_for, args=(question,))
