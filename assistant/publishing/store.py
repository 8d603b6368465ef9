"""Standard answers from draft to publication: every step is checked by the rules and stands in the audit log.

Nobody publishes words of their own: whoever saved a draft cannot review it. A change is one transaction with its
audit row, and it names the revision that the person saw, so that nothing unseen is published.
"""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass

import sqlalchemy as sa

from assistant.desk.audit import AuditLog
from assistant.desk.records import Person
from assistant.desk.tables import translating
from assistant.publishing.changing import (
    UNREAD,
    DraftChange,
    add_step,
    build_draft,
    change_draft,
    insert_draft,
    open_change,
    read_draft,
    retire_live,
)
from assistant.publishing.checking import DraftChecker
from assistant.publishing.records import (
    DraftAnswer,
    DraftState,
    DraftStep,
    Published,
    RuleError,
    StoredDraft,
    UnfinishedError,
)
from assistant.publishing.tables import DRAFTS, STEPS

OPEN: tuple[DraftState, ...] = ("draft", "proposed")


@dataclass(frozen=True)
class AnswerStore:
    """The standard answers written at the desk."""

    engine: sa.Engine
    audit: AuditLog

    def list_drafts(self, *states: DraftState) -> tuple[StoredDraft, ...]:
        """List what is in these states, latest change first. Raises StoreError."""
        query = sa.select(DRAFTS).where(DRAFTS.c.state.in_(states)).order_by(DRAFTS.c.changed_at.desc())
        with translating(UNREAD), self.engine.connect() as connection:
            return tuple(build_draft(row) for row in connection.execute(query).mappings())

    def load_draft(self, draft: str) -> StoredDraft:
        """Load one draft. Raises RuleError where there is none, and StoreError."""
        with translating(UNREAD), self.engine.connect() as connection:
            return read_draft(connection, draft)

    def list_steps(self, draft: str) -> tuple[DraftStep, ...]:
        """List what was done with a draft, oldest first. Raises StoreError."""
        columns = (STEPS.c[name] for name in DraftStep.model_fields)
        query = sa.select(*columns).where(STEPS.c.draft == draft).order_by(STEPS.c.revision, STEPS.c.done_at)
        with translating(UNREAD), self.engine.connect() as connection:
            return tuple(DraftStep(**row) for row in connection.execute(query).mappings())

    def start(self, person: Person, content: DraftAnswer) -> StoredDraft:
        """Begin a draft. Raises RuleError where one with its id is open already, and StoreError."""
        with open_change(self.engine, person) as connection:
            self.audit.record(person, "answer.start", content.id, connection=connection)
            query = sa.select(DRAFTS.c.id).where(DRAFTS.c.answer_id == content.id, DRAFTS.c.state.in_(OPEN))
            if connection.execute(query).first() is not None:
                raise RuleError("already_open")
            key = insert_draft(connection, person, content, "draft")
            add_step(connection, key, person, "start", 1, "")
            return read_draft(connection, key)

    def save(self, person: Person, draft: str, revision: int, content: DraftAnswer) -> StoredDraft:
        """Keep other words of a draft; whoever saves them can no longer review it.

        Raises RuleError, ChangedMeanwhileError and StoreError.
        """
        with self._change(person, draft, revision, "draft") as change:
            if content.id != change.held.content.id:
                raise RuleError("id_taken")
            editors = dict.fromkeys((*change.held.editors, person.name))
            told = content.model_dump_json(by_alias=True)
            return change.write("save", content=told, editors=json.dumps(list(editors), ensure_ascii=False))

    def discard(self, person: Person, draft: str, revision: int) -> None:
        """Put a draft away for good. Raises RuleError, ChangedMeanwhileError and StoreError."""
        with self._change(person, draft, revision, "draft") as change:
            change.write("discard", state="discarded")

    def propose(self, person: Person, draft: str, revision: int, checker: DraftChecker) -> StoredDraft:
        """Ask for a review. Raises UnfinishedError where faults stand in the way, RuleError, StoreError."""
        with self._change(person, draft, revision, "draft") as change:
            require_ready(checker, change.held.content)
            return change.write("propose", state="proposed")

    def take_back(self, person: Person, draft: str, revision: int) -> StoredDraft:
        """Take a proposal back, to go on writing. Raises RuleError, ChangedMeanwhileError and StoreError."""
        with self._change(person, draft, revision, "proposed") as change:
            return change.write("take_back", state="draft")

    def send_back(self, person: Person, draft: str, revision: int, comment: str) -> StoredDraft:
        """Review a proposal and say what is missing; only a second person can. Raises RuleError, StoreError."""
        with self._change(person, draft, revision, "proposed") as change:
            require_second_person(person, change.held)
            require_words(comment)
            return change.write("send_back", comment, state="draft")

    def publish(
        self, person: Person, draft: str, revision: int, checker: DraftChecker, comment: str = ""
    ) -> StoredDraft:
        """Review a proposal and publish it: the chat uses it from its next question on.

        Raises RuleError (own words are never published by their writer), UnfinishedError where the corpus has
        changed since the proposal, ChangedMeanwhileError and StoreError.
        """
        with self._change(person, draft, revision, "proposed") as change:
            require_second_person(person, change.held)
            content = change.held.content
            require_ready(checker, content)
            self.audit.record(person, "answer.review", content.id, comment, connection=change.connection)
            return change.write(
                "publish",
                comment,
                publication=retire_live(change.connection, content.id),
                state="published",
                bindings=json.dumps(checker.bind(content)),
            )

    def withdraw(self, person: Person, content: DraftAnswer, reason: str) -> None:
        """Take an answer out of use at once, be it published here or held by the repository; a reason is needed.

        One person may: what is withdrawn misleads nobody. Raises RuleError and StoreError.
        """
        require_words(reason)
        with open_change(self.engine, person) as connection:
            self.audit.record(person, "answer.withdraw", content.id, reason, connection=connection)
            number = retire_live(connection, content.id)
            key = insert_draft(connection, person, content, "withdrawn", number)
            add_step(connection, key, person, "withdraw", 1, reason)

    def find_publication(self) -> int:
        """Find the number of the latest publication or withdrawal; 0 before the first. Raises StoreError."""
        with translating(UNREAD), self.engine.connect() as connection:
            return connection.execute(sa.select(sa.func.max(DRAFTS.c.publication))).scalar() or 0

    def load_published(self) -> Published:
        """Load what the desk adds to the repository's answers and takes away. Raises StoreError."""
        query = sa.select(DRAFTS).where(DRAFTS.c.publication > 0).order_by(DRAFTS.c.publication)
        with translating(UNREAD), self.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        drafts = [(row["publication"], build_draft(row)) for row in rows]
        live = [draft for _, draft in drafts if draft.state == "published"]
        return Published(
            number=max((number for number, _ in drafts), default=0),
            answers=tuple(draft.content.finish(draft.changed_at.date()) for draft in live),
            bindings={draft.content.id: draft.bindings for draft in live},
            withdrawn=frozenset(draft.content.id for _, draft in drafts if draft.state == "withdrawn"),
        )

    def _change(
        self, person: Person, draft: str, revision: int, state: DraftState
    ) -> AbstractContextManager[DraftChange]:
        return change_draft(self.engine, self.audit, person, draft, revision, (state,))


def require_second_person(person: Person, held: StoredDraft) -> None:
    """Raise RuleError where a person's own words are in a draft."""
    if person.name in held.editors:
        raise RuleError("own_work")


def require_words(comment: str) -> None:
    """Raise RuleError where a reason is missing."""
    if not comment.strip():
        raise RuleError("needs_words")


def require_ready(checker: DraftChecker, content: DraftAnswer) -> None:
    """Raise UnfinishedError where faults stand in the way."""
    if faults := checker.check(content).faults:
        raise UnfinishedError(faults)
