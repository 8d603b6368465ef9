"""The `[ui]` table of the settings file."""

from __future__ import annotations

from functools import cache

from ingest.records import Record
from ingest.settings import read_settings_table


class UiSettings(Record):
    """What the pages can be told."""

    leave_url: str = "https://www.weather.gov/"
    """Where "Leave now" goes: a plain page that says nothing about the visit."""
    max_question_chars: int = 4000
    """A longer message is shortened, and the person is told."""


@cache
def load_ui_settings() -> UiSettings:
    """Load the `[ui]` table once."""
    return UiSettings(**read_settings_table("ui"))
