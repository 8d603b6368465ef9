"""Which pages there are, and the bar above them."""

from __future__ import annotations

import streamlit as st

from ui.chat.page import render_chat
from ui.desk.access import current_person
from ui.desk.menu import list_desk_pages, render_desk_bar
from ui.frame import render_foot, render_frame, render_style
from ui.library.page import render_library
from ui.printing import render_print
from ui.privacy import render_privacy
from ui.session import keep_pages, load_language
from ui.wordings import load_wordings


def render_app() -> None:
    """Draw the page that the address names."""
    say = load_wordings(load_language())
    st.set_page_config(page_title=say("title"), page_icon="ui/static/icon.png", layout="centered")
    pages = {
        "chat": st.Page(render_chat, title=say("chat"), url_path="chat", default=True),
        "library": st.Page(render_library, title=say("library"), url_path="library"),
        "print": st.Page(render_print, title=say("print_title"), url_path="print"),
        "privacy": st.Page(render_privacy, title=say("privacy"), url_path="privacy"),
    }
    person = current_person()
    desk = list_desk_pages(person)
    page = st.navigation([*pages.values(), *desk.values()], position="hidden")
    keep_pages(pages | desk)
    render_style(say)
    if page in desk.values():
        render_desk_bar(page, person)
        page.run()
        return
    render_frame(pages, page, say)
    page.run()
    render_foot(say, desk.get("desk"))


render_app()
