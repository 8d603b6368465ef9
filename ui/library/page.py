"""The library page: search as you type, browse, or read one section at its address."""

from __future__ import annotations

import streamlit as st

from ui.library.browse import render_browse
from ui.library.reading import render_section_page
from ui.library.searching import render_search
from ui.library.shelf import load_shelf
from ui.rendering.markup import escape
from ui.session import load_language
from ui.wordings import load_wordings


def render_library() -> None:
    """Draw what the address asks for."""
    say = load_wordings(load_language())
    st.html('<span class="cfa-wide"></span>')
    shelf = load_shelf()
    asked = st.query_params.get("section", "")
    section = shelf.by_number.get(asked)
    if section is None:
        st.html(f'<div class="cfa"><h1>{escape(say("library"))}</h1></div>')
        if asked:
            st.warning(say("no_such_section", asked=asked[:60]))
    query = st.text_input(say("search_library"), key="library-search", placeholder=say("search_placeholder"))
    if query.strip():
        render_search(query, shelf, say)
    elif section is not None:
        render_section_page(section, st.query_params.get("at", ""), shelf, say)
    else:
        render_browse(st.query_params.get("article", ""), shelf, say)
