"""The table of contents: title › division › article › part › section, and the pages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from ingest.records import Section
from ui.library.shelf import Shelf
from ui.rendering.markup import escape, format_address, show_heading
from ui.wordings import Wordings


def render_browse(shelf: Shelf, say: Wordings) -> None:
    """Draw each source as headings over its sections: the pages first, they are what families read."""
    by_source = [(source, list(held)) for source, held in groupby(shelf.sections, key=lambda s: s.source)]
    for source, sections in sorted(by_source, key=lambda held: not shelf.is_page(held[1][0])):
        is_page = shelf.is_page(sections[0])
        drawn = render_page(sections, say) if is_page else render_statute(sections, say)
        title = escape(shelf.documents[source].title)
        st.html(f'<div class="cfa cfa-list"><h2 lang="en">{title}</h2>{drawn}</div>')


def render_page(sections: Sequence[Section], say: Wordings) -> str:
    """Draw a page's headings as one indented list."""
    rows = "".join(
        f'<li class="d{min(4, 1 + len(s.heading_path))}">{render_row(s, show_heading(s.catchline), say)}</li>'
        for s in sections
    )
    return f'<ul lang="en">{rows}</ul>'


def render_statute(sections: Sequence[Section], say: Wordings) -> str:
    """Draw divisions as headings and articles as folded lists under them."""
    drawn, shown = [], ""
    for path, held in groupby(sections, key=lambda s: s.heading_path[:4]):
        division = " › ".join(path[1:-1])
        if division != shown:
            drawn.append(f'<h3 class="cfa-division" lang="en">{escape(division)}</h3>')
            shown = division
        drawn.append(render_article(path[-1] if path else "", list(held), say))
    return "".join(drawn)


def render_article(title: str, sections: Sequence[Section], say: Wordings) -> str:
    """Draw one article with its parts and sections folded below it."""
    count = say("one_section") if len(sections) == 1 else say("count_sections", count=len(sections))
    rows = []
    for part, held in groupby(sections, key=lambda s: s.heading_path[4:]):
        if part:
            rows.append(f'<li class="cfa-part">{escape(" › ".join(part))}</li>')
        rows.extend(f"<li>{render_row(s, f'{s.number}. {s.catchline}', say)}</li>" for s in held)
    return (
        f'<details class="cfa-more"><summary><span lang="en">{escape(title)}</span> '
        f'<span class="cfa-soft">{escape(count)}</span></summary><ul lang="en">{"".join(rows)}</ul></details>'
    )


def render_row(section: Section, name: str, say: Wordings) -> str:
    """Draw one section as a link, marked where it is gone."""
    address = escape(format_address("library", section=section.number, lang=say.language))
    is_gone = section.status != "in_force"
    gone = f' <span class="gone">({escape(say(f"status.{section.status}"))})</span>' if is_gone else ""
    return f'<a href="{address}">{escape(name)}</a>{gone}'
