"""One change of a draft: a transaction that reads the draft, checks who may, writes, and leaves its audit row."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from assistant.desk.audit import AuditLog, begin_writing
from assistant.desk.records import Person
from assistant.desk.tables import find_now, translating
from assistant.publishing.records import (
    ChangedMeanwhileError,
    DraftAnswer,
    DraftState,
    RuleError,
    StepAction,
    StoredDraft,
)
from assistant.publishing.tables import DRAFTS, STEPS

UNREAD = "The drafts could not be read."
UNCHANGED = "The draft could not be changed."


@dataclass(frozen=True)
class DraftChange:
    """A draft that is being changed inside an open transaction."""

    connection: sa.Connection
    audit: AuditLog
    person: Person
    held: StoredDraft

    def write(self, action: StepAction, comment: str = "", **values: object) -> StoredDraft:
        """Write values, the step and the audit row; returns the draft as it stands then."""
        revision = self.held.revision + 1
        stamped = {"revision": revision, "changed_at": find_now(), "changed_by": self.person.name}
        self.connection.execute(
            DRAFTS.update().where(DRAFTS.c.id == self.held.id).values(**values, **stamped)
        )
        add_step(self.connection, self.held.id, self.person, action, revision, comment)
        detail = f"revision {revision}" + (f": {comment}" if comment else "")
        self.audit.record(
            self.person, f"answer.{action}", self.held.content.id, detail, connection=self.connection
        )
        return read_draft(self.connection, self.held.id)


@contextmanager
def open_change(engine: sa.Engine, person: Person) -> Iterator[sa.Connection]:
    """Open a transaction for an editor's change. Raises RuleError for a reader, StoreError for a broken store."""
    if not person.may("editor"):
        raise RuleError("needs_editor")
    with translating(UNCHANGED), begin_writing(engine) as connection:
        yield connection


@contextmanager
def change_draft(
    engine: sa.Engine,
    audit: AuditLog,
    person: Person,
    draft: str,
    revision: int,
    states: Sequence[DraftState],
) -> Iterator[DraftChange]:
    """Open a change of a draft in one of these states, at the revision that the person saw.

    Raises RuleError, ChangedMeanwhileError and StoreError; whatever raises inside undoes all of it.
    """
    with open_change(engine, person) as connection:
        held = read_draft(connection, draft, is_held=True)
        if held.revision != revision:
            raise ChangedMeanwhileError("Somebody else changed this draft.")
        if held.state not in states:
            raise RuleError("wrong_state")
        yield DraftChange(connection, audit, person, held)


def insert_draft(
    connection: sa.Connection, person: Person, content: DraftAnswer, state: DraftState, publication: int = 0
) -> str:
    """Add a row and return its id; only a draft has an editor."""
    key = secrets.token_hex(16)
    connection.execute(
        DRAFTS.insert().values(
            id=key,
            answer_id=content.id,
            state=state,
            revision=1,
            content=content.model_dump_json(by_alias=True),
            editors=json.dumps([person.name] if state == "draft" else [], ensure_ascii=False),
            bindings="{}",
            publication=publication,
            changed_at=find_now(),
            changed_by=person.name,
        )
    )
    return key


def add_step(
    connection: sa.Connection, draft: str, person: Person, action: StepAction, revision: int, comment: str
) -> None:
    """Add a line to what was done with a draft."""
    connection.execute(
        STEPS.insert().values(
            id=secrets.token_hex(16),
            draft=draft,
            done_at=find_now(),
            person=person.name,
            action=action,
            revision=revision,
            comment=comment.strip()[:2000],
        )
    )


def read_draft(connection: sa.Connection, draft: str, *, is_held: bool = False) -> StoredDraft:
    """Read a draft, `is_held` against other changes until the transaction ends. Raises RuleError."""
    query = sa.select(DRAFTS).where(DRAFTS.c.id == draft)
    row = connection.execute(query.with_for_update() if is_held else query).mappings().first()
    if row is None:
        raise RuleError("not_there")
    return build_draft(row)


def build_draft(row: sa.RowMapping) -> StoredDraft:
    """Build the record of a row."""
    return StoredDraft(
        id=row["id"],
        state=row["state"],
        revision=row["revision"],
        content=DraftAnswer.model_validate_json(row["content"]),
        editors=tuple(json.loads(row["editors"])),
        bindings=json.loads(row["bindings"]),
        changed_at=row["changed_at"],
        changed_by=row["changed_by"],
    )


def retire_live(connection: sa.Connection, answer_id: str) -> int:
    """Put whatever stands for an answer out of use; returns the number of the publication that follows.

    One publication at a time: the audit row that goes before it holds the lock.
    """
    number = connection.execute(
        sa.select(sa.func.coalesce(sa.func.max(DRAFTS.c.publication), 0))
    ).scalar_one()
    connection.execute(
        DRAFTS.update()
        .where(DRAFTS.c.answer_id == answer_id, DRAFTS.c.state.in_(("published", "withdrawn")))
        .values(state="replaced")
    )
    return int(number) + 1
