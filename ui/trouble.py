"""When a page fails a person reads one plain sentence and where to turn, never a stack trace."""

from __future__ import annotations

import logging

import streamlit as st

from ui.session import load_language
from ui.wordings import load_wordings

LOG = logging.getLogger(__name__)


def render_trouble(error: Exception) -> bool:
    """Log the error and draw the plain sentence; True keeps the framework from showing its own."""
    LOG.error("A page failed", exc_info=error)
    say = load_wordings(load_language())
    st.error(say("trouble"))
    return True
