"""Nobody is at the desk who did not sign in, and nothing of a desk is there where none is configured."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from assistant.desk.tables import SESSIONS
from tests.unit.ui.desk.conftest import MAIN, TestDesk, go, read, write_settings
from ui.desk.menu import PAGES, list_desk_pages

ADDRESSES = ["desk", *(f"desk-{page.name}" for page in PAGES)]
CHAT = "Type your question"


@pytest.mark.parametrize(
    "table", ["", '[desk]\nsign_in = "off"\n', '[desk]\npeople = {"a@b.example" = "admin"}\n']
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_without_configuration_no_address_widget_or_state_reaches_a_page(
    address: str, table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_model: SimpleNamespace
) -> None:
    write_settings(tmp_path, monkeypatch, table)
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.session_state["desk_key"] = "x" * 43
    app.session_state["desk-sign-out"] = True
    app.query_params["page"] = "desk"
    go(app, address)
    assert not app.exception
    assert [box.placeholder for box in app.chat_input] == ["Type your question…"]
    assert not [link for link in app.get("page_link") if "desk" in link.proto.page]
    assert not app.text_input
    assert "taff" not in read(app)
    assert set(app.session_state["pages"]) == {"chat", "library", "print", "privacy"}


def test_without_configuration_the_menu_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_settings(tmp_path, monkeypatch, "")
    assert list_desk_pages(None) == {}
    assert not (tmp_path / "log.sqlite").exists()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_leads_nobody_to_the_sign_in_alone(address: str, desk: TestDesk) -> None:
    app = desk.open(page=address)
    assert not app.exception
    assert 'action="/desk-session"' in read(app)
    assert not app.text_input
    assert not app.button


def test_sign_out_closes_the_desk_for_the_key_too(desk: TestDesk) -> None:
    app = desk.open("editor")
    assert "editor@office.example · editor" in read(app)
    key = app.session_state["desk_key"]
    app.button(key="desk-sign-out").click().run()
    assert "editor@office.example" not in read(app)
    app.session_state["desk_key"] = key
    app.run()
    assert "editor@office.example" not in read(app)


@pytest.mark.parametrize("said", ["wrong", "locked", "down", "<b>other</b>"])
def test_the_sign_in_page_says_why_it_is_shown_again(said: str, desk: TestDesk) -> None:
    app = desk.open()
    app.query_params["said"] = said
    app.run()
    told = {"wrong": "is wrong", "locked": "Too many wrong passwords", "down": "cannot be reached"}
    assert [told[said] in error.value for error in app.error] == [True] * (said in told)


def test_a_disabled_account_and_a_changed_password_end_what_is_open(desk: TestDesk) -> None:
    app = desk.open("editor")
    assert "editor@office.example" in read(app)
    desk.load().passwords.change_account("editor@office.example", password="another long password")
    assert "editor@office.example" not in read(app.run())
    second = desk.open()
    second.session_state["desk_key"] = desk.load().sign_in("editor@office.example", "another long password")
    second.run()
    assert "editor@office.example" in read(second)
    desk.load().passwords.change_account("editor@office.example", is_disabled=True)
    assert "editor@office.example" not in read(second.run())


@pytest.mark.parametrize(
    ("column", "back"),
    [
        ("seen_at", timedelta(minutes=31)),
        ("began_at", timedelta(hours=11)),
        ("seen_at", timedelta(hours=-1)),
    ],
    ids=["idle", "too long", "the clock was set back"],
)
def test_a_session_ends_by_idling_by_the_clock_and_where_the_clock_was_set_back(
    column: str, back: timedelta, desk: TestDesk
) -> None:
    app = desk.open("editor")
    with desk.load().engine.begin() as connection:
        held = connection.execute(sa.select(SESSIONS.c[column])).scalar_one()
        connection.execute(SESSIONS.update().values({column: held - back}))
    app.run()
    assert "editor@office.example" not in read(app)
    assert "not signed in any more" in read(app)


def test_a_role_reaches_its_own_pages_only(desk: TestDesk) -> None:
    order = {"reader": 0, "editor": 1, "admin": 2}
    for role, rank in order.items():
        for page in PAGES:
            if order[page.role] > rank:
                app = desk.open(role, f"desk-{page.name}")
                assert "does not include this page" in app.warning[0].value
                assert not [link for link in app.get("page_link") if link.proto.page == f"desk-{page.name}"]


def test_a_lowered_role_holds_at_once(desk: TestDesk) -> None:
    app = desk.open("admin")
    desk.load().passwords.change_account("admin@office.example", role="reader")
    assert "admin@office.example · reader" in read(app.run())
