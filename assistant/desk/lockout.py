"""After so many wrong passwords from one place nobody may try that name from there for a while.

A name alone is never locked for the person it belongs to: whoever guesses it from elsewhere locks themselves out,
and guessing from many places at once locks the name only where nobody signed in under it before. Names and places
are kept as digests: people type passwords into the wrong box.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from assistant.desk.accounts import fold_name
from assistant.desk.tables import FAILURES, SESSIONS, find_now, translating

MANY = 10
"""So many times the failures that lock a name at one place lock a place for all names, and a name at strange places."""


@dataclass(frozen=True)
class Lockout:
    """The failures to sign in of one store; `address` is where somebody tries from, as the server sees it."""

    engine: sa.Engine
    after: int
    lasts: timedelta

    def is_locked(self, name: str, address: str = "") -> bool:
        """Say whether nobody may try this name from this address now. Raises StoreError."""
        by_name = FAILURES.c.name_digest == _digest(fold_name(name))
        here = FAILURES.c.address_digest == digest_address(address)
        refused = "Nobody can sign in while the store cannot be read."
        with translating(refused), self.engine.connect() as connection:
            if self._count(connection, by_name, here) >= self.after:
                return True
            if self._count(connection, here) >= MANY * self.after:
                return True
            is_attacked = self._count(connection, by_name) >= MANY * self.after
            return is_attacked and not _is_known(connection, name, address)

    def record_failure(self, name: str, address: str = "") -> None:
        """Count a wrong password. Raises StoreError: an uncounted guess is not answered."""
        row = {
            "id": secrets.token_hex(16),
            "name_digest": _digest(fold_name(name)),
            "address_digest": digest_address(address),
            "failed_at": find_now(),
        }
        old = find_now() - 10 * self.lasts
        refused = "Nobody can sign in while the store cannot be written."
        with translating(refused), self.engine.begin() as connection:
            connection.execute(FAILURES.insert().values(**row))
            connection.execute(FAILURES.delete().where(FAILURES.c.failed_at < old))

    def forget(self, name: str, address: str = "") -> None:
        """Forget the failures of a name at the address where its password was right. Raises StoreError."""
        here = FAILURES.c.address_digest == digest_address(address)
        gone = FAILURES.delete().where(FAILURES.c.name_digest == _digest(fold_name(name)), here)
        with translating("The sign-in could not be kept."), self.engine.begin() as connection:
            connection.execute(gone)

    def _count(self, connection: sa.Connection, *which: sa.ColumnElement[bool]) -> int:
        now = find_now()
        # Both ways: where the clock was set back by months, nobody stays locked for months.
        recent = FAILURES.c.failed_at.between(now - self.lasts, now + self.lasts)
        return int(connection.execute(sa.select(sa.func.count()).where(recent, *which)).scalar_one())


def digest_address(address: str) -> str:
    """Name an address without keeping it; empty for an address that is not known."""
    return _digest(address) if address else ""


def _is_known(connection: sa.Connection, name: str, address: str) -> bool:
    """Tell whether this name signed in from here before, as far as sessions are kept."""
    held = sa.select(SESSIONS.c.key).where(
        SESSIONS.c.person == fold_name(name), SESSIONS.c.address_digest == digest_address(address)
    )
    return bool(address) and connection.execute(held.limit(1)).first() is not None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
