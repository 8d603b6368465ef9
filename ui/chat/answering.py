"""A question while it is being answered: the stage under way, then each checked sentence as it is released."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.records import Answer, AnswerPart, Question
from assistant.state import Sentence
from ui.chat.conversation import Conversation, write_turn
from ui.loading import is_assistant_ready, load_shared_assistant
from ui.rendering.answer import render_question, render_words
from ui.rendering.markup import escape, remove_marks
from ui.settings import load_ui_settings
from ui.switches import apply_model_switch
from ui.wordings import Wordings


def answer_question(conversation: Conversation, typed: str, say: Wordings) -> None:
    """Answer a question and add it to the conversation, drawing what comes as it comes."""
    limit = load_ui_settings().max_question_chars
    text = typed.strip()[:limit]
    st.session_state["asking"] = text
    st.html(render_question(text, f"turn-{len(conversation.turns)}"))
    st.html(render_scroll(f"turn-{len(conversation.turns)}"), unsafe_allow_javascript=True)
    if len(typed.strip()) > limit:
        st.html(f'<p class="cfa cfa-notice">{escape(say("shortened", count=limit))}</p>')
    status, draft = st.empty(), st.empty()
    status.html(render_status(say("stage.understand") if is_assistant_ready() else say("loading")))
    released: list[Sentence] = []
    question = Question(text=text, previous=conversation.list_previous(), language="auto")
    for kind, held in apply_model_switch(load_shared_assistant()).stream(question):
        if kind == "stage":
            status.html(render_status(say.texts.get(f"stage.{held}", say("stage.compose"))))
        elif kind == "sentence":
            released.append(held)
            draft.html(render_draft(released))
        else:
            keep_answer(conversation, text, held)
    st.session_state.pop("asking", None)


def keep_answer(conversation: Conversation, text: str, answer: Answer) -> None:
    """Add the answer to the conversation; the page follows the language a person began in."""
    if not conversation.turns and "lang" not in st.query_params:
        st.session_state["written_in"] = answer.language
    write_turn(conversation, text, answer)
    st.session_state["announced"] = len(conversation.turns) - 1


def render_draft(released: Sequence[Sentence]) -> str:
    """Draw the sentences released so far; their quotes come with the whole answer."""
    said = [s for s in released if s.block in ("preface", "lead")]
    parts = [
        AnswerPart(kind="preface" if s.block == "preface" else "plain", text=remove_marks(s.text))
        for s in said
    ]
    return f'<div class="cfa cfa-draft">{render_words(parts, {})}</div>'


def render_status(text: str) -> str:
    """Draw the line that says what is under way; it is announced politely."""
    return f'<p class="cfa cfa-soft cfa-status" role="status">{escape(text)}</p>'


def render_scroll(element_id: str) -> str:
    """Draw the script that brings a question to the top of the screen, so that its answer is read from the start."""
    return f"<script>window.cfaShow({element_id!r});</script>"
