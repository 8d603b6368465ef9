"""The desk's pages: none without a configured sign-in, one to sign in, and those of a person's role after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from assistant.desk.records import Person, Role
from ui.desk import answers, asked, batch, console, numbers, reply, sources, switches
from ui.desk.access import current_person, is_desk_on, require, sign_in, sign_out
from ui.desk.words import load_desk_wordings
from ui.frame import STATIC
from ui.rendering.markup import escape


@dataclass(frozen=True)
class DeskPage:
    """One page: its name is the table of its strings and, after "desk-", its address."""

    name: str
    show: Callable[[], None]
    role: Role


PAGES: tuple[DeskPage, ...] = (
    DeskPage("asked", asked.show, "reader"),
    DeskPage("reply", reply.show, "editor"),
    DeskPage("console", console.show, "reader"),
    DeskPage("batch", batch.show, "editor"),
    DeskPage("answers", answers.show, "reader"),
    DeskPage("sources", sources.show, "reader"),
    DeskPage("numbers", numbers.show, "reader"),
    DeskPage("switches", switches.show, "admin"),
)
"""In the order of the bar."""


def list_desk_pages(person: Person | None) -> dict[str, StreamlitPage]:
    """List the pages by name, "desk" first; for nobody every address leads to the sign-in and to nothing else."""
    if not is_desk_on():
        return {}
    say = load_desk_wordings()
    home = sign_in if person is None else show_home
    pages = {
        "desk": st.Page(home, title=say("sign_in.title" if person is None else "desk.title"), url_path="desk")
    }
    for page in PAGES:
        show = (
            sign_in if person is None else page.show if person.may(page.role) else partial(require, page.role)
        )
        pages[page.name] = st.Page(show, title=say(f"{page.name}.title"), url_path=f"desk-{page.name}")
    return pages


def show_home() -> None:
    """Draw the desk's first page: what this person can do here."""
    say, person = load_desk_wordings(), current_person()
    st.html(
        f'<div class="cfa"><h1>{escape(say("desk.title"))}</h1><p>{escape(say("desk.home_lead"))}</p></div>'
    )
    for page in PAGES:
        if person is not None and person.may(page.role):
            with st.container(key=f"desk-home-{page.name}", gap=None):
                st.page_link(st.session_state["pages"][page.name], label=say(f"{page.name}.title"))
                st.html(f'<p class="cfa cfa-soft">{escape(say(f"{page.name}.about"))}</p>')


def render_desk_bar(page: StreamlitPage, person: Person | None) -> None:
    """Draw the desk's own bar: its pages, who is signed in, and the ways out."""
    say, pages = load_desk_wordings(), st.session_state["pages"]
    st.html(STATIC / "desk.css")
    st.html('<div class="cfa-wide"></div>')
    with st.container(key="topbar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<span class="cfa-brand">{escape(say("desk.brand"))}</span>', width="stretch")
        st.page_link(pages["chat"], label=say("desk.chat"))
        if person is not None:
            name = say("desk.who", name=person.name, role=say(f"desk.role.{person.role}"))
            st.html(f'<span class="cfa cfa-soft">{escape(name)}</span>', width="content")
            st.button(say("desk.sign_out"), key="desk-sign-out", type="tertiary", on_click=sign_out)
    if person is None:
        return
    with st.container(key="desk-nav", horizontal=True, gap="small"):
        for entry in PAGES:
            if person.may(entry.role):
                title = say(f"{entry.name}.title")
                if pages[entry.name] == page:
                    st.html(
                        f'<span class="desk-here" aria-current="page">{escape(title)}</span>', width="content"
                    )
                else:
                    st.page_link(pages[entry.name], label=title)
