"""Who is at the desk: every page asks `require(role)` first, whatever the menu showed.

The key of a password session lives in a cookie that no script can read (`ui.desk.door`); who an identity provider
vouches for, in Streamlit's signed cookie. Both hold only while the store's own session goes on.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import NoReturn

import streamlit as st

from assistant.conversations import LogSettings
from assistant.desk.desk import Desk, find_oidc_key, load_desk
from assistant.desk.records import DeskError, Person, Role, load_desk_settings
from ingest.settings import read_settings_table
from ui.desk.words import load_desk_wordings
from ui.rendering.markup import escape
from ui.settings import load_base_path

LOG = logging.getLogger(__name__)
COOKIE = "desk_session"
"""Holds the key of a password session."""
DOOR = "desk-session"
"""The address that the sign-in form is sent to."""


@cache
def load_shared_desk() -> Desk | None:
    """Open the desk once; None where none is configured. Raises StoreError."""
    return load_desk()


@cache
def is_desk_on() -> bool:
    """Say whether a desk is configured."""
    return load_desk_settings().is_on


def load_retention_days() -> int:
    """Load for how many days what people typed may be looked at."""
    return LogSettings(**read_settings_table("log")).retention_days


def current_person() -> Person | None:
    """Find who is signed in, with the role they have now; None for everybody else."""
    if not is_desk_on():
        return None
    key, claims = read_key(), find_claims()
    if not key and not claims:
        return None
    try:
        desk = load_shared_desk()
        if desk is None:
            return None
        return desk.admit(claims) if desk.settings.sign_in == "oidc" else desk.find_person(key)
    except DeskError:
        LOG.exception("The desk can recognise nobody")
        return None


def read_key() -> str:
    """Read the key of a password session from the browser's cookie; empty where it sent none."""
    return str(st.context.cookies.get(COOKIE, ""))


def require(role: Role) -> tuple[Desk, Person]:
    """Return the desk and the person when they hold `role`; else say so and stop drawing the page."""
    say, person = load_desk_wordings(), current_person()
    desk = load_shared_desk() if person else None
    if person is None or desk is None:
        stop_with(say("sign_in.ended"))
    if not person.may(role):
        held, needed = (say(f"desk.role.{name}") for name in (person.role, role))
        stop_with(say("desk.not_allowed", held=held, needed=needed))
    return desk, person


def stop_with(words: str) -> NoReturn:
    """Say why the page is not drawn, and draw no more of it."""
    st.warning(words)
    st.stop()
    raise AssertionError("a stopped page goes on")


def sign_in() -> None:
    """Draw the sign-in page: the form of the password file, or the way to the identity provider."""
    say = load_desk_wordings()
    st.html(
        f'<div class="cfa"><h1>{escape(say("sign_in.title"))}</h1><p class="cfa-is">{escape(say("sign_in.lead"))}</p></div>'
    )
    try:
        desk = load_shared_desk()
    except DeskError:
        LOG.exception("The desk cannot be opened")
        st.error(say("desk.store_down"))
        return
    if desk is None:
        return
    if desk.settings.sign_in == "oidc":
        render_provider(desk)
    else:
        render_form()


def render_form() -> None:
    """Draw the form of the password file: a plain one, which the browser sends to the door itself."""
    say = load_desk_wordings()
    said = st.query_params.get("said")
    if said in ("wrong", "locked", "down"):
        minutes = load_desk_settings().lock_minutes
        st.error(say("desk.store_down") if said == "down" else say(f"sign_in.{said}", minutes=minutes))
    elif read_key():
        st.warning(say("sign_in.ended"))
    page = st.context.url.rstrip("/").rsplit("/", 1)[-1] if st.context.url else ""
    st.html(
        f'<form class="cfa desk-sign-in" method="post" action="{escape(f"{load_base_path()}/{DOOR}")}">'
        f'<input type="hidden" name="page" value="{escape(page)}">'
        f'<label for="desk-person">{escape(say("sign_in.name"))}</label>'
        '<input id="desk-person" name="person" autocomplete="username" autocapitalize="none" maxlength="80" required>'
        f'<label for="desk-password">{escape(say("sign_in.password"))}</label>'
        '<input id="desk-password" name="password" type="password" autocomplete="current-password" maxlength="256" required>'
        f'<button type="submit">{escape(say("sign_in.go"))}</button></form>'
    )


def render_provider(desk: Desk) -> None:
    """Draw the way to the identity provider, or why who came back from it stays outside."""
    say = load_desk_wordings()
    if not has_provider():
        st.error(say("sign_in.unfinished"))
        return
    if claims := find_claims():
        st.warning(say("sign_in.not_staff", address=str(claims.get("email", ""))))
        st.button(say("sign_in.other"), on_click=st.logout)
        label = say("sign_in.again")
    else:
        label = say("sign_in.oidc")
    st.button(label, type="primary", on_click=st.login, args=(desk.settings.provider or None,))


def sign_out() -> None:
    """End the session here and, with an identity provider, there."""
    desk, person = load_shared_desk(), current_person()
    claims = find_claims()
    if desk is not None and person is not None:
        desk.sign_out(person, find_oidc_key(claims) if claims else read_key())
    st.session_state.clear()
    if claims:
        st.logout()


def has_provider() -> bool:
    """Say whether the secrets file has an [auth] table."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def find_claims() -> dict[str, object]:
    """Find what the identity provider said of this visit's person; empty for a visit that has none."""
    if not is_desk_on() or load_desk_settings().sign_in != "oidc" or not st.user.get("is_logged_in", False):
        return {}
    return dict(st.user.to_dict())
