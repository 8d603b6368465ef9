"""The `[ui]` table of the settings file."""

from __future__ import annotations

from functools import cache

import streamlit as st
from pydantic import Field

from ingest.records import Record
from ingest.settings import read_settings_table


class UiSettings(Record):
    """What the pages can be told."""

    leave_url: str = "https://www.weather.gov/"
    """Where "Leave now" goes: a plain page that says nothing about the visit."""
    max_question_chars: int = 4000
    """A longer message is shortened, and the person is told."""
    visit_burst: int = Field(default=20, ge=1)
    """So many questions may follow one another in one visit without a pause …"""
    visit_per_minute: float = Field(default=10.0, gt=0)
    """… and then so many a minute: the fastest typists read an answer before they ask again."""
    address_burst: int = Field(default=240, ge=1)
    """The same for everybody behind one address: a library, a telephone network, a prison's waiting room."""
    address_per_minute: float = Field(default=120.0, gt=0)
    trusted_proxies: int = Field(default=0, ge=0)
    """How many proxies of ours stand in front: the address is then the one that the outermost of them wrote."""


def load_base_path() -> str:
    """Load where the application is mounted: "" at the root, else "/path"."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def choose_address(settings: UiSettings, forwarded: str, connection: str | None) -> str | None:
    """Choose where a request comes from: what the last trusted proxy wrote (X-Forwarded-For), else the connection."""
    if not settings.trusted_proxies:
        return connection
    named = forwarded.split(",")
    return named[-settings.trusted_proxies].strip() if len(named) >= settings.trusted_proxies else None


@cache
def load_ui_settings() -> UiSettings:
    """Load the `[ui]` table once."""
    return UiSettings(**read_settings_table("ui"))
