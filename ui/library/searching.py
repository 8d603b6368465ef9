"""Search in the library: the same retriever that answers the chat."""

from __future__ import annotations

import streamlit as st

from index.records import FoundPassage
from ui.loading import load_shared_assistant
from ui.rendering.answer import render_glossary
from ui.rendering.excerpt import format_excerpt
from ui.rendering.markup import escape, format_address, show_heading
from ui.rendering.section import format_at
from ui.wordings import Wordings

SHOWN = 10


def render_search(query: str, say: Wordings) -> None:
    """Draw the passages found, each with its address and the words nearest to the query."""
    with st.spinner(say("stage.retrieve")):
        result = load_shared_assistant().searcher.search(query, k=SHOWN)
    rows = "".join(render_found(found, f"{query} {result.searched}", say) for found in result.found)
    told = say("found_count", count=len(result.found)) if result.found else say("nothing_found")
    glossary = render_glossary([(use.wrote, use.means) for use in result.glossary], say)
    st.html(
        f'<div class="cfa cfa-list">{glossary}<p class="cfa-soft" role="status">{escape(told)}</p><ul>{rows}</ul></div>'
    )


def render_found(found: FoundPassage, query: str, say: Wordings) -> str:
    """Draw one passage found."""
    passage = found.passage
    is_page = passage.kind != "statute"
    labels = [] if is_page else passage.locator.replace(")", "").split("(")[1:]
    address = format_address("library", section=passage.section, at=format_at(labels), lang=say.language)
    name = show_heading(passage.locator) if is_page else f"§ {passage.locator} {passage.catchline}"
    css, chip = ("page", say("chip_page")) if is_page else ("", say("chip_law"))
    gone = f" ({escape(say(f'status.{passage.status}'))})" if passage.status != "in_force" else ""
    return (
        f'<li><a href="{escape(address)}" lang="en"><b>{escape(name)}</b></a>{gone} '
        f'<span class="cfa-chip {css}">{escape(chip)}</span><br>'
        f'<span lang="en">{escape(format_excerpt(passage.text, [query]))}</span></li>'
    )
