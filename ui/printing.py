"""An answer on paper: large if wanted, citations in full, nothing that needs a link."""

from __future__ import annotations

import streamlit as st

from ui.chat.conversation import load_conversation
from ui.documents import render_paper
from ui.rendering.buttons import render_print_button
from ui.rendering.markup import escape
from ui.session import find_page, list_held_query, load_language
from ui.wordings import load_wordings


def render_print() -> None:
    """Draw one answer, or the whole conversation, for the printer."""
    say = load_wordings(load_language())
    turns = load_conversation().turns
    asked = st.query_params.get("turn", "")
    if asked.isdigit() and int(asked) < len(turns):
        turns = [turns[int(asked)]]
    with st.container(key="print-controls", horizontal=True, vertical_alignment="center"):
        st.page_link(find_page("chat"), label=say("back_to_chat"), query_params=list_held_query())
        is_large = st.toggle(say("large_print"), key="large")
        if turns:
            st.html(render_print_button(say("print_now")), width="content")
    if not turns:
        st.html(
            f'<div class="cfa"><h1>{escape(say("print_title"))}</h1><p>{escape(say("nothing_to_print"))}</p></div>'
        )
    for turn in turns:
        in_its_words = load_wordings(turn.answer.language)
        st.html(render_paper(turn.question, turn.answer, in_its_words, is_large=is_large))
