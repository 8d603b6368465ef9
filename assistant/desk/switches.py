"""What an administrator can switch off: the whole chat, with a word to families, and the language model.

Read with every question, so that a switch holds at once in every process; a store that cannot be read switches
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from pydantic import Field

from assistant.desk.audit import AuditLog, begin_writing
from assistant.desk.records import Person
from assistant.desk.tables import SWITCHES, find_now, translating
from assistant.records import Language
from assistant.runner import Assistant
from ingest.records import Record

SwitchName = Literal["chat", "model"]
SWITCH_NAMES: tuple[SwitchName, ...] = ("chat", "model")
MAX_MESSAGE_CHARS = 1000


class Switch(Record):
    """One switch as it stands."""

    name: SwitchName
    is_off: bool = False
    messages: dict[Language, str] = Field(default_factory=dict)
    """What families read while the chat is off; empty for the fixed wording."""
    changed_at: datetime | None = None
    changed_by: str = ""


@dataclass(frozen=True)
class Switchboard:
    """The switches of one store."""

    engine: sa.Engine

    def load_switches(self) -> dict[SwitchName, Switch]:
        """Load every switch; one that was never touched is on. Raises StoreError."""
        with translating("The switches could not be read."), self.engine.connect() as connection:
            rows = {row["name"]: row for row in connection.execute(sa.select(SWITCHES)).mappings()}
        return {
            name: Switch(**dict(rows[name]) | {"messages": json.loads(rows[name]["messages"])})
            if name in rows
            else Switch(name=name)
            for name in SWITCH_NAMES
        }

    def change(
        self,
        person: Person | None,
        name: SwitchName,
        *,
        is_off: bool,
        messages: dict[Language, str] | None = None,
    ) -> None:
        """Set a switch and record it, both or neither. Raises StoreError."""
        said = {language: text.strip()[:MAX_MESSAGE_CHARS] for language, text in (messages or {}).items()}
        row = {
            "name": name,
            "is_off": is_off,
            "messages": json.dumps({k: v for k, v in said.items() if v}, ensure_ascii=False),
            "changed_at": find_now(),
            "changed_by": person.name if person else "",
        }
        with translating("The switch could not be changed."), begin_writing(self.engine) as connection:
            AuditLog(self.engine).record(
                person,
                f"switch.{name}",
                "off" if is_off else "on",
                str(row["messages"]),
                connection=connection,
            )
            connection.execute(SWITCHES.delete().where(SWITCHES.c.name == name))
            connection.execute(SWITCHES.insert().values(**row))


def switch_model_off(assistant: Assistant) -> Assistant:
    """Return the same assistant without its language model: the embedded answers stay."""
    stages = tuple(stage for stage in assistant.stages if stage.name != "write")
    return replace(assistant, stages=stages, model="extractive")


def choose_message(switch: Switch, language: Language, fixed: Callable[[], str]) -> str:
    """Choose what families read: the administrator's words in their language, else the fixed wording."""
    return switch.messages.get(language) or fixed()
