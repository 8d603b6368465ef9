"""Who is signed in: kept in the store, so that an end holds everywhere, and ended by idling, by the clock, and where the clock was set back.

A session's key is a secret of the browser; the store holds its digest only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from assistant.desk.tables import SESSIONS, find_now, translating

_SEEN_EVERY_S = 20
"""A session is marked as seen at most so often: pages draw many times a minute."""
_SKEW = timedelta(minutes=2)
"""Clocks of two machines differ by less; a session seen later than now outlived a clock that was set back."""


@dataclass(frozen=True)
class Session:
    """A session that goes on."""

    person: str
    began_at: datetime
    is_new: bool = False


@dataclass(frozen=True)
class Sessions:
    """The sessions of one store."""

    engine: sa.Engine
    idle: timedelta
    lasts: timedelta

    def open(
        self, key: str, person: str, began_at: datetime | None = None, address_digest: str = ""
    ) -> Session | None:
        """Open a session, or go on with the one of that key; None where it has ended. Raises StoreError.

        `began_at` is when the person proved who they are, in UTC; now where it is not given. `address_digest` is
        where from: that place stays theirs when somebody guesses their password elsewhere.
        """
        now = find_now()
        with translating("The session could not be kept."):
            with self.engine.connect() as connection:
                held = connection.execute(_select(key)).first()
            if held is not None:
                return self.find(key)
            began = min(began_at or now, now)
            if now - began >= self.lasts:
                return None
            row = {
                "key": _digest(key),
                "person": person,
                "began_at": began,
                "seen_at": now,
                "address_digest": address_digest,
            }
            with self.engine.begin() as connection:
                connection.execute(SESSIONS.insert().values(**row))
                connection.execute(SESSIONS.delete().where(SESSIONS.c.seen_at < now - 30 * self.lasts))
        return Session(person, began, is_new=True)

    def find(self, key: str) -> Session | None:
        """Find the session of a key and mark it as seen; None where it has ended. Raises StoreError."""
        now = find_now()
        with translating("The session could not be read."):
            with self.engine.connect() as connection:
                row = connection.execute(_select(key)).first()
            if row is None or row.ended_at is not None:
                return None
            is_late = now - row.seen_at >= self.idle or now - row.began_at >= self.lasts
            if is_late or row.seen_at - now > _SKEW:
                self.end(key)
                return None
            if (now - row.seen_at).total_seconds() >= _SEEN_EVERY_S:
                seen = SESSIONS.update().where(SESSIONS.c.key == _digest(key)).values(seen_at=now)
                with self.engine.begin() as connection:
                    connection.execute(seen)
        return Session(row.person, row.began_at)

    def end(self, key: str) -> None:
        """End a session for good. Raises StoreError."""
        with translating("The session could not be ended."), self.engine.begin() as connection:
            connection.execute(
                SESSIONS.update()
                .where(SESSIONS.c.key == _digest(key), SESSIONS.c.ended_at.is_(None))
                .values(ended_at=find_now())
            )


def _select(key: str) -> sa.Select[Any]:
    return sa.select(SESSIONS).where(SESSIONS.c.key == _digest(key))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
