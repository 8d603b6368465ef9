"""How a citation is named and where it leads: labels from the source's register, never from a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.checking.verbatim import Library
from assistant.records import Citation
from assistant.state import Quote
from ingest.records import Section, SourceDocument

_AUTHORITIES = {1: "statute", 2: "policy", 3: "page"}


@dataclass(frozen=True)
class CitationMaker:
    """Turns checked quotes into citations."""

    library: Library
    documents: Mapping[str, SourceDocument]

    def is_statute(self, source: str) -> bool:
        """Tell a title of the Code from a page or a policy."""
        document = self.documents.get(source)
        return document is not None and document.kind == "statute"

    def label(self, quote: Quote) -> str:
        """What a person would write: "C.R.S. § 17-20-130(4)(a)(I)", or the page and its heading."""
        if self.is_statute(quote.source):
            return f"C.R.S. § {quote.locator}"
        document = self.documents.get(quote.source)
        heading = quote.locator.split(" > ")[-1]
        title = document.title if document else quote.source
        return heading if heading == title else f"{title}, “{heading}”"

    def cite(self, number: int, quote: Quote) -> Citation:
        """Give a quote its number, label, link and legal status."""
        found = self.library.subdivision(quote.locator)
        section = found[0] if found else self.library.sections.get(quote.locator)
        part = found[1] if found and found[1].locator == quote.locator else None
        document = self.documents.get(quote.source)
        return Citation(
            number=number,
            source=quote.source,
            locator=quote.locator,
            label=self.label(quote),
            quote=quote.text,
            url=document.url if document else "",
            authority=_AUTHORITIES.get(document.authority if document else 3, "page"),
            legal_status=_find_status(section, part.status if part else None),
            effective_from=(part and part.effective_from) or (section.effective_from if section else None),
        )


def _find_status(section: Section | None, part_status: str | None) -> str:
    if section is None:
        return "unknown"
    return section.status if section.status != "in_force" else (part_status or section.status)
