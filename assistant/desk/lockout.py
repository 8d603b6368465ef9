"""After so many wrong passwords nobody may try that name for a while, wherever they try from.

Names are kept as digests: people type passwords into the wrong box.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from assistant.desk.accounts import fold_name
from assistant.desk.tables import FAILURES, find_now, translating


@dataclass(frozen=True)
class Lockout:
    """The failures to sign in of one store."""

    engine: sa.Engine
    after: int
    lasts: timedelta

    def is_locked(self, name: str) -> bool:
        """Say whether nobody may try this name now. Raises StoreError."""
        recent = sa.select(sa.func.count()).where(
            FAILURES.c.name_digest == _digest(name), FAILURES.c.failed_at > find_now() - self.lasts
        )
        refused = "Nobody can sign in while the store cannot be read."
        with translating(refused), self.engine.connect() as connection:
            return int(connection.execute(recent).scalar_one()) >= self.after

    def record_failure(self, name: str) -> None:
        """Count a wrong password. Raises StoreError: an uncounted guess is not answered."""
        row = {"id": secrets.token_hex(16), "name_digest": _digest(name), "failed_at": find_now()}
        old = find_now() - 10 * self.lasts
        refused = "Nobody can sign in while the store cannot be written."
        with translating(refused), self.engine.begin() as connection:
            connection.execute(FAILURES.insert().values(**row))
            connection.execute(FAILURES.delete().where(FAILURES.c.failed_at < old))

    def forget(self, name: str) -> None:
        """Forget the failures of a name whose password was right. Raises StoreError."""
        with translating("The sign-in could not be kept."), self.engine.begin() as connection:
            connection.execute(FAILURES.delete().where(FAILURES.c.name_digest == _digest(name)))


def _digest(name: str) -> str:
    return hashlib.sha256(fold_name(name).encode("utf-8", "surrogatepass")).hexdigest()
