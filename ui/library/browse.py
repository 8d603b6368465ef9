"""The table of contents: title › article › part › section, and the pages."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from ingest.records import Section
from ui.library.shelf import Shelf
from ui.rendering.markup import escape, format_address
from ui.wordings import Wordings


def render_browse(_: str, shelf: Shelf, say: Wordings) -> None:
    """Draw each source as folded headings over its sections."""
    pages = [s for s in shelf.sections if shelf.is_page(s)]
    statutes = [s for s in shelf.sections if not shelf.is_page(s)]
    for sections, is_page in ((pages, True), (statutes, False)):
        for source, held in groupby(sections, key=lambda s: s.source):
            st.html(f'<div class="cfa"><h2>{escape(shelf.titles.get(source, source))}</h2></div>')
            for path, group in groupby(
                held, key=lambda s: s.heading_path if not is_page else s.heading_path[:1]
            ):
                render_group(path, list(group), is_page, say)


def render_group(path: tuple[str, ...], sections: list[Section], is_page: bool, say: Wordings) -> None:
    """Draw one heading with its sections folded below it."""
    rows = "".join(f"<li>{render_row(section, is_page, say)}</li>" for section in sections)
    title = " › ".join(path) or sections[0].catchline
    st.html(
        f'<details class="cfa cfa-more cfa-list"><summary>{escape(title)}</summary><ul lang="en">{rows}</ul></details>'
    )


def render_row(section: Section, is_page: bool, say: Wordings) -> str:
    """Draw one section as a link, marked where it is gone."""
    address = escape(format_address("library", section=section.number, lang=say.language))
    name = section.catchline or section.number
    label = escape(name if is_page else f"{section.number}. {section.catchline}")
    gone = (
        f' <span class="gone">({escape(say(f"status.{section.status}"))})</span>'
        if section.status != "in_force"
        else ""
    )
    return f'<a href="{address}">{label}</a>{gone}'
