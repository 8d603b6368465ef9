"""The vocabulary of replies: what was asked in an e-mail, what was found for it, and the letter drafted from both."""

from __future__ import annotations

from typing import Literal

from assistant.records import Answer, Language
from ingest.records import Record

FindingKind = Literal["answered", "elsewhere", "redirected", "officer"]
"""answered: the sources say it · elsewhere: a document that is not held says it, and it is named · redirected:
somebody else's to answer · officer: nobody but the officer can answer it."""


Doubt = Literal["premise", "place", "weak", "story", "nearer", "words", "quoted", "told"]
"""Why an answer stays out of the letter. premise: it is about something that the e-mail does not tell of · place: about
another kind of place · weak: not sure enough · story: what was told led to it, not the question · nearer: another topic is
nearer to the question's words · words: it does not know them · quoted: law that no reviewed answer explains ·
told: nobody asked it."""


class Email(Record):
    """A pasted e-mail, redacted on arrival, and the sentences that its sender wrote in it."""

    redacted: str
    sentences: tuple[str, ...]
    """Without greeting, signature, headers, earlier messages, and marks of what was redacted."""
    redacted_count: int = 0
    is_cut: bool = False


class Asked(Record):
    """One question of an e-mail."""

    text: str
    """As it was written; Spanish words spelled by ear are put right."""
    readings: tuple[str, ...]
    """Ways to understand it alone: with what it points at, and with the situations of the story. Each is asked."""
    alone: int = 1
    """How many of the readings, from the first, hold nothing of the story but what the question points at."""
    story: str = ""
    """One more reading, less trusted: after the last sentences that tell of the person inside."""
    is_question: bool = True
    """False for an e-mail that asks nothing: then its matter stands here."""


class Urgency(Record):
    """A passage that may be an emergency, and what must be said first."""

    status: str
    label: str
    """What staff call it."""
    passage: str
    is_sure: bool
    """False where it may be told of the past, or is asked about as a rule: flagged, but not put into the draft."""
    answer: Answer
    is_in_jail: bool = False
    """The e-mail is about a county jail: its staff are to be called, not a prison's."""


class Finding(Record):
    """What came of one question."""

    asked: tuple[Asked, ...]
    """The questions that this answers: two may ask the same thing."""
    kind: FindingKind
    heading: str
    answer: Answer
    document: str = ""
    """For `elsewhere`: the document that says it."""
    why: str = ""
    """For the officer: why the sources do not answer."""
    doubt: Doubt | None = None
    """Set where `answer` only may be the answer: it stays out of the letter until the officer puts it in."""
    others: tuple[str, ...] = ()
    """Standard answers that came near: the officer may choose one of them instead."""


class Reply(Record):
    """A drafted reply with everything the officer needs to judge it."""

    email: Email
    language: Language
    urgencies: tuple[Urgency, ...]
    findings: tuple[Finding, ...]
    told: tuple[Finding, ...] = ()
    """What was found for sentences that ask nothing: offered to the officer, and not in the letter."""
    is_of_woman: bool = False
    """The letter says "she" of the person inside."""
    text: str
    """The draft."""
    unread: tuple[str, ...] = ()
    """Questions beyond the most that are asked: named in the letter as the officer's."""
    left_out: tuple[str, ...] = ()
    """Sentences that an office cannot write to a family ("I am a program"), kept out of the draft."""
    duration_ms: float = 0.0

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every answer that the draft rests on."""
        return tuple(finding.answer for finding in self.findings)

    @property
    def for_officer(self) -> tuple[Finding, ...]:
        """What only the officer can answer."""
        return tuple(finding for finding in self.findings if finding.kind == "officer")


QuoteFault = Literal["changed", "moved", "unknown", "missing_law"]
"""changed: not the words of the source · moved: under another pinpoint · unknown: a quotation of no source held ·
missing_law: a pinpoint that does not exist."""


class ChangedQuote(Record):
    """A quote of an edited text that no longer says what its source says."""

    fault: QuoteFault
    label: str
    """The pinpoint as it is written, or as it was; "" for a quotation without one."""
    found: str
    """What the edited text says."""
    exact: str = ""
    """What the source says, where it is known."""
    differences: tuple[tuple[str, str], ...] = ()
    """Pairs of the source's words and the words that stand in their place."""
