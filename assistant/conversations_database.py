"""Opens the log's database: safe defaults for SQLite, the right driver for PostgreSQL, one schema version.

The tables are created where they are absent. A change to them raises SCHEMA_VERSION and adds its step to
STEPS; a database from a later program is refused, never guessed at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError

SCHEMA_VERSION = 1
STEPS: Mapping[int, tuple[str, ...]] = {}
"""By the version that they lead to: the statements that bring the tables there from the version before."""
_CONNECT_TIMEOUT_S = 3


class DatabaseError(Exception):
    """The database could not be opened; the message names no password."""


def open_database(address: str, metadata: sa.MetaData, busy_timeout_ms: int) -> sa.Engine:
    """Open a database, create absent tables and check the schema's version. Raises DatabaseError."""
    try:
        engine = _build_engine(_parse_address(address), busy_timeout_ms)
        schema = sa.Table(
            "log_schema",
            sa.MetaData(),
            sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        )
        _create_tables(engine, metadata, schema)
        _bring_up_to_date(engine, schema)
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


def _create_tables(engine: sa.Engine, metadata: sa.MetaData, schema: sa.Table) -> None:
    """Create absent tables; when two processes start at once, one of them tries again."""
    try:
        metadata.create_all(engine)
        schema.create(engine, checkfirst=True)
    except SQLAlchemyError:
        metadata.create_all(engine)
        schema.create(engine, checkfirst=True)


def _bring_up_to_date(engine: sa.Engine, schema: sa.Table) -> None:
    with engine.begin() as connection:
        held = connection.execute(sa.select(sa.func.max(schema.c.version))).scalar_one()
    if held is not None and held > SCHEMA_VERSION:
        raise DatabaseError(
            f"it has schema {held} and this program knows {SCHEMA_VERSION}; start the newer one"
        )
    if held == SCHEMA_VERSION:
        return
    try:
        with engine.begin() as connection:
            connection.execute(schema.insert().values(version=SCHEMA_VERSION))
            for version in range((held or SCHEMA_VERSION) + 1, SCHEMA_VERSION + 1):
                for statement in STEPS[version]:
                    connection.execute(sa.text(statement))
    except IntegrityError:
        return  # another process was quicker
