"""Which answers that people were given rested on text that is no longer what is held: old and new, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from pydantic import ValidationError

from assistant.checking.verbatim import Library, StoredText, fold
from assistant.conversations import TURNS
from assistant.desk.tables import translating
from assistant.records import Answer
from assistant.standard_answers import BoundQuote, StandardAnswer, find_quote_fault
from ingest.records import Record


class ChangedSupport(Record):
    """A text that an answer rests on and that is no longer held so."""

    source: str
    locator: str
    old: str
    """As it was quoted."""
    new: str
    """What stands at the pinpoint now; "" where nothing does, or nothing in force."""
    reason: str


@dataclass(frozen=True)
class PastAnswer:
    """An answer that somebody was given, and what of its support has changed."""

    turn: str
    asked_at: datetime
    question: str
    changes: tuple[ChangedSupport, ...]


@dataclass(frozen=True)
class StoppedAnswer:
    """A standard answer that is not used since its text changed."""

    answer: StandardAnswer
    changes: tuple[ChangedSupport, ...]


def find_changed_support(
    quotes: Iterable[BoundQuote], library: Library, stored: StoredText
) -> tuple[ChangedSupport, ...]:
    """Compare quotes with what is held now; only those that changed are told."""
    return tuple(
        ChangedSupport(
            source=quote.source,
            locator=quote.locator,
            old=fold(quote.text),
            new=find_text(quote, library),
            reason=fault,
        )
        for quote in dict.fromkeys(quotes)
        if (fault := find_quote_fault(quote, library, stored))
    )


def find_text(quote: BoundQuote, library: Library) -> str:
    """Find what stands at a quote's pinpoint now; "" where nothing does."""
    found = library.subdivision(quote.locator)
    if found and found[0].source == quote.source and found[1].text:
        return fold(found[1].text)
    section = found[0] if found else library.sections.get(quote.locator)
    if section is None or section.source != quote.source:
        return ""
    return fold(" ".join(part.text for part in section.subdivisions))


def list_past_answers(engine: sa.Engine, library: Library, limit: int = 2000) -> tuple[PastAnswer, ...]:
    """List kept answers with changed support, latest first, among the last `limit`. Raises StoreError."""
    query = (
        sa.select(TURNS.c.id, TURNS.c.asked_at, TURNS.c.question, TURNS.c.answer)
        .order_by(TURNS.c.asked_at.desc())
        .limit(limit)
    )
    with translating("The conversations could not be read."), engine.connect() as connection:
        rows = connection.execute(query).all()
    stored, found = StoredText(library), []
    for row in rows:
        quotes = read_quotes(row.answer)
        if changes := find_changed_support(quotes, library, stored):
            found.append(PastAnswer(row.id, row.asked_at, row.question, changes))
    return tuple(found)


def read_quotes(answer: str) -> tuple[BoundQuote, ...]:
    """Read what a kept answer cites of law and pages in force; a record of another make cites nothing."""
    try:
        citations = Answer.model_validate_json(answer).citations
    except ValidationError:
        return ()
    return tuple(
        BoundQuote(source=c.source, locator=c.locator, text=c.quote)
        for c in citations
        if c.legal_status == "in_force"
    )


def list_stopped(
    answers: Sequence[StandardAnswer], library: Library, withdrawn: Iterable[str]
) -> tuple[StoppedAnswer, ...]:
    """List the standard answers among `withdrawn` with the texts that changed under them."""
    stored, ids = StoredText(library), frozenset(withdrawn)
    return tuple(
        StoppedAnswer(answer, find_changed_support(answer.quotes, library, stored))
        for answer in answers
        if answer.id in ids
    )
