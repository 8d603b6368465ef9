"""The library page: search as you type, browse, or read one section at its address."""

from __future__ import annotations

import streamlit as st

from ui.library.browse import render_browse
from ui.library.reading import render_section_page
from ui.library.searching import render_search
from ui.library.shelf import load_shelf
from ui.rendering.markup import escape, format_address
from ui.session import load_language
from ui.wordings import load_wordings


def render_library() -> None:
    """Draw what the address asks for; words in the search box come first."""
    say = load_wordings(load_language())
    st.html('<span class="cfa-wide"></span>')
    shelf = load_shelf()
    asked = st.query_params.get("section", "")
    section = shelf.by_number.get(asked)
    top = st.container()
    query = st.text_input(
        say("search_library"),
        key="library-search",
        placeholder=say("search_placeholder"),
        value=st.query_params.get("q", ""),
        max_chars=500,
    )
    if section is not None and not query.strip():
        back = escape(format_address("library", lang=say.language))
        st.html(f'<p class="cfa cfa-back"><a href="{back}">{escape(say("all_sections"))}</a></p>')
        render_section_page(section, st.query_params.get("at", ""), shelf, say)
        return
    top.html(f'<div class="cfa"><h1>{escape(say("library_title"))}</h1></div>')
    if asked and section is None:
        st.html(f'<p class="cfa cfa-notice">{escape(say("no_such_section", asked=asked[:60]))}</p>')
    if query.strip():
        render_search(query, say)
    else:
        render_browse(shelf, say)
