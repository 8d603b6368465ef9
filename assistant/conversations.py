"""What is kept of conversations: redacted, for a set number of days, and never at the cost of an answer.

SQLAlchemy Core, so that the same code serves SQLite on one machine and PostgreSQL behind several.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from assistant.records import Answer
from assistant.redaction import redact
from ingest.records import Record
from ingest.settings import ROOT, read_settings_table

Verdict = Literal["right", "wrong"]

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
    retention_days: int = 30


@dataclass(frozen=True)
class StoredTurn:
    """One exchange as it was kept: the question redacted, the answer whole."""

    id: str
    question: str
    answer: Answer


@dataclass(frozen=True)
class ConversationLog:
    """The kept conversations of one database."""

    engine: sa.Engine
    retention_days: int

    def write_turn(self, conversation: str, answer: Answer) -> str:
        """Keep one exchange, redacted, and return its id. Raises ConversationLogError."""
        turn = secrets.token_hex(16)
        kept = answer.model_copy(
            update={
                "question": redact(answer.question),
                "standalone_question": redact(answer.standalone_question),
            }
        )
        try:
            with self.engine.begin() as connection:
                count = sa.select(sa.func.count()).where(TURNS.c.conversation == conversation)
                connection.execute(
                    TURNS.insert().values(
                        id=turn,
                        conversation=conversation,
                        position=connection.execute(count).scalar_one(),
                        asked_at=_now(),
                        question=kept.question,
                        outcome=kept.outcome,
                        language=kept.language,
                        answer=kept.model_dump_json(),
                    )
                )
        except SQLAlchemyError as error:
            raise ConversationLogError("The conversation could not be kept.") from error
        return turn

    def load_turns(self, conversation: str) -> tuple[StoredTurn, ...]:
        """Load a conversation, oldest turn first; empty where none is kept. Raises ConversationLogError."""
        query = sa.select(TURNS).where(TURNS.c.conversation == conversation).order_by(TURNS.c.position)
        try:
            with self.engine.connect() as connection:
                rows = connection.execute(query).mappings().all()
        except SQLAlchemyError as error:
            raise ConversationLogError("The conversation could not be read.") from error
        return tuple(
            StoredTurn(row["id"], row["question"], Answer.model_validate_json(row["answer"])) for row in rows
        )

    def delete_conversation(self, conversation: str) -> None:
        """Delete a conversation and the feedback on it. Raises ConversationLogError."""
        held = sa.select(TURNS.c.id).where(TURNS.c.conversation == conversation)
        try:
            with self.engine.begin() as connection:
                connection.execute(FEEDBACK.delete().where(FEEDBACK.c.turn.in_(held)))
                connection.execute(TURNS.delete().where(TURNS.c.conversation == conversation))
        except SQLAlchemyError as error:
            raise ConversationLogError("The conversation could not be deleted.") from error

    def write_feedback(self, turn: str, verdict: Verdict, reasons: tuple[str, ...], comment: str) -> None:
        """Keep what a person said of an answer, redacted. Raises ConversationLogError."""
        try:
            with self.engine.begin() as connection:
                connection.execute(
                    FEEDBACK.insert().values(
                        id=secrets.token_hex(16),
                        turn=turn,
                        given_at=_now(),
                        verdict=verdict,
                        reasons="\n".join(reasons),
                        comment=redact(comment)[:2000],
                    )
                )
        except SQLAlchemyError as error:
            raise ConversationLogError("The feedback could not be kept.") from error

    def delete_expired(self) -> int:
        """Delete what is older than the retention allows and return how many turns went."""
        before = _now() - timedelta(days=self.retention_days)
        old = sa.select(TURNS.c.id).where(TURNS.c.asked_at < before)
        try:
            with self.engine.begin() as connection:
                connection.execute(FEEDBACK.delete().where(FEEDBACK.c.turn.in_(old)))
                return connection.execute(TURNS.delete().where(TURNS.c.asked_at < before)).rowcount
        except SQLAlchemyError as error:
            raise ConversationLogError("Old conversations could not be deleted.") from error


def load_conversation_log(settings: LogSettings | None = None) -> ConversationLog | None:
    """Open the log and delete what has expired; None where keeping is switched off.

    Raises ConversationLogError when the database cannot be opened.
    """
    held = settings or LogSettings(**read_settings_table("log"))
    if not held.is_kept:
        return None
    try:
        url = sa.make_url(held.database_url)
        if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(url, pool_pre_ping=True)
        METADATA.create_all(engine)
    except (SQLAlchemyError, OSError) as error:
        raise ConversationLogError("The conversation log could not be opened.") from error
    log = ConversationLog(engine, held.retention_days)
    log.delete_expired()
    return log


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
