"""The chat page: the first screen, the turns so far, and the box to ask in."""

from __future__ import annotations

import streamlit as st

from assistant.records import Answer, Question
from ui.chat.conversation import Conversation, clear_conversation, load_conversation, write_turn
from ui.chat.turn import render_turn
from ui.loading import is_assistant_ready, load_shared_assistant
from ui.rendering.answer import render_question
from ui.rendering.markup import escape
from ui.session import load_language
from ui.settings import load_ui_settings
from ui.wordings import Wordings, load_wordings


def render_chat() -> None:
    """Draw the chat and answer what was asked."""
    say = load_wordings(load_language())
    conversation = load_conversation()
    asked = st.session_state.pop("asked", None)
    body = st.container()
    typed = st.chat_input(
        say("ask_more") if conversation.turns else say("ask_here"), key="question", submit_mode="stop"
    )
    with body:
        if conversation.turns or typed or asked:
            st.html(f'<h1 class="cfa-hidden">{escape(say("chat"))}</h1>')
        else:
            render_first_screen(say)
        for number, turn in enumerate(conversation.turns):
            render_turn(turn, number, number == len(conversation.turns) - 1 and not (typed or asked), say)
        if question := (typed or asked):
            answer_question(conversation, str(question), say)
            st.rerun()
        if conversation.turns:
            st.button(say("clear"), key="clear", type="tertiary", on_click=clear_conversation)


def render_first_screen(say: Wordings) -> None:
    """Draw what this is and is not, and questions by situation to tap."""
    st.html(
        f'<div class="cfa"><h1>{escape(say("headline"))}</h1><p class="cfa-is">{escape(say("what_this_is"))}</p></div>'
    )
    with st.container(key="examples", gap="small"):
        for number, example in enumerate(say.list("example")):
            st.button(example, key=f"example-{number}", on_click=ask_for, args=(example,), width="stretch")
    st.html(f'<p class="cfa cfa-is">{escape(say("sources_line"))}</p>')


def ask_for(question: str) -> None:
    """Ask a question that was tapped rather than typed."""
    st.session_state["asked"] = question


def answer_question(conversation: Conversation, text: str, say: Wordings) -> None:
    """Answer a question, drawing each stage and each checked sentence as it comes."""
    limit = load_ui_settings().max_question_chars
    st.html(render_question(text[:limit]))
    status = st.empty()
    status.html(render_status(say("loading") if not is_assistant_ready() else say("stage.understand")))
    answer: Answer | None = None
    said: list[str] = []
    draft = st.empty()
    question = Question(text=text[:limit], previous=conversation.list_previous(), language="auto")
    for kind, held in load_shared_assistant().stream(question):
        if kind == "answer":
            answer = held
        elif kind == "stage":
            status.html(render_status(say.texts.get(f"stage.{held}", say("stage.compose"))))
        else:
            said.append(held.text)
            draft.html("".join(f'<p class="cfa">{escape(line)}</p>' for line in said))
    if answer is not None:
        write_turn(conversation, text[:limit], answer)


def render_status(text: str) -> str:
    """Draw the line that says what is under way; it is announced politely."""
    return f'<p class="cfa cfa-soft" role="status">{escape(text)}</p>'
