"""Opens the store's database: safe defaults for SQLite, the right driver for PostgreSQL, tables up to date.

What the tables are stands in `assistant/migrations`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from assistant.migrations import LaterStoreError, upgrade_store

_CONNECT_TIMEOUT_S = 3


class DatabaseError(Exception):
    """The database could not be opened; the message names no password."""


def open_database(address: str, busy_timeout_ms: int) -> sa.Engine:
    """Open a database and bring its tables up to date. Raises DatabaseError."""
    try:
        engine = _build_engine(_parse_address(address), busy_timeout_ms)
        upgrade_store(engine)
    except LaterStoreError as error:
        raise DatabaseError(str(error)) from error
    except (SQLAlchemyError, OSError, ImportError, sqlite3.Error) as error:
        raise DatabaseError(type(error).__name__) from error
    return engine


def release_deleted(engine: sa.Engine) -> None:
    """Empty SQLite's write-ahead file, so that what was deleted is in no file any more."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _parse_address(address: str) -> sa.URL:
    url = sa.make_url(address)
    if url.password:
        raise DatabaseError("a password stands in the settings; put it into PGPASSWORD instead")
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ArgumentError("only SQLite and PostgreSQL are supported")
    return url


def _build_engine(url: sa.URL, busy_timeout_ms: int) -> sa.Engine:
    """Build the engine; `hide_parameters` keeps what people wrote out of error messages and so out of logs."""
    if url.get_backend_name() == "postgresql":
        return sa.create_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={
                "connect_timeout": _CONNECT_TIMEOUT_S,
                "options": f"-c lock_timeout={busy_timeout_ms} -c statement_timeout=10000",
            },
        )
    if url.database and url.database != ":memory:":
        file = Path(url.database)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    engine = sa.create_engine(url, hide_parameters=True)
    sa.event.listen(engine, "connect", lambda connection, _: _set_pragmas(connection, busy_timeout_ms))
    return engine


def _set_pragmas(connection: Any, busy_timeout_ms: int) -> None:
    for pragma in (
        f"busy_timeout={busy_timeout_ms}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
