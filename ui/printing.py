"""An answer on paper: large if wanted, citations in full, nothing that needs a link."""

from __future__ import annotations

import streamlit as st

from ui.chat.conversation import load_conversation
from ui.documents import format_plain_text
from ui.rendering.markup import escape
from ui.session import load_language
from ui.wordings import load_wordings


def render_print() -> None:
    """Draw one answer, or the whole conversation, for the printer."""
    say = load_wordings(load_language())
    turns = load_conversation().turns
    asked = st.query_params.get("turn", "")
    if asked.isdigit() and int(asked) < len(turns):
        turns = [turns[int(asked)]]
    if not turns:
        st.info(say("nothing_to_print"))
        return
    with st.container(key="print-controls", horizontal=True, vertical_alignment="center"):
        is_large = st.toggle(say("large_print"), key="large")
        st.html(
            f'<button id="cfa-print" class="cfa">{escape(say("print_now"))}</button>'
            '<script>document.getElementById("cfa-print").onclick = () => window.print();</script>',
            unsafe_allow_javascript=True,
        )
    for turn in turns:
        title, *blocks = format_plain_text(turn.question, turn.answer, say).split("\n\n")
        drawn = "".join(f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in blocks)
        st.html(
            f'<article class="cfa {"cfa-large" if is_large else ""}"><h1>{escape(title)}</h1>{drawn}</article>'
        )
