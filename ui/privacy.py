"""What is kept and what is not, in plain words."""

from __future__ import annotations

import streamlit as st

from assistant.conversations import LogSettings
from ingest.settings import read_settings_table
from ui.rendering.markup import escape
from ui.session import load_language
from ui.wordings import load_wordings


def render_privacy() -> None:
    """Draw the privacy page from the settings that are in force."""
    say = load_wordings(load_language())
    log = LogSettings(**read_settings_table("log"))
    kept = say("privacy_kept", days=log.retention_days) if log.is_kept else say("privacy_not_kept")
    rows = "".join(f"<p>{escape(text)}</p>" for text in [*say.list("privacy_text"), kept])
    st.html(f'<div class="cfa"><h1>{escape(say("privacy"))}</h1>{rows}</div>')
