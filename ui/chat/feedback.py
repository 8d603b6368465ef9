"""Whether an answer was right, with reasons and a free line, kept beside the answer's trace."""

from __future__ import annotations

import streamlit as st

from assistant.conversations import StoredTurn
from ui.chat.conversation import write_feedback
from ui.rendering.markup import escape
from ui.wordings import Wordings


def render_feedback(turn: StoredTurn, say: Wordings) -> None:
    """Ask whether the answer was right, once for each answer."""
    rated = st.session_state.setdefault("rated", {})
    if turn.id in rated:
        told = say("feedback_thanks") if rated[turn.id] else say("feedback_not_kept")
        st.html(f'<p class="cfa cfa-soft cfa-thanks" role="status">{escape(told)}</p>')
        return
    with st.popover(say("was_this_right"), key=f"judge-{turn.id}"):
        render_judgement(turn, say)


@st.fragment
def render_judgement(turn: StoredTurn, say: Wordings) -> None:
    """Draw yes and no; reasons and a free line come with no."""
    names = {"right": say("yes_right"), "wrong": say("no_wrong")}
    verdict = st.radio(
        say("was_this_right"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=f"verdict-{turn.id}",
    )
    if verdict is None:
        return
    reasons: list[str] = []
    comment = ""
    if verdict == "wrong":
        wordings = say.family("reason")
        st.html(f'<p class="cfa">{escape(say("feedback_reasons"))}</p>')
        reasons = [key for key, text in wordings.items() if st.checkbox(text, key=f"{key}-{turn.id}")]
        comment = st.text_area(say("feedback_comment"), max_chars=1000, key=f"comment-{turn.id}")
    if st.button(say("send"), key=f"send-{turn.id}", type="primary"):
        kept = write_feedback(turn.id, "right" if verdict == "right" else "wrong", tuple(reasons), comment)
        st.session_state["rated"][turn.id] = kept
        st.rerun(scope="app")
