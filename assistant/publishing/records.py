"""The vocabulary of publishing: a draft, its state, what was done with it, and what stands in the way.

PublishingError
├── RuleError              this person, or this state, does not allow it
├── ChangedMeanwhileError  somebody else changed the draft since it was read: look again
└── UnfinishedError        faults stand in the way; `faults` names them
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from assistant.desk.records import DeskError
from assistant.standard_answers import BoundSentence, StandardAnswer, Step
from ingest.records import Record

DraftState = Literal["draft", "proposed", "published", "replaced", "withdrawn", "discarded"]
"""draft → proposed → published → replaced (by a later one) or withdrawn; a proposal can be sent back."""
StepAction = Literal[
    "start", "save", "propose", "send_back", "take_back", "publish", "replace", "withdraw", "discard"
]
RuleCode = Literal[
    "needs_editor",
    "needs_admin",
    "wrong_state",
    "own_work",
    "needs_words",
    "job_running",
    "not_there",
    "id_taken",
    "already_open",
]
FaultPart = Literal["id", "titles", "topic", "asks", "sentence", "step", "services", "follow_ups"]
FaultCode = Literal[
    "bad_id",
    "id_taken",
    "missing_title",
    "missing_topic",
    "missing_asks",
    "personal_data",
    "no_sentences",
    "missing_language",
    "no_quote",
    "binding",
    "unknown_service",
    "unknown_answer",
]


class PublishingError(DeskError):
    """Something about a draft cannot be done as asked."""


class RuleError(PublishingError):
    """The rules of publishing do not allow it."""

    def __init__(self, code: RuleCode) -> None:
        super().__init__(f"not allowed: {code}")
        self.code = code


class ChangedMeanwhileError(PublishingError):
    """Somebody else changed the draft since it was read."""


class Fault(Record):
    """One thing that must be mended before a draft may be proposed."""

    code: FaultCode
    part: FaultPart
    number: int = 0
    """The 1-based place of a sentence or step; 0 elsewhere."""
    detail: str = ""


class UnfinishedError(PublishingError):
    """Faults stand in the way."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{f.part} {f.number or ''}: {f.code} {f.detail}".strip() for f in faults))
        self.faults = faults


class DraftAnswer(Record):
    """A standard answer while it is being written: as `StandardAnswer`, but anything may still be missing."""

    id: str
    title_en: str = ""
    title_es: str = ""
    topic: str = ""
    place: Literal["prison", "jail", "any"] = "any"
    services: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    letter: str | None = None
    asks_en: tuple[str, ...] = ()
    asks_es: tuple[str, ...] = ()
    holds: bool = True
    sentences: tuple[BoundSentence, ...] = ()
    steps: tuple[Step, ...] = ()

    def finish(self, day: date) -> StandardAnswer:
        """Make the standard answer that was reviewed on `day`; raises pydantic's ValidationError when unfinished."""
        told = self.model_dump(by_alias=True)
        return StandardAnswer(**told, role="content editor", reviewed_on=day, status="reviewed")


def open_answer(answer: StandardAnswer) -> DraftAnswer:
    """Make a draft of a standard answer, to be changed and reviewed again."""
    return DraftAnswer(**answer.model_dump(by_alias=True, exclude={"role", "reviewed_on", "status"}))


class StoredDraft(Record):
    """A draft as the store holds it."""

    id: str
    state: DraftState
    revision: int
    content: DraftAnswer
    editors: tuple[str, ...]
    """Everybody whose words are in it: none of them may review it."""
    bindings: dict[str, str] = Field(default_factory=dict)
    """ "<source> <locator>" → sha256 of the bound text when it was published."""
    changed_at: datetime
    changed_by: str


class DraftStep(Record):
    """One thing that was done with a draft."""

    done_at: datetime
    person: str
    action: StepAction
    revision: int
    comment: str


class Published(Record):
    """What the desk adds to the answers of the repository, and takes away from them."""

    number: int = 0
    """Grows with every publication and withdrawal."""
    answers: tuple[StandardAnswer, ...] = ()
    bindings: dict[str, dict[str, str]] = Field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    """Ids that are not used, whether the desk published them or the repository holds them."""
