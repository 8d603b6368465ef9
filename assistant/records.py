"""The vocabulary of answering: what a person asks, what they get, and why.

`Answer` is the record of the public contract: `ask --json` prints it and scripts read it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from ingest.records import Record

Outcome = Literal[
    "answered", "clarification", "unanswerable", "declined", "redirected", "urgent", "blocked", "error"
]
Completeness = Literal["complete", "partial", "none"]
Language = Literal["en", "es"]
MessageLanguage = Literal["en", "es", "other"]
PartKind = Literal["help", "preface", "plain", "quote", "step", "note"]
"""help: urgent first words · preface: a fixed line · plain: plain words · quote: the law's or the page's
own words · step: what to do next · note: date, twin, language."""


class Question(Record):
    """What a person wrote, with the turns before it."""

    id: str = ""
    text: str
    previous: tuple[Turn, ...] = ()
    """Earlier turns of the conversation, oldest first."""
    language: Literal["auto", "en", "es"] = "auto"
    asked_on: date | None = None
    """The day the answer speaks for; None means today in Denver."""


class Turn(Record):
    """One earlier exchange; `outcome` is None when only the person's words are known (batch input)."""

    text: str
    standalone: str | None = None
    outcome: Outcome | None = None


class Citation(Record):
    """A verbatim quote that supports what was said, with its pinpoint."""

    number: int
    source: str
    locator: str
    label: str
    quote: str
    url: str
    authority: str
    """statute, policy or page."""
    legal_status: str
    effective_from: date | None = None


class Service(Record):
    """A verified place to turn to (`corpus/services.toml`), with why it is shown."""

    key: str
    title: str
    url: str | None = None
    email: str | None = None
    phone: str | None = None
    why: str = ""
    hours: str | None = None
    """For offices with hours: "open now" / "opens Monday 8 am" in the answer's language."""


class Notice(Record):
    """A calm line about the answer itself: dated text, a conflict, a document not held, …"""

    kind: str
    text: str


class RetrievedPassage(Record):
    """A passage the search returned, in rank order."""

    source: str
    locator: str
    text: str
    score: float
    found_by: tuple[str, ...]


class AnswerPart(Record):
    """One released sentence or line of an answer, in reading order: what pages draw and what is streamed."""

    kind: PartKind
    text: str
    """As in `Answer.text`, with its [n] marks."""
    citations: tuple[int, ...] = ()


class Answer(Record):
    """One answer, as people and scripts receive it."""

    id: str
    question: str
    standalone_question: str
    language: Language
    outcome: Outcome
    status: str
    completeness: Completeness
    text: str
    parts: tuple[AnswerPart, ...] = ()
    """What `text` is made of, in order."""
    citations: tuple[Citation, ...] = ()
    services: tuple[Service, ...] = ()
    notices: tuple[Notice, ...] = ()
    follow_ups: tuple[str, ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()
    """Pairs of what the person wrote and what the law calls it."""
    letter: str | None = None
    """Key of a letter a person can copy, where one fits."""
    standard_answer: str | None = None
    """Id of the standard answer used, if any."""
    retrieved: tuple[RetrievedPassage, ...] = ()
    model: str = "extractive"
    index_version: str = ""
    asked_on: date | None = None
    timings_ms: dict[str, float] = Field(default_factory=dict)
    trace: dict[str, Any] = Field(default_factory=dict)
    """What each stage decided and why; for staff and runs, never shown to families."""


Question.model_rebuild()
