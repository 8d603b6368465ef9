"""What still stands in the way of a draft, found while it is written: every binding is held against the corpus.

Faults must be mended before a proposal; doubts and the reading grade are for the writer and the reviewer to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assistant.checking.verbatim import Library, StoredText
from assistant.content import name_pages
from assistant.dates import find_today
from assistant.publishing.records import DraftAnswer, Fault, FaultPart
from assistant.readability import measure_grade, measure_spanish_grade
from assistant.redaction import redact
from assistant.standard_answers import (
    BoundSentence,
    StandardAnswer,
    find_quote_fault,
    find_wording_faults,
    hash_bound_text,
)
from ingest.records import Record

EASY_GRADE = 8.0
"""Plain words stay at or below it."""
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,58}[a-z0-9])")


class DraftCheck(Record):
    """The state of a draft against the corpus as it stands."""

    faults: tuple[Fault, ...]
    doubts: tuple[str, ...]
    """Sentences that seem to say more than their quotes."""
    quotes: int
    """How many bindings there are."""
    grade_en: float | None
    grade_es: float | None


@dataclass(frozen=True)
class DraftChecker:
    """Checks drafts against one corpus and what the product knows."""

    library: Library
    services: frozenset[str]
    """Keys of the places to turn to."""
    answers: frozenset[str]
    """Ids of the standard answers there are."""

    @cached_property
    def stored(self) -> StoredText:
        """The stored texts, folded once."""
        return StoredText(self.library)

    def check(self, draft: DraftAnswer) -> DraftCheck:
        """Check a draft; cheap enough for every change of it."""
        faults = tuple(self._find_faults(draft))
        finished = self.finish(draft) if draft.sentences else None
        parts = (*draft.sentences, *draft.steps)
        return DraftCheck(
            faults=faults,
            doubts=find_wording_faults(finished) if finished else (),
            quotes=sum(len(part.quotes) for part in parts),
            grade_en=measure_grade("\n".join(part.en for part in parts)),
            grade_es=measure_spanish_grade("\n".join(part.es for part in parts)),
        )

    def finish(self, draft: DraftAnswer) -> StandardAnswer:
        """Make the standard answer of today, its page locators complete."""
        return name_pages(draft.finish(find_today()), self.library)

    def bind(self, draft: DraftAnswer) -> dict[str, str]:
        """Hash the texts that a draft rests on, as they stand."""
        return {
            f"{quote.source} {quote.locator}": hash_bound_text(self.library, quote)
            for quote in self.finish(draft).quotes
        }

    def _find_faults(self, draft: DraftAnswer) -> Iterable[Fault]:
        if not _ID.fullmatch(draft.id):
            yield Fault(code="bad_id", part="id", detail=draft.id[:60])
        if not (draft.title_en.strip() and draft.title_es.strip()):
            yield Fault(code="missing_title", part="titles")
        if not draft.topic.strip():
            yield Fault(code="missing_topic", part="topic")
        yield from _find_ask_faults(draft)
        if not draft.sentences:
            yield Fault(code="no_sentences", part="sentence")
        else:
            yield from self._find_part_faults(draft)
        named = (*draft.services, *(step.service for step in draft.steps if step.service))
        for key in dict.fromkeys(named):
            if key not in self.services:
                yield Fault(code="unknown_service", part="services", detail=key)
        for key in draft.follow_ups:
            if key not in self.answers:
                yield Fault(code="unknown_answer", part="follow_ups", detail=key)

    def _find_part_faults(self, draft: DraftAnswer) -> Iterable[Fault]:
        finished = self.finish(draft)
        kinds: tuple[tuple[FaultPart, tuple[BoundSentence, ...]], ...] = (
            ("sentence", finished.sentences),
            ("step", finished.steps),
        )
        for kind, parts in kinds:
            for number, part in enumerate(parts, 1):
                if not (part.en.strip() and part.es.strip()):
                    yield Fault(code="missing_language", part=kind, number=number)
                is_pointer = bool(getattr(part, "service", None)) or not draft.holds
                if not part.quotes and not is_pointer:
                    yield Fault(code="no_quote", part=kind, number=number)
                for quote in part.quotes:
                    if fault := find_quote_fault(quote, self.library, self.stored):
                        yield Fault(code="binding", part=kind, number=number, detail=fault)


def _find_ask_faults(draft: DraftAnswer) -> Iterable[Fault]:
    if not (draft.asks_en and draft.asks_es):
        yield Fault(code="missing_asks", part="asks")
    for ask in (*draft.asks_en, *draft.asks_es):
        if redact(ask) != ask:
            yield Fault(code="personal_data", part="asks", detail=redact(ask)[:120])
