"""The desk as one value: who may come in, what is recorded, and where it is kept."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from assistant.conversations import LogSettings
from assistant.desk.accounts import PasswordFile
from assistant.desk.audit import AuditLog
from assistant.desk.audit_head import choose_head
from assistant.desk.lockout import Lockout, digest_address
from assistant.desk.records import DeskSettings, Person, SignInError, load_desk_settings
from assistant.desk.sessions import Sessions
from assistant.desk.tables import open_store


@dataclass(frozen=True)
class Desk:
    """The staff desk over one store."""

    settings: DeskSettings
    engine: sa.Engine
    audit: AuditLog
    passwords: PasswordFile
    sessions: Sessions
    lockout: Lockout

    def sign_in(self, name: str, password: str, address: str = "") -> str:
        """Open a session for a name and its password, tried from an address, and return the session's key.

        Raises SignInError, the same for an unknown name and a wrong password, and StoreError.
        """
        if self.settings.sign_in != "password":
            raise SignInError("wrong")
        if self.lockout.is_locked(name, address):
            raise SignInError("locked")
        found = self.passwords.check_password(name, password)
        if found is None:
            self.lockout.record_failure(name, address)
            known = self.passwords.find_account(name)
            self.audit.record(None, "sign_in.failed", known[0] if known else "(unknown name)")
            raise SignInError("locked" if self.lockout.is_locked(name, address) else "wrong")
        self.lockout.forget(name, address)
        key = secrets.token_urlsafe(32)
        person = Person(name=found[0], role=found[1].role)
        self.audit.record(person, "sign_in.password", person.name)
        self.sessions.open(key, person.name, address_digest=digest_address(address))
        return key

    def find_person(self, key: str) -> Person | None:
        """Find who holds a session of the password file, with the role they have now. Raises StoreError."""
        if self.settings.sign_in != "password" or not key:
            return None
        session = self.sessions.find(key)
        found = self.passwords.find_account(session.person) if session else None
        if session is None or found is None:
            return None
        if session.began_at < found[1].password_set_at.astimezone(UTC).replace(tzinfo=None):
            self.sessions.end(key)
            return None
        return Person(name=found[0], role=found[1].role)

    def admit(self, claims: Mapping[str, Any]) -> Person | None:
        """Find the person whom an identity provider vouches for, while their session goes on. Raises StoreError.

        The address must be one of the settings' people, not marked as unverified, and freshly vouched for.
        """
        address = str(claims.get("email") or "").strip().casefold()
        role = self.settings.people.get(address)
        if self.settings.sign_in != "oidc" or role is None or claims.get("email_verified", True) is not True:
            return None
        issued = claims.get("iat")
        if not isinstance(issued, int | float):
            return None
        began = datetime.fromtimestamp(issued, UTC).replace(tzinfo=None)
        session = self.sessions.open(find_oidc_key(claims), address, began)
        if session is None:
            return None
        person = Person(name=address, role=role)
        if session.is_new:
            self.audit.record(person, "sign_in.oidc", address)
        return person

    def sign_out(self, person: Person, key: str) -> None:
        """End a session for good. Raises StoreError."""
        self.audit.record(person, "sign_out", person.name)
        self.sessions.end(key)


def find_oidc_key(claims: Mapping[str, Any]) -> str:
    """Name the session that a provider's token stands for: the same token is the same session."""
    return "\n".join(str(claims.get(name, "")) for name in ("iss", "sub", "iat", "nonce"))


def load_desk(settings: DeskSettings | None = None, log: LogSettings | None = None) -> Desk | None:
    """Open the desk; None where none is configured. Raises StoreError."""
    held = settings or load_desk_settings()
    if not held.is_on:
        return None
    return build_desk(held, open_store(log))


def build_desk(settings: DeskSettings, engine: sa.Engine) -> Desk:
    """Build the desk over a store."""
    return Desk(
        settings=settings,
        engine=engine,
        audit=AuditLog(engine, choose_head(settings.users_file.parent, engine)),
        passwords=PasswordFile(settings.users_file, settings.min_password_length),
        sessions=Sessions(
            engine, timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.session_hours)
        ),
        lockout=Lockout(engine, settings.lock_after, timedelta(minutes=settings.lock_minutes)),
    )
