"""The bar above every page: where one is, the other language, and the way out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.rendering.markup import escape
from ui.session import list_held_query
from ui.settings import load_ui_settings
from ui.wordings import Wordings

STATIC = Path(__file__).parent / "static"


def render_style(say: Wordings) -> None:
    """Draw the styles, and the page's language for screen readers."""
    st.html(STATIC / "theme.css")
    behaviour = (STATIC / "behaviour.js").read_text(encoding="utf-8")
    labels = json.dumps(say.family("control"))
    st.html(
        f'<script>document.documentElement.lang = "{say.language}"; window.cfaLabels = {labels};\n{behaviour}</script>',
        unsafe_allow_javascript=True,
    )


def render_frame(pages: Mapping[str, StreamlitPage], page: StreamlitPage, say: Wordings) -> None:
    """Draw the bar."""
    with st.container(key="topbar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<span class="cfa-brand">{escape(say("title"))}</span>', width="stretch")
        for name in ("chat", "library"):
            if pages[name] != page:
                st.page_link(pages[name], label=say(name), query_params=list_held_query())
        st.button(
            say("other_language"), key="language", type="tertiary", on_click=switch_language, args=(say,)
        )
        st.html(render_leave(say), width="content")


def render_leave(say: Wordings) -> str:
    """Draw the way out: it works without the server, and the server forgets."""
    return (
        f'<button type="button" class="cfa-leave" data-leave="{escape(load_ui_settings().leave_url)}" '
        f'title="{escape(say("leave_help"))}">{escape(say("leave"))}</button>'
    )


def render_foot(say: Wordings, desk: StreamlitPage | None = None) -> None:
    """Draw the line under every page: what this is not, what is kept, and staff's door where there is one."""
    with st.container(key="foot"):
        st.html(f'<p class="cfa cfa-soft">{escape(say("not_advice"))}</p>')
        st.page_link(
            st.session_state["pages"]["privacy"], label=say("privacy"), query_params=list_held_query()
        )
        if desk is not None:
            st.page_link(desk, label=desk.title)


def switch_language(say: Wordings) -> None:
    """Keep the other language in the address."""
    st.query_params["lang"] = "es" if say.language == "en" else "en"
