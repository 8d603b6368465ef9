"""A local password file: argon2 hashes, roles, accounts that can be disabled; nothing else is kept of a password.

The file is written whole under a lock and read again at every check, so that a change holds at once.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from assistant.desk.records import AccountError, Role
from ingest.records import Record

_NAME = re.compile(r"[\w.@+-]{2,80}")
_HASHER = PasswordHasher()
"""The library's defaults: Argon2id by RFC 9106's second recommendation (64 MiB, 3 passes, 4 lanes)."""
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$l7EcpgjgTKuHYdPZ5J9oGg$bWw2mZ4h2ntHkn7O2qtZzWqYJpaxxC4vfZiCv65TctM"
"""Checked for names that do not exist, so that they take as long as those that do."""


class Account(Record):
    """One account of the password file."""

    role: Role
    hash: str
    is_disabled: bool = False
    password_set_at: datetime


_ACCOUNTS = TypeAdapter(dict[str, Account])


@dataclass(frozen=True)
class PasswordFile:
    """The accounts in one file."""

    path: Path
    min_password_length: int = 12

    def load_accounts(self) -> dict[str, Account]:
        """Load every account by name; empty where there is no file. Raises AccountError."""
        try:
            return _ACCOUNTS.validate_json(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValidationError) as error:
            raise AccountError(f"{self.path.name} cannot be read as a file of accounts.") from error

    def find_account(self, name: str) -> tuple[str, Account] | None:
        """Find an account that may be used, by its name in any case. Raises AccountError."""
        name = fold_name(name)
        account = self.load_accounts().get(name)
        return (name, account) if account and not account.is_disabled else None

    def check_password(self, name: str, password: str) -> tuple[str, Account] | None:
        """Return the account when it may be used and the password is its own. Raises AccountError."""
        found = self.find_account(name)
        try:
            _HASHER.verify(found[1].hash if found else _NOBODY, password)
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return None
        return found

    def add_account(self, name: str, role: Role, password: str) -> None:
        """Add an account. Raises AccountError for a name that is taken and a password that is too short."""
        name = fold_name(name)
        if not _NAME.fullmatch(name):
            raise AccountError(f"{name!r} is no name: letters, digits and . _ @ + - only, 2 to 80 of them.")

        def add(accounts: dict[str, Account]) -> None:
            if name in accounts:
                raise AccountError(f"{name} exists already.")
            accounts[name] = self._build(role, password)

        self._change(add)

    def change_account(
        self, name: str, *, role: Role | None = None, is_disabled: bool | None = None, password: str = ""
    ) -> None:
        """Change what is given of an account. Raises AccountError for one that is not there."""
        name = fold_name(name)

        def change(accounts: dict[str, Account]) -> None:
            if name not in accounts:
                raise AccountError(f"{name} is not in {self.path.name}.")
            held = accounts[name]
            if password:
                held = self._build(held.role, password).model_copy(update={"is_disabled": held.is_disabled})
            changes = {"role": role, "is_disabled": is_disabled}
            accounts[name] = held.model_copy(update={k: v for k, v in changes.items() if v is not None})

        self._change(change)

    def _build(self, role: Role, password: str) -> Account:
        if len(password) < self.min_password_length:
            raise AccountError(f"A password needs at least {self.min_password_length} characters.")
        return Account(role=role, hash=_HASHER.hash(password), password_set_at=datetime.now(UTC))

    def _change(self, change: Callable[[dict[str, Account]], None]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=10):
                accounts = self.load_accounts()
                change(accounts)
                self._write(accounts)
        except OSError as error:
            raise AccountError(f"{self.path.name} could not be written.") from error

    def _write(self, accounts: dict[str, Account]) -> None:
        partial = self.path.with_name(f".{self.path.name}.{os.getpid()}.partial")
        text = json.dumps(_ACCOUNTS.dump_python(accounts, mode="json"), indent=1)
        try:
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self.path)
        finally:
            partial.unlink(missing_ok=True)


def fold_name(name: str) -> str:
    """Fold a name as it was typed to the name it is kept under."""
    return name.strip().casefold()
