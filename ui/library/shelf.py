"""All sections in reading order, with who names whom: built once from what ingest wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from assistant.records import Citation
from ingest.records import Definition, Passage, Section, SourceDocument
from ingest.settings import load_ingest_settings
from ingest.sources import load_sources
from ingest.store import load_passages, load_sections
from ui.rendering.citation import Context
from ui.rendering.dates import format_day
from ui.rendering.markup import format_address, show_heading
from ui.rendering.section import format_at
from ui.wordings import Wordings


@dataclass(frozen=True)
class Shelf:
    """Sections, passages and the references between them."""

    sections: tuple[Section, ...]
    by_number: Mapping[str, Section]
    """Every number a header covers, and every heading path of a page."""
    places: Mapping[str, int]
    """Section number → its place in `sections`."""
    named_by: Mapping[str, tuple[str, ...]]
    """Section number → pinpoints that name it."""
    passages: Mapping[str, tuple[Passage, ...]]
    """Section number → its passages."""
    documents: Mapping[str, SourceDocument]
    """Source id → the edition or snapshot."""
    catchlines: Mapping[str, str]
    """Every number a header covers → the section's catchline."""

    def is_page(self, section: Section) -> bool:
        """Say whether a section is a block of an agency page."""
        return self.documents[section.source].kind != "statute"

    def list_terms(self, section: Section) -> dict[str, Definition]:
        """List the defined terms that bite in a section: its own, then its article's and title's."""
        text = " ".join(s.text for s in section.subdivisions).lower()
        terms: dict[str, Definition] = {d.term: d for d in section.definitions}
        for other in self.sections:
            if other.source != section.source or other is section:
                continue
            is_near = other.heading_path[:3] == section.heading_path[:3]
            for d in other.definitions:
                if (d.scope == "title" or (d.scope == "article" and is_near)) and d.term.lower() in text:
                    terms.setdefault(d.term, d)
        return terms


@st.cache_resource(show_spinner=False)
def load_shelf() -> Shelf:
    """Load the shelf from the built passages and sections."""
    settings = load_ingest_settings()
    sections = load_sections(settings.data_dir)
    named_by: dict[str, list[str]] = defaultdict(list)
    passages: dict[str, list[Passage]] = defaultdict(list)
    for section in sections:
        for reference in section.references:
            if reference.target and not reference.is_historic and reference.section != section.number:
                named_by[reference.section or ""].append(reference.at)
    for passage in load_passages(settings.data_dir):
        passages[passage.section].append(passage)
    sources = load_sources(settings.corpus_dir)
    return Shelf(
        sections=sections,
        by_number={n: s for s in sections for n in (s.number, *s.numbers)},
        places={s.number: place for place, s in enumerate(sections)},
        named_by={number: tuple(dict.fromkeys(at)) for number, at in named_by.items()},
        passages={number: tuple(held) for number, held in passages.items()},
        documents={s.id: s for s in sources},
        catchlines={n: s.catchline for s in sections for n in (s.number, *s.numbers)},
    )


def find_context(shelf: Shelf, citation: Citation, say: Wordings) -> Context:
    """Find the passage a quote stands in, its heading path, and its place in the library."""
    number, *labels = (
        list(citation.locator.replace(")", "").split("("))
        if citation.authority == "statute"
        else [citation.locator]
    )
    section = shelf.by_number.get(number)
    if section is None:
        return Context("", (), "")
    squeezed = " ".join(citation.quote.split())
    passage = next((p for p in shelf.passages.get(section.number, ()) if squeezed in p.text), None)
    lead = (
        f"{passage.lead_in} … " if passage and passage.lead_in and passage.lead_in not in passage.text else ""
    )
    address = format_address("library", section=section.number, at=format_at(labels), lang=say.language)
    name = (
        show_heading(section.catchline) if shelf.is_page(section) else f"{section.number} {section.catchline}"
    )
    source = format_source(shelf.documents[section.source], say)
    return Context((lead + passage.text) if passage else "", (*section.heading_path, name), address, source)


def format_source(document: SourceDocument, say: Wordings) -> str:
    """Say which edition of the law, or which day's page, is shown."""
    if document.kind == "statute":
        return say("edition_line", title=document.title, edition=document.edition.removesuffix(" edition"))
    return say("page_line", title=document.title, day=format_day(document.retrieved_on, say))
