"""What a turn carries from stage to stage: nothing is changed in place, and nothing unchecked is an answer.

Composing sets a draft of sentences with their quotes; only checking turns a draft into an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from assistant.records import Answer, Citation, Completeness, Language, Notice, Outcome, Question, Service
from assistant.screening.records import Decision, Screening
from assistant.topics import TopicMatch
from index.records import SearchResult
from ingest.records import Place

SentenceKind = Literal["claim", "quoted", "fixed"]
"""claim: plain words that must follow from their quotes; quoted: the source's own words, in quotation
marks; fixed: a reviewed wording that claims nothing about the law."""
Block = Literal["preface", "lead", "law", "more", "note", "next"]
"""Where a sentence stands in the text, in this order."""


@dataclass(frozen=True)
class Quote:
    """A verbatim stretch of a source and its pinpoint, before it has a number."""

    source: str
    locator: str
    text: str


@dataclass(frozen=True)
class Sentence:
    """One sentence of a draft with the quotes that support it."""

    text: str
    quotes: tuple[Quote, ...] = ()
    kind: SentenceKind = "claim"
    block: Block = "lead"


@dataclass(frozen=True)
class Draft:
    """What composing proposes: sentences in reading order, and what stands around them."""

    outcome: Outcome
    status: str
    completeness: Completeness
    sentences: tuple[Sentence, ...]
    more_quotes: tuple[Quote, ...] = ()
    """Quotes cited though no sentence rests on them alone."""
    services: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    standard_answer: str | None = None
    follow_ups: tuple[str, ...] = ()
    model: str = "extractive"
    confidence: float = 0.0
    """The chance that this is what was asked, as far as matching knows."""

    def with_sentences(self, *sentences: Sentence) -> Draft:
        """Return the draft with sentences added at the end."""
        return replace(self, sentences=self.sentences + sentences)


@dataclass(frozen=True)
class Understood:
    """The last message read on its own, with what the turns before it add."""

    text: str
    """The last message, cleaned."""
    standalone: str
    """What the answer says it answered."""
    query: str
    """What is searched."""
    focus: str = ""
    """The words of `query` that ask, where the others only tell what was before; "" when all of it was just said."""
    context: str = ""
    """What earlier turns lend to the search."""
    other: Understood | None = None
    """The message read the other way, alone or with the turns before it, where words alone don't settle which."""
    is_follow_up: bool = False
    place: Place | None = None
    section: str | None = None
    """The section the conversation is about, for "and subsection 5?"."""
    references: tuple[str, ...] = ()
    """Pinpoints named relatively ("subsection 5"), made whole."""


@dataclass(frozen=True)
class Nearness:
    """What the question is near to, among everything people ask."""

    topics: tuple[TopicMatch, ...] = ()
    """Standard answers, nearest first."""
    needs: tuple[TopicMatch, ...] = ()
    """Documents not held, nearest first."""
    asked: Mapping[str, float] = field(default_factory=dict)
    """By "<source> <locator>": nearness to the questions written for that pinpoint."""


Event = tuple[Literal["stage", "sentence", "answer"], Any]
Emit = Callable[[Event], None]


def ignore_event(event: Event) -> None:
    """Drop an event: nobody is watching."""


@dataclass(frozen=True)
class TurnState:
    """Everything known about the turn so far."""

    question: Question
    asked_on: date
    language: Language = "en"
    is_language_known: bool = True
    text: str = ""
    """The message, cleaned of what nobody can read."""
    screening: Screening = field(default_factory=Screening)
    decision: Decision | None = None
    understood: Understood | None = None
    search: SearchResult | None = None
    nearness: Nearness = field(default_factory=Nearness)
    draft: Draft | None = None
    services: tuple[Service, ...] = ()
    released: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None
    letter: str | None = None
    trace: tuple[tuple[str, Any], ...] = ()
    emit: Emit = ignore_event

    def noting(self, name: str, value: Any, **changes: Any) -> TurnState:
        """Return the state with one more line of trace, and whatever else changed."""
        return replace(self, trace=(*self.trace, (name, value)), **changes)
