"""The vocabulary of the desk: people and roles, its settings, and what can go wrong.

DeskError
├── StoreError        the desk's store could not be read or written: nothing was changed
├── SignInError       the name or password is wrong, or the account is locked for a while
└── AccountError      an account cannot be made or changed as asked
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from assistant.errors import AssistantError
from ingest.records import Record
from ingest.settings import ROOT, read_settings_table

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")
"""Each may do what those before it may."""


class DeskError(AssistantError):
    """Something on the desk failed; the message says what."""


class StoreError(DeskError):
    """The desk's store could not be read or written."""


class SignInError(DeskError):
    """The name or the password is wrong, or nobody may try now."""


class AccountError(DeskError):
    """An account cannot be made or changed as asked."""


class Person(Record):
    """Somebody who is signed in."""

    name: str
    """The name of the account, or the e-mail address that the identity provider vouches for."""
    role: Role

    def may(self, role: Role) -> bool:
        """Say whether this person's role includes `role`."""
        return ROLES.index(self.role) >= ROLES.index(role)


class DeskSettings(Record):
    """The `[desk]` table of the settings file."""

    sign_in: Literal["off", "password", "oidc"] = "off"
    """"off": there is no desk. "oidc" also needs the [auth] table of Streamlit's secrets file."""
    users_file: Path = ROOT / "data" / "desk" / "users.json"
    people: dict[str, Role] = Field(default_factory=dict)
    """With "oidc": e-mail address → role. Whoever is not named stays outside."""
    provider: str = ""
    """With "oidc": the name of an [auth.NAME] table; empty for the [auth] table itself."""
    idle_minutes: int = Field(default=30, ge=1)
    session_hours: float = Field(default=10, gt=0)
    lock_after: int = Field(default=5, ge=1)
    """So many wrong passwords in `lock_minutes` lock an account for `lock_minutes`."""
    lock_minutes: int = Field(default=15, ge=1)
    min_password_length: int = Field(default=12, ge=8)
    runs_dir: Path = ROOT / "runs"
    """Where the eval runs lie that the desk shows."""

    @field_validator("people")
    @classmethod
    def _fold_addresses(cls, people: dict[str, Role]) -> dict[str, Role]:
        return {address.strip().casefold(): role for address, role in people.items()}

    @property
    def is_on(self) -> bool:
        """Whether there is a desk."""
        return self.sign_in != "off"


def load_desk_settings(path: Path | None = None) -> DeskSettings:
    """Load the `[desk]` table."""
    return DeskSettings(**read_settings_table("desk", path))
