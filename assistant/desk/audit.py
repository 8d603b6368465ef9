"""Who did what, when: rows are only ever added, and each seals the ones before it.

The table refuses changes and deletions (triggers), there is no function here that makes any, and every row's
digest covers the row before, so that an edit made around the program shows. Rows cut off at the end are missed by
the mark beside the accounts (`assistant.desk.audit_head`), and in the server's own log.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from assistant.desk.audit_head import AuditHead, AuditMark
from assistant.desk.records import Person
from assistant.desk.tables import AUDIT, translating
from ingest.records import Record

LOG = logging.getLogger(__name__)
OUTSIDE = "(command line)"
_FIRST_DIGEST = "0" * 64
_ONE_WRITER = 71_043


class AuditEntry(Record):
    """One thing that was done."""

    position: int
    done_at: str
    """UTC, ISO 8601."""
    person: str
    action: str
    """What was done, as "room.verb": "switch.chat", "answer.publish"."""
    subject: str
    """What it was done to."""
    detail: str
    digest: str


@dataclass(frozen=True)
class AuditLog:
    """The audit log of one store; without a `head`, rows cut off at its end show in the server's log only."""

    engine: sa.Engine
    head: AuditHead | None = None

    def record(
        self,
        person: Person | None,
        action: str,
        subject: str = "",
        detail: str = "",
        *,
        connection: sa.Connection | None = None,
    ) -> None:
        """Add a row. Raises StoreError: then the change it tells of must not be made either.

        `person` is None for a command typed at the server. Given a `connection`, the row is written in its
        transaction, so that both the change and the row stand or neither.
        """
        with translating("The audit log could not be written, so nothing was changed."):
            if connection is not None:
                self._add(connection, person, action, subject, detail)
                return
            with begin_writing(self.engine) as own:
                self._add(own, person, action, subject, detail)
            if self.head is not None:
                with self.engine.connect() as after:
                    self.head.advance(after)

    def list_entries(self, limit: int = 200) -> tuple[AuditEntry, ...]:
        """List the latest rows, newest first. Raises StoreError."""
        query = sa.select(AUDIT).order_by(AUDIT.c.position.desc()).limit(limit)
        with translating("The audit log could not be read."), self.engine.connect() as connection:
            return tuple(AuditEntry(**row) for row in connection.execute(query).mappings())

    def find_break(self) -> int | None:
        """Find the first position where the log was changed or lacks a row; None where it is whole."""
        before, expected = _FIRST_DIGEST, 0
        query = sa.select(AUDIT).order_by(AUDIT.c.position)
        with translating("The audit log could not be read."), self.engine.connect() as connection:
            for row in connection.execute(query).mappings():
                entry = AuditEntry(**row)
                if entry.position != expected or entry.digest != compute_digest(entry, before):
                    return expected
                before, expected = entry.digest, expected + 1
        return None

    def find_cut(self) -> AuditMark | None:
        """Find a row that the log once ended with and now lacks; else remember its last row. Raises StoreError."""
        if self.head is None:
            return None
        with translating("The audit log could not be read."), self.engine.connect() as connection:
            cut = self.head.find_cut(connection)
            if cut is None:
                self.head.advance(connection)
            return cut

    def _add(
        self, connection: sa.Connection, person: Person | None, action: str, subject: str, detail: str
    ) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_WRITER)))
        last = connection.execute(
            sa.select(AUDIT.c.position, AUDIT.c.digest).order_by(AUDIT.c.position.desc()).limit(1)
        ).first()
        entry = AuditEntry(
            position=0 if last is None else last.position + 1,
            done_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            person=(person.name if person else OUTSIDE)[:200],
            action=action[:64],
            subject=subject[:400],
            detail=detail[:4000],
            digest="",
        )
        digest = compute_digest(entry, _FIRST_DIGEST if last is None else last.digest)
        connection.execute(AUDIT.insert().values(**entry.model_dump() | {"digest": digest}))
        LOG.info("audit %d %s %s", entry.position, entry.action, digest)


def compute_digest(entry: AuditEntry, before: str) -> str:
    """Compute the seal of a row over its own content and the digest before it."""
    content = entry.model_dump(exclude={"digest"})
    sealed = json.dumps([before, *content.values()], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(sealed.encode()).hexdigest()


@contextmanager
def begin_writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a transaction that may write from its first statement on: what it reads stays true until it ends."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
