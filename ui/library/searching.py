"""Search in the library: the same retriever that answers the chat."""

from __future__ import annotations

import streamlit as st

from ui.library.shelf import Shelf
from ui.loading import load_shared_assistant
from ui.rendering.answer import render_glossary
from ui.rendering.markup import escape, format_address
from ui.rendering.section import format_at
from ui.wordings import Wordings


def render_search(query: str, shelf: Shelf, say: Wordings) -> None:
    """Draw the passages found, each with its address and its words."""
    with st.spinner(say("stage.retrieve")):
        result = load_shared_assistant().searcher.search(query[:2000], k=10)
    st.html(render_glossary([(g.wrote, g.means) for g in result.glossary], say) or "<span></span>")
    if not result.found:
        st.info(say("nothing_found"))
    rows = []
    for found in result.found:
        passage = found.passage
        is_page = shelf.kinds.get(passage.source) != "statute"
        labels = list(passage.locator.replace(")", "").split("("))[1:] if not is_page else []
        address = format_address("library", section=passage.section, at=format_at(labels), lang=say.language)
        name = passage.locator if is_page else f"§ {passage.locator} {passage.catchline}"
        text = passage.text if len(passage.text) < 420 else passage.text[:400].rsplit(" ", 1)[0] + " …"
        gone = f" ({escape(say(f'status.{passage.status}'))})" if passage.status != "in_force" else ""
        rows.append(
            f'<li><a href="{escape(address)}"><b>{escape(name)}</b></a>{gone}<br><span lang="en">{escape(text)}</span></li>'
        )
    st.html(f'<div class="cfa cfa-list" role="status"><ul>{"".join(rows)}</ul></div>')
