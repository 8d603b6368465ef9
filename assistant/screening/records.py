"""The vocabulary of screening: what a message shows before any law is searched.

Several labels may hold at once, and each carries why it was given, so every decision can be traced.
"""

from __future__ import annotations

from typing import Literal

from assistant.records import Outcome
from ingest.records import Place, Record

Family = Literal["urgent", "blocked", "declined", "redirected", "clarification", "courtesy"]
YieldsToLaw = Literal["never", "preface", "answer", "drop"]
"""When the sources hold the answer: never (the outcome stands); preface (a sentence first, then the answer,
if a rule is asked for besides); answer (the sentence first, then the answer, always); drop (withdrawn)."""
EvidenceKind = Literal["pattern", "example", "rule"]


class StatusRule(Record):
    """What follows from a status, read from `statuses.toml`."""

    status: str
    family: Family
    outcome: Outcome
    rank: int
    """Among several labels the lowest rank leads the answer."""
    yields_to_law: YieldsToLaw
    adds_sources: bool
    """Whether what the sources say is added below the fixed wording."""
    place: Place | None = None
    preferred_locators: tuple[str, ...] = ()
    """Pinpoints or heading paths worth quoting below the wording, best first."""
    services: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    """Standard answers offered to tap where nothing nearer is known."""


class Evidence(Record):
    """One reason for a label: a pattern that matched, a labelled example nearby, or a rule."""

    kind: EvidenceKind
    id: str
    """The cue's id, the example's text, or the rule's name."""
    matched: str = ""
    score: float = 1.0


class Label(Record):
    """One status a message shows, with its strength and its reasons."""

    status: str
    family: Family
    outcome: Outcome
    strength: float
    """0 to 1; 0.9 and more stands whatever the search finds, see `decide`."""
    yields_to_law: YieldsToLaw = "never"
    why: tuple[Evidence, ...]
    preferred_locators: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


class Screening(Record):
    """Everything screening found in one message; `labels` are ordered, the leading one first."""

    labels: tuple[Label, ...] = ()
    place: Place | None = None
    """Jail or prison, where the message says so."""
    is_rule_question: bool = False
    """The message asks what a rule is or allows, whatever else it holds."""
    withdrawn: tuple[Label, ...] = ()
    """Labels that some cue gave and a rule took back, kept for the trace."""
    asked: str = ""
    """The questions alone, where the message orders the assistant about; "": the whole message is what was asked."""

    def find(self, status: str) -> Label | None:
        """Find the label of this status, if it holds."""
        return next((label for label in self.labels if label.status == status), None)

    @property
    def leading(self) -> Label | None:
        """The label that decides the outcome, if any."""
        return self.labels[0] if self.labels else None


class Decision(Record):
    """What the pipeline does next: end with a fixed wording, answer from the sources, or both."""

    outcome: Outcome | None
    """None: nothing stands in the way of an ordinary answer."""
    status: str | None
    prefaces: tuple[Label, ...] = ()
    """Labels whose wording is said first, before an answer from the sources."""
    answers_from_sources: bool = True
    is_partial: bool = False
    """The answer covers a part of what was asked (a rule instead of a prediction)."""
    place: Place | None = None
    preferred_locators: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    """Every label that still holds, the leading one first."""
