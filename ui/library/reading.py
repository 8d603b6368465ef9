"""One section to read: its tree at its addresses, and beside it what it means, names and was."""

from __future__ import annotations

import streamlit as st

from ingest.records import Section
from ui.library.shelf import Shelf, format_source
from ui.rendering.buttons import render_copy_button
from ui.rendering.markup import escape, format_address, show_heading
from ui.rendering.section import (
    render_history,
    render_named_by,
    render_notes,
    render_references,
    render_title,
    render_tree,
)
from ui.rendering.terms import render_definitions, render_terms
from ui.wordings import Wordings


def render_section_page(section: Section, at: str, shelf: Shelf, say: Wordings) -> None:
    """Draw a section; `at` is a path of labels such as "4-a-I"."""
    is_page = shelf.is_page(section)
    terms = shelf.list_terms(section)
    side = (
        render_terms(terms, say)
        + render_references(section.number, section.references, shelf.catchlines, say)
        + render_named_by(shelf.named_by.get(section.number, ()), shelf.catchlines, say)
        + render_history(section.history, say)
    )
    locator = section.number + "".join(f"({label})" for label in at.split("-") if label)
    citation = (
        f"{shelf.documents[section.source].title}, “{show_heading(section.catchline)}”"
        if is_page
        else f"C.R.S. § {locator}"
    )
    st.html(
        render_title(
            section, is_page, format_source(shelf.documents[section.source], say), shelf.catchlines, say
        )
    )
    st.html(render_copy_button(citation, say("copy_citation"), say))
    tree = render_tree(section, at, terms, say)
    st.html(
        f'<div class="cfa-cols"><div>{tree}{render_notes(section.notes, say)}</div>'
        f'<aside class="cfa cfa-side" aria-label="{escape(say("about_section"))}">{side}</aside></div>'
        f"{render_definitions(terms)}"
    )
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
        name = show_heading(other.catchline) if shelf.is_page(other) else f"{other.number} {other.catchline}"
        links.append(
            f'<a href="{address}" rel="{"prev" if step < 0 else "next"}">{escape(say(key))}:'
            f' <span lang="en">{escape(name)}</span></a>'
        )
    return f'<nav class="cfa cfa-pager" aria-label="{escape(say("pager"))}">{"".join(links)}</nav>'
