"""The search itself, without an answer: what is found, with its scores, for one wording or for two side by side."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from index.records import FoundPassage, SearchResult
from index.search import Searcher
from ingest.records import Place, SourceDocument
from ingest.settings import load_ingest_settings
from ingest.sources import load_sources
from ui.desk.access import require
from ui.desk.words import load_desk_wordings
from ui.loading import load_shared_assistant
from ui.rendering.buttons import render_copy_button
from ui.rendering.markup import escape
from ui.wordings import Wordings, load_wordings

MAX_QUERY = 500
ANY = "any"
SHOWN_CONTRIBUTIONS = 4


def show() -> None:
    """Draw the page."""
    require("reader")
    say = load_desk_wordings()
    st.html(f'<div class="cfa"><h1>{escape(say("console.title"))}</h1></div>')
    first, second = st.columns(2)
    query = first.text_input(say("console.query"), key="console-query", max_chars=MAX_QUERY)
    other = second.text_input(say("console.other"), key="console-other", max_chars=MAX_QUERY)
    searcher = load_shared_assistant().searcher
    with st.container(key="console-filters", horizontal=True):
        language = st.selectbox(say("console.language"), [ANY, "en", "es"], key="console-language")
        place = st.selectbox(say("console.place"), [ANY, *get_args(Place)], key="console-place")
        sources = sorted({passage.source for passage in searcher.passages.values()})
        source = st.selectbox(say("console.source"), [ANY, *sources], key="console-source")
        status = st.selectbox(say("console.status"), [ANY, "in_force", "not_in_force"], key="console-status")
        count = st.slider(say("console.count"), 5, 30, 10, key="console-count")
    queries = [text for text in (query, other) if text.strip()]
    if not queries:
        st.info(say("console.lead"))
        return
    results = [
        search(searcher, text, None if language == ANY else str(language), str(place)) for text in queries
    ]
    kept = [list_kept(result, str(source), str(status))[:count] for result in results]
    for number, column in enumerate(st.columns(len(results))):
        with column:
            ranks = list_ranks(kept[1 - number]) if len(results) == 2 else None
            show_result(number, results[number], kept[number], ranks, say)


def search(searcher: Searcher, query: str, language: str | None, place: str) -> SearchResult:
    """Search as the chat does, for one place where one is chosen."""
    chosen = next((known for known in get_args(Place) if known == place), None)
    return searcher.search(query, k=50, language=language, place=chosen)


def list_kept(result: SearchResult, source: str, status: str) -> tuple[FoundPassage, ...]:
    """List what passes the filters of source and legal status, in the order of the search."""
    return tuple(
        found
        for found in result.found
        if source in (ANY, found.passage.source)
        and (status == ANY or (found.passage.status == "in_force") == (status == "in_force"))
    )


def list_ranks(found: tuple[FoundPassage, ...]) -> dict[str, int]:
    """List the ranks of passages by id, from 1."""
    return {each.passage.id: rank for rank, each in enumerate(found, 1)}


def show_result(
    number: int,
    result: SearchResult,
    kept: tuple[FoundPassage, ...],
    ranks: dict[str, int] | None,
    say: Wordings,
) -> None:
    """Draw how a wording was read and what it found; `ranks` are those under the other wording."""
    lines = [say("console.searched", text=result.searched)]
    if result.corrected:
        lines.append(say("console.corrected", text=result.corrected))
    lines += [say("console.glossary", wrote=use.wrote, means=use.means) for use in result.glossary]
    lines += [say("console.reference", text=text) for text in result.references]
    lines += [say("console.missing", text=text) for text in result.missing_references]
    lines.append(say("console.took", count=len(kept), ms=round(result.timings_ms.get("total", 0.0))))
    if result.is_nothing_found:
        lines.append(say("console.below"))
    told = "".join(f"<li>{escape(line)}</li>" for line in lines)
    st.html(f'<div class="cfa cfa-soft" role="status"><ul>{told}</ul></div>')
    documents = {document.id: document for document in load_sources(load_ingest_settings().corpus_dir)}
    for rank, found in enumerate(kept, 1):
        show_found(f"{number}-{rank}", rank, found, ranks, documents.get(found.passage.source), say)


def show_found(
    key: str,
    rank: int,
    found: FoundPassage,
    ranks: dict[str, int] | None,
    document: SourceDocument | None,
    say: Wordings,
) -> None:
    """Draw one passage: its rank and score, what found it, its words, and its citation to copy."""
    passage = found.passage
    strongest = sorted(found.contributions.items(), key=lambda pair: -abs(pair[1]))[:SHOWN_CONTRIBUTIONS]
    scorers = say.family("console.scorers")
    pulls = ", ".join(f"{scorers.get(name, name)} {value:+.2f}" for name, value in strongest)
    finders = ", ".join(scorers.get(name, name) for name in found.found_by)
    elsewhere = ""
    if ranks is not None:
        place = ranks.get(passage.id)
        elsewhere = say("console.also", rank=place) if place else say("console.only_here")
    state = "" if passage.status == "in_force" else f" · {passage.status}"
    st.html(
        f'<div class="cfa"><p><b>{rank}. {escape(passage.locator)}</b> {escape(passage.catchline)}{escape(state)}<br>'
        f'<span class="cfa-soft">{escape(say("console.score", score=f"{found.score:.3f}", by=finders))} '
        f"{escape(elsewhere)}<br>{escape(pulls)}</span></p></div>"
    )
    with st.expander(say("console.text")):
        st.html(f'<p class="cfa cfa-whole" lang="en">{escape(passage.text)}</p>')
    citation = format_citation(passage.locator, passage.kind == "statute", document, say)
    quoted = say("console.quoted", text=passage.text, citation=citation)
    with st.container(key=f"console-copy-{key}", horizontal=True):
        st.html(render_copy_button(citation, say("console.copy"), load_wordings("en")), width="content")
        st.html(render_copy_button(quoted, say("console.copy_quote"), load_wordings("en")), width="content")


def format_citation(locator: str, is_statute: bool, document: SourceDocument | None, say: Wordings) -> str:
    """Format a citation in the office's form, which stands in the desk's wordings."""
    edition = (document.edition or "") if document else ""
    if is_statute:
        year = edition.split()[0] if edition[:1].isdigit() else ""
        return say("console.cite_law", locator=locator, year=f" ({year})" if year else "")
    heading = locator.split(" > ")[-1]
    title, url = (document.title, document.url) if document else ("", "")
    day = document.retrieved_on.isoformat() if document else ""
    return say("console.cite_page", heading=heading, title=title, url=url, day=day)
