"""Letters a person can change and copy; the drafts come from the assistant."""

from __future__ import annotations

import streamlit as st

from assistant.letters import load_letter
from ui.wordings import Wordings


def render_letter_button(key: str, number: int, say: Wordings) -> None:
    """Offer the letter that fits the answer."""
    if st.button(say("write_letter"), key=f"letter-{number}"):
        show_letter(key, say)


def show_letter(key: str, say: Wordings) -> None:
    """Open the letter in a dialog, to change, copy or download."""

    @st.dialog(say("letter_title"), width="medium")
    def draw() -> None:
        st.write(say("letter_help"))
        text = st.text_area(say("letter_title"), load_letter(key, say.language), height=380)
        with st.popover(say("copy")):
            st.code(text, language=None, wrap_lines=True)
        st.download_button(
            say("download_txt"), text, file_name="letter.txt", mime="text/plain", on_click="ignore"
        )

    draw()
