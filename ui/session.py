"""What one visit remembers: its language (kept in the address) and its pages."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from assistant.records import Language

LANGUAGES: tuple[Language, ...] = ("en", "es")


def load_language() -> Language:
    """Return the language of this visit: from the address, else what was last written in, else the browser's."""
    asked = st.query_params.get("lang") or st.session_state.get("written_in")
    if asked in LANGUAGES:
        return "es" if asked == "es" else "en"
    locale = str(st.context.locale or "en").lower()
    return "es" if locale.startswith("es") else "en"


def build_conversation_id() -> str:
    """Make a new unguessable id: 144 bits, safe in an address."""
    return secrets.token_urlsafe(18)


def list_held_query(**more: str) -> dict[str, str]:
    """List what every address inside the app carries along: the language and the conversation."""
    held = {"lang": load_language()}
    if conversation := st.query_params.get("c"):
        held["c"] = conversation
    return held | more


def keep_pages(pages: Mapping[str, StreamlitPage]) -> None:
    """Keep the pages of this run, so that links inside them stay within the session."""
    st.session_state["pages"] = dict(pages)


def find_page(name: str) -> StreamlitPage:
    """Find a page by its name in `ui.main`. Raises KeyError for one that is not there."""
    page: StreamlitPage = st.session_state["pages"][name]
    return page
