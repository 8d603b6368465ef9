"""What every composing stage needs, built once: outlines, the picker, labels and fixed lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.checking.verbatim import Library, StoredText
from assistant.composing.citations import CitationMaker
from assistant.composing.evidence import EvidencePicker
from assistant.composing.lookup import LookUp
from assistant.composing.outline import Outlines
from assistant.composing.ranking import UNIT_FEATURES, UNIT_WEIGHTS_FILE, UnitRanker
from assistant.composing.wordings import Wordings, load_wordings
from assistant.records import Language
from assistant.regression import Regression, load_regression
from assistant.state import Quote, Sentence
from index.lexical import split_terms
from ingest.records import Section, SourceDocument


@dataclass(frozen=True)
class Kit:
    """The composing stages' common tools."""

    library: Library
    stored: StoredText
    outlines: Outlines
    picker: EvidencePicker
    ranker: UnitRanker
    lookup: LookUp
    citations: CitationMaker
    wordings: Wordings
    documents: Mapping[str, SourceDocument]

    def quote_sentence(self, *quotes: Quote) -> Sentence:
        """Show the source's own words as a sentence, with where they stand."""
        shown = " ".join(f"“{quote.text}”" for quote in quotes)
        return Sentence(
            text=f"{shown} ({self.citations.label(quotes[0])})", quotes=quotes, kind="quoted", block="law"
        )

    def find_section(self, quote: Quote) -> Section | None:
        """The section a quote is from."""
        found = self.library.subdivision(quote.locator)
        return found[0] if found else self.library.sections.get(quote.locator)

    def edition(self, source: str, language: Language = "en") -> str:
        """The edition of a source, as its register names it."""
        document = self.documents.get(source)
        edition = document.edition if document else ""
        return re.sub(r"^(\d{4}) edition$", r"edición de \1", edition) if language == "es" else edition


def build_kit(
    library: Library,
    documents: Mapping[str, SourceDocument],
    max_quote_words: int = 180,
    model: Regression | None = None,
) -> Kit:
    """Build the tools over one opened library."""
    stored = StoredText(library)
    outlines = Outlines(library, stored)
    picker = EvidencePicker(outlines, max_quote_words)
    weights = model or load_regression(UNIT_WEIGHTS_FILE, UNIT_FEATURES)
    ranker = UnitRanker(outlines, _measure_rarity(library), weights)
    return Kit(
        library=library,
        stored=stored,
        outlines=outlines,
        picker=picker,
        ranker=ranker,
        lookup=LookUp(picker, ranker, stored),
        citations=CitationMaker(library, documents),
        wordings=load_wordings(),
        documents=documents,
    )


def _measure_rarity(library: Library) -> dict[str, float]:
    from math import log

    counts: dict[str, int] = {}
    texts = [f"{p.catchline} {p.text}" for p in library.passages.values() if p.part == "text"]
    for text in texts:
        for term in frozenset(split_terms(text)):
            counts[term] = counts.get(term, 0) + 1
    return {term: log(1 + len(texts) / count) for term, count in counts.items()}


def format_topic(section: Section | None) -> str:
    """Say what a section is about in its own catchline's words: ", “Visitation in correctional facilities”"."""
    if section is None or not section.catchline:
        return ""
    topic = section.catchline.split(" - ")[0].strip()
    return f", “{topic}”"
