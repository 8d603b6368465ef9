"""The store's tables, step by step (Alembic): every program opens a store through `upgrade_store`.

A store is brought up to date when it is opened; one from a later program is refused, never guessed at.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

HEAD = "0004"
"""The revision that this program speaks; a test holds it against the steps in `versions/`."""
_ONE_AT_A_TIME = 71_042


class LaterStoreError(Exception):
    """The store was written by a later program."""


def find_revision(connection: sa.Connection) -> str | None:
    """Find the store's revision; None for one that is empty or older than revisions."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def upgrade_store(engine: sa.Engine) -> bool:
    """Bring the tables to HEAD; True where a step was taken. Raises LaterStoreError.

    One process at a time takes the steps; the others wait and find them taken.
    """
    with engine.connect() as connection:
        if find_revision(connection) == HEAD:
            return False
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
        held = find_revision(connection)
        if held == HEAD:
            return False
        config = build_config(connection)
        try:
            if held is None and sa.inspect(connection).has_table("turns"):
                command.stamp(config, "0001")
            command.upgrade(config, HEAD)
        except CommandError as error:
            raise LaterStoreError(
                f"it has revision {held} and this program knows {HEAD}; start the newer one"
            ) from error
    return True


def build_config(connection: sa.Connection | None = None) -> Config:
    """Build the configuration of the steps, over an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
