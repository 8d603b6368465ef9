"""Letters a person can change and copy; the drafts come from the assistant."""

from __future__ import annotations

import streamlit as st

from assistant.letters import load_letter
from assistant.records import Language
from ui.rendering.buttons import render_copy_button
from ui.wordings import Wordings


def render_letter_button(key: str, language: Language, number: int, say: Wordings) -> None:
    """Offer the letter that fits the answer, in the answer's language."""
    if st.button(say("write_letter"), key=f"letter-{number}"):
        show_letter(key, language, number, say)


def show_letter(key: str, language: Language, number: int, say: Wordings) -> None:
    """Open the letter in a dialog, to change, copy or download."""

    @st.dialog(say("letter_title"), width="medium")
    def draw() -> None:
        st.html(f'<p class="cfa">{say("letter_help")}</p>')
        text = st.text_area(
            say("letter_text"), load_letter(key, language), height=380, key=f"letter-text-{number}"
        )
        with st.container(horizontal=True, gap="small"):
            st.html(render_copy_button(text, say("copy"), say), width="content")
            st.download_button(
                say("download_txt"), text, file_name="letter.txt", mime="text/plain", on_click="ignore"
            )

    draw()
