"""The bar above every page: where one is, the other language, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui.chat.conversation import clear_conversation
from ui.settings import load_ui_settings
from ui.wordings import Wordings

STATIC = Path(__file__).parent / "static"


def render_frame(pages: Mapping[str, StreamlitPage], page: StreamlitPage, say: Wordings) -> None:
    """Draw the bar, the styles, the page's language for screen readers, and the skip target."""
    st.html(STATIC / "theme.css")
    st.html(
        f'<script>document.documentElement.lang = "{say.language}";</script>', unsafe_allow_javascript=True
    )
    held = {"lang": say.language} | ({"c": st.query_params["c"]} if "c" in st.query_params else {})
    with st.container(key="topbar", horizontal=True, vertical_alignment="center", gap="small"):
        other = pages["library"] if page == pages["chat"] else pages["chat"]
        st.html(f'<span class="cfa-brand">{say("title")}</span>', width="stretch")
        st.page_link(
            other, label=say("library") if other == pages["library"] else say("chat"), query_params=held
        )
        st.button(
            say("other_language"), key="language", type="tertiary", on_click=switch_language, args=(say,)
        )
        st.button(say("leave"), key="leave", on_click=leave_now, help=say("leave_help"))
    if st.session_state.pop("leave_now", False):
        address = load_ui_settings().leave_url
        st.html(f"<script>window.location.replace({address!r});</script>", unsafe_allow_javascript=True)
        st.stop()


def switch_language(say: Wordings) -> None:
    """Keep the other language in the address."""
    st.query_params["lang"] = "es" if say.language == "en" else "en"


def leave_now() -> None:
    """Forget the conversation, then leave the page at once."""
    clear_conversation()
    st.session_state["leave_now"] = True
