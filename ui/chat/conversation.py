"""One visit's conversation: kept in the session, found again by its id after a reload."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from functools import cache

import streamlit as st

from assistant.conversations import (
    ConversationLog,
    ConversationLogError,
    StoredTurn,
    Verdict,
    load_conversation_log,
)
from assistant.records import Answer, Turn
from ui.session import build_conversation_id

LOG = logging.getLogger(__name__)
REST_S = 30.0
"""Nobody's answer waits for a database that was not there a moment ago."""


@dataclass
class Conversation:
    """The turns of one visit. The log is optional: losing it never loses an answer."""

    id: str
    turns: list[StoredTurn] = field(default_factory=list)

    def list_previous(self) -> tuple[Turn, ...]:
        """List the turns so far, as the assistant wants them."""
        return tuple(
            Turn(text=t.question, standalone=t.answer.standalone_question, outcome=t.answer.outcome)
            for t in self.turns
        )


@cache
def load_log() -> ConversationLog | None:
    """Open the log once; None where it is off, and for `REST_S` seconds where it cannot be opened."""
    try:
        return load_conversation_log()
    except ConversationLogError:
        LOG.exception("Conversations are not kept for now")
        again = threading.Timer(REST_S, load_log.cache_clear)
        again.daemon = True
        again.start()
        return None


def load_conversation() -> Conversation:
    """Return this visit's conversation: from the session, else by the id in the address, else a new one."""
    held = st.session_state.get("conversation")
    asked = st.query_params.get("c")
    if isinstance(held, Conversation) and (not asked or asked == held.id):
        return held
    conversation = Conversation(asked or build_conversation_id())
    if asked and (log := load_log()):
        try:
            conversation.turns.extend(log.load_turns(asked))
        except ConversationLogError:
            LOG.exception("A conversation could not be read")
    if conversation.turns:
        st.session_state["announced"] = len(conversation.turns) - 1
    else:
        conversation = Conversation(build_conversation_id())
    st.session_state["conversation"] = conversation
    return conversation


def write_turn(conversation: Conversation, question: str, answer: Answer) -> None:
    """Add an exchange to the conversation and keep it where the log stands."""
    turn = ""
    if log := load_log():
        try:
            turn = log.write_turn(conversation.id, answer, earlier=[t.question for t in conversation.turns])
        except ConversationLogError:
            LOG.exception("A turn could not be kept")
    conversation.turns.append(StoredTurn(turn or f"unkept-{len(conversation.turns)}", question, answer))
    if turn:
        st.query_params["c"] = conversation.id


def write_feedback(turn: str, verdict: Verdict, reasons: tuple[str, ...], comment: str) -> bool:
    """Keep what a person said of an answer; False where it could not be kept."""
    log = load_log()
    if log is None or turn.startswith("unkept-"):
        return False
    try:
        log.write_feedback(turn, verdict, reasons, comment)
    except ConversationLogError:
        LOG.exception("Feedback could not be kept")
        return False
    return True


def clear_conversation() -> None:
    """Forget this visit's conversation, in the session, the address and the log."""
    held = st.session_state.pop("conversation", None)
    st.session_state.pop("asking", None)
    if isinstance(held, Conversation):
        forget_conversation(held.id)
    if "c" in st.query_params:
        del st.query_params["c"]


def forget_conversation(conversation: str) -> None:
    """Delete what the log holds of a conversation."""
    if conversation and (log := load_log()):
        try:
            log.delete_conversation(conversation)
        except ConversationLogError:
            LOG.exception("A conversation could not be deleted")
