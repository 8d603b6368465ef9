"""What one visit remembers: its language (kept in the address) and its conversation (kept by an unguessable id)."""

from __future__ import annotations

import secrets

import streamlit as st

from assistant.records import Language

LANGUAGES: tuple[Language, ...] = ("en", "es")


def load_language() -> Language:
    """Return the language of this visit: from the address, else the browser's, else English."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        return "es" if asked == "es" else "en"
    locale = str(st.context.locale or "en").lower()
    return "es" if locale.startswith("es") else "en"


def build_conversation_id() -> str:
    """Make a new unguessable id: 144 bits, safe in an address."""
    return secrets.token_urlsafe(18)
