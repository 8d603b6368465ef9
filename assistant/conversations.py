"""What is kept of conversations: redacted, for a set number of days, and never at the cost of an answer.

SQLAlchemy Core, so that the same code serves SQLite on one machine and PostgreSQL behind several. Whatever
goes wrong in a database comes out as ConversationLogError.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.exc import SQLAlchemyError

from assistant.conversations_database import DatabaseError, open_database, release_deleted
from assistant.records import Answer
from assistant.redaction import redact
from assistant.redaction_answers import clean_text, redact_answer
from ingest.records import Record
from ingest.settings import ROOT, read_settings_table

Verdict = Literal["right", "wrong"]

_ID = re.compile(r"[A-Za-z0-9_-]{22,64}")
"""A conversation's id is the key to it: shorter ones could be guessed."""

METADATA = sa.MetaData()
TURNS = sa.Table(
    "turns",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation", sa.String(64), index=True, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("asked_at", sa.DateTime, nullable=False, index=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("outcome", sa.String(32), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("status", sa.String(64), nullable=False, server_default=""),
    sa.Column("topic", sa.String(128), nullable=False, server_default=""),
    sa.Column("duration_ms", sa.Float, nullable=False, server_default="0"),
)
FEEDBACK = sa.Table(
    "feedback",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("turn", sa.String(32), index=True, nullable=False),
    sa.Column("given_at", sa.DateTime, nullable=False),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("reasons", sa.Text, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
)


class ConversationLogError(Exception):
    """The log could not be read or written; an answer is never lost over it."""


class LogSettings(Record):
    """The `[log]` table of the settings file."""

    is_kept: bool = True
    """False: nothing that people type is stored, and a reload starts anew."""
    database_url: str = f"sqlite:///{ROOT / 'data' / 'log.sqlite'}"
    """SQLite or PostgreSQL; a password never stands here, but in PGPASSWORD or a password file."""
    retention_days: int = Field(default=30, ge=1)
    busy_timeout_ms: int = Field(default=2000, ge=0)
    """How long a write waits for another before the turn goes unkept."""


@dataclass(frozen=True)
class StoredTurn:
    """One exchange as it was kept: redacted, the quoted law whole."""

    id: str
    question: str
    answer: Answer


@dataclass(frozen=True)
class ExportedTurn:
    """One exchange as staff receive it: `conversation` groups turns and opens nothing."""

    conversation: str
    position: int
    asked_at: datetime
    language: str
    outcome: str
    question: str
    answer: str
    verdict: str
    reasons: str
    comment: str


@dataclass(frozen=True)
class ConversationLog:
    """The kept conversations of one database."""

    engine: sa.Engine
    retention_days: int

    def write_turn(self, conversation: str, answer: Answer, earlier: Iterable[str] = ()) -> str:
        """Keep one exchange, redacted, and return its id; what has expired goes. Raises ConversationLogError.

        `earlier` are the person's messages before: names given there are not kept here either.
        """
        if not _ID.fullmatch(conversation):
            raise ConversationLogError("A conversation needs an id that nobody can guess.")
        turn = secrets.token_hex(16)
        with _translating("The conversation could not be kept."):
            kept = redact_answer(answer, earlier)
            row = {
                "id": turn,
                "conversation": conversation,
                "asked_at": _now(),
                "question": kept.question,
                "outcome": kept.outcome,
                "language": kept.language,
                "answer": kept.model_dump_json(),
                "status": kept.status[:64],
                "topic": (kept.standard_answer or "")[:128],
                "duration_ms": kept.timings_ms.get("total", 0.0),
            }
            with self.engine.begin() as connection:
                _lock_conversation(connection, conversation)
                connection.execute(TURNS.insert().values(position=_next_position(conversation), **row))
                gone = self._delete_expired(connection)
            if gone:
                release_deleted(self.engine)
        return turn

    def load_turns(self, conversation: str) -> tuple[StoredTurn, ...]:
        """Load a conversation, oldest turn first; empty where none is kept. Raises ConversationLogError."""
        if not _ID.fullmatch(conversation):
            return ()
        query = (
            sa.select(TURNS)
            .where(TURNS.c.conversation == conversation, TURNS.c.asked_at >= self._find_oldest())
            .order_by(TURNS.c.position, TURNS.c.asked_at)
        )
        with _translating("The conversation could not be read."), self.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
            return tuple(
                StoredTurn(row["id"], row["question"], Answer.model_validate_json(row["answer"]))
                for row in rows
            )

    def list_exported(self) -> Iterator[ExportedTurn]:
        """List everything kept, by conversation and turn, with the last feedback. Raises ConversationLogError."""
        query = (
            sa.select(TURNS, FEEDBACK.c.verdict, FEEDBACK.c.reasons, FEEDBACK.c.comment)
            .join(FEEDBACK, FEEDBACK.c.turn == TURNS.c.id, isouter=True)
            .where(TURNS.c.asked_at >= self._find_oldest())
            .order_by(TURNS.c.conversation, TURNS.c.position, FEEDBACK.c.given_at)
        )
        with _translating("The conversations could not be read."), self.engine.connect() as connection:
            rows = {row["id"]: row for row in connection.execute(query).mappings()}
            yield from (_build_exported(row) for row in rows.values())

    def delete_conversation(self, conversation: str) -> None:
        """Delete a conversation and the feedback on it. Raises ConversationLogError."""
        held = sa.select(TURNS.c.id).where(TURNS.c.conversation == conversation)
        with _translating("The conversation could not be deleted."):
            with self.engine.begin() as connection:
                connection.execute(FEEDBACK.delete().where(FEEDBACK.c.turn.in_(held)))
                connection.execute(TURNS.delete().where(TURNS.c.conversation == conversation))
            release_deleted(self.engine)

    def write_feedback(self, turn: str, verdict: Verdict, reasons: tuple[str, ...], comment: str) -> None:
        """Keep what a person said of a kept answer, redacted. Raises ConversationLogError."""
        row = {
            "id": secrets.token_hex(16),
            "turn": turn,
            "given_at": _now(),
            "verdict": verdict,
            "reasons": redact(clean_text("\n".join(reasons)))[:2000],
            "comment": redact(clean_text(comment))[:2000],
        }
        with _translating("The feedback could not be kept."), self.engine.begin() as connection:
            if connection.execute(sa.select(TURNS.c.id).where(TURNS.c.id == turn)).first() is None:
                raise ConversationLogError("The answer that the feedback is about is not kept.")
            connection.execute(FEEDBACK.insert().values(**row))

    def delete_expired(self) -> int:
        """Delete what is older than the retention allows and return how many turns went."""
        with _translating("Old conversations could not be deleted."):
            with self.engine.begin() as connection:
                gone = self._delete_expired(connection)
            if gone:
                release_deleted(self.engine)
        return gone

    def _delete_expired(self, connection: sa.Connection) -> int:
        before = self._find_oldest()
        old = sa.select(TURNS.c.id).where(TURNS.c.asked_at < before)
        connection.execute(FEEDBACK.delete().where(FEEDBACK.c.turn.in_(old)))
        return connection.execute(TURNS.delete().where(TURNS.c.asked_at < before)).rowcount

    def _find_oldest(self) -> datetime:
        return _now() - timedelta(days=self.retention_days)


def load_conversation_log(settings: LogSettings | None = None) -> ConversationLog | None:
    """Open the log and delete what has expired; None where keeping is switched off.

    Raises ConversationLogError when the database cannot be opened.
    """
    held = settings or LogSettings(**read_settings_table("log"))
    if not held.is_kept:
        return None
    try:
        engine = open_database(held.database_url, held.busy_timeout_ms)
    except DatabaseError as error:
        raise ConversationLogError(f"The conversation log could not be opened: {error}") from error
    log = ConversationLog(engine, held.retention_days)
    log.delete_expired()
    return log


@contextmanager
def _translating(message: str) -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, ValueError, OSError) as error:
        raise ConversationLogError(message) from error


def _lock_conversation(connection: sa.Connection, conversation: str) -> None:
    """Let one writer at a time number a conversation's turns; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(conversation))))


def _next_position(conversation: str) -> sa.ScalarSelect[int]:
    last = sa.func.max(TURNS.c.position)
    return (
        sa.select(sa.func.coalesce(last + 1, 0)).where(TURNS.c.conversation == conversation).scalar_subquery()
    )


def _build_exported(row: sa.RowMapping) -> ExportedTurn:
    return ExportedTurn(
        conversation=hashlib.sha256(row["conversation"].encode()).hexdigest()[:12],
        position=row["position"],
        asked_at=row["asked_at"],
        language=row["language"],
        outcome=row["outcome"],
        question=row["question"],
        answer=Answer.model_validate_json(row["answer"]).text,
        verdict=row["verdict"] or "",
        reasons=row["reasons"] or "",
        comment=row["comment"] or "",
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
