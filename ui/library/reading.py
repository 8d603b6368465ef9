"""One section to read: its tree at its addresses, and beside it what it means, names and was."""

from __future__ import annotations

import streamlit as st

from ingest.records import Section
from ui.library.shelf import Shelf
from ui.rendering.markup import escape, format_address
from ui.rendering.section import (
    render_history,
    render_named_by,
    render_notes,
    render_references,
    render_terms,
    render_title,
    render_tree,
)
from ui.wordings import Wordings


def render_section_page(section: Section, at: str, shelf: Shelf, say: Wordings) -> None:
    """Draw a section; `at` is a path of labels such as "4-a-I"."""
    is_page = shelf.is_page(section)
    terms = shelf.list_terms(section)
    side = (
        render_terms(terms, say)
        + render_references(section.references, say)
        + render_named_by(shelf.named_by.get(section.number, ()), say)
        + render_history(section.history, say)
    )
    st.html(render_title(section, is_page, say))
    tree = render_tree(section, at, terms, say)
    st.html(f'<div class="cfa-cols"><div>{tree}</div><aside class="cfa cfa-side">{side}</aside></div>')
    if section.notes:
        st.html(render_notes(section.notes, say))
    locator = section.number + "".join(f"({label})" for label in at.split("-") if label)
    with st.popover(say("copy_citation")):
        st.code(locator if is_page else f"C.R.S. § {locator}", language=None)
    st.html(render_pager(section, shelf, say))
    if at:
        scroll = f"document.getElementById({('at-' + at)!r})?.scrollIntoView({{block: 'center'}});"
        st.html(f"<script>setTimeout(() => {{{scroll}}}, 300)</script>", unsafe_allow_javascript=True)


def render_pager(section: Section, shelf: Shelf, say: Wordings) -> str:
    """Draw the links to the section before and the one after."""
    place = shelf.places[section.number]
    links = []
    for step, key in ((-1, "previous"), (1, "next")):
        other = shelf.sections[place + step] if 0 <= place + step < len(shelf.sections) else None
        if other is None:
            links.append("<span></span>")
            continue
        address = escape(format_address("library", section=other.number, lang=say.language))
        links.append(f'<a href="{address}">{escape(say(key))}: {escape(other.catchline or other.number)}</a>')
    return f'<nav class="cfa cfa-pager" aria-label="{escape(say("pager"))}">{"".join(links)}</nav>'
