"""The desk's tables, as the steps in `assistant/migrations` made them, and the store they lie in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from assistant.conversations import METADATA, LogSettings
from assistant.conversations_database import DatabaseError, open_database
from assistant.desk.records import StoreError
from ingest.settings import read_settings_table

AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("done_at", sa.String(32), nullable=False),
    sa.Column("person", sa.String(200), nullable=False),
    sa.Column("action", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(400), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
)
SESSIONS = sa.Table(
    "desk_sessions",
    METADATA,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("person", sa.String(200), nullable=False),
    sa.Column("began_at", sa.DateTime, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False),
    sa.Column("ended_at", sa.DateTime, nullable=True),
    sa.Column("address_digest", sa.String(64), nullable=False, server_default=""),
)
FAILURES = sa.Table(
    "sign_in_failures",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("name_digest", sa.String(64), nullable=False, index=True),
    sa.Column("failed_at", sa.DateTime, nullable=False),
    sa.Column("address_digest", sa.String(64), nullable=False, server_default=""),
)
SWITCHES = sa.Table(
    "switches",
    METADATA,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("is_off", sa.Boolean, nullable=False),
    sa.Column("messages", sa.Text, nullable=False),
    sa.Column("changed_at", sa.DateTime, nullable=False),
    sa.Column("changed_by", sa.String(200), nullable=False),
)


def open_store(settings: LogSettings | None = None) -> sa.Engine:
    """Open the store that conversations and the desk share, with its tables up to date. Raises StoreError."""
    held = settings or LogSettings(**read_settings_table("log"))
    try:
        return open_database(held.database_url, held.busy_timeout_ms)
    except DatabaseError as error:
        raise StoreError(f"The store could not be opened: {error}") from error


@contextmanager
def translating(message: str) -> Iterator[None]:
    """Turn whatever goes wrong in the database into a StoreError with this message."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(message) from error


def find_now() -> datetime:
    """Return the time in UTC, without a zone, as the tables hold it."""
    return datetime.now(UTC).replace(tzinfo=None)
