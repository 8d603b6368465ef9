"""A desk of the test's own: settings, store and password file in a folder that goes."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from assistant.desk.desk import Desk
from assistant.desk.records import Role

MAIN = str(Path(__file__).resolve().parents[4] / "ui" / "main.py")
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class TestDesk:
    """The desk under test and how a browser would meet it: its cookie stands in the visit's state as "desk_key"."""

    __test__ = False
    folder: Path

    def load(self) -> Desk:
        from ui.desk.access import load_shared_desk

        desk = load_shared_desk()
        assert desk is not None
        return desk

    def add(self, name: str, role: Role) -> None:
        self.load().passwords.add_account(name, role, PASSWORD)

    def open(self, role: Role | None = None, page: str = "desk") -> AppTest:
        """Open the application, signed in with a role, on the page of an address: "desk", "desk-reply", …"""
        app = AppTest.from_file(MAIN, default_timeout=60)
        if role is not None:
            name = f"{role}@office.example"
            if name not in self.load().passwords.load_accounts():
                self.add(name, role)
            app.session_state["desk_key"] = self.load().sign_in(name, PASSWORD)
        return go(app, page)


def go(app: AppTest, page: str) -> AppTest:
    """Run the page of an address, as a browser that asks for it does."""
    app.run()
    app._page_hash = calc_hash(page)
    return app.run()


def read(app: AppTest) -> str:
    """Read everything that stands on the page."""
    kinds = ("html", "markdown", "warning", "error", "info", "success", "title", "header", "text")
    words = [getattr(e, "value", None) or getattr(e.proto, "body", "") for k in kinds for e in app.get(k)]
    links = [element.proto.label for element in app.get("page_link")]
    return "\n".join([*map(str, words), *links])


def clear_caches() -> None:
    from ui.chat import conversation
    from ui.desk import access
    from ui.settings import load_ui_settings
    from ui.switches import load_watch

    load_watch.cache_clear()
    for cached in (conversation.load_log, access.load_shared_desk, access.is_desk_on, load_ui_settings):
        cached.cache_clear()


def write_settings(folder: Path, monkeypatch: pytest.MonkeyPatch, desk: str) -> None:
    file = folder / "settings.toml"
    file.write_text(
        f'[log]\ndatabase_url = "sqlite:///{folder / "log.sqlite"}"\nbusy_timeout_ms = 50\n{desk}',
        encoding="utf-8",
    )
    monkeypatch.setenv("CORRECTIONS_ASSISTANT_SETTINGS", str(file))
    clear_caches()


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stand in where the assistant is loaded: no page of the desk needs weights to be drawn."""
    from ui import loading

    fake = SimpleNamespace(searcher=SimpleNamespace())
    loaded: Future[Any] = Future()
    loaded.set_result(fake)
    monkeypatch.setattr(loading, "start_loading", lambda: loaded)
    return fake


@pytest.fixture(autouse=True)
def browser_cookie(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the browser's cookies, which a page under test has none of."""
    monkeypatch.setattr("ui.desk.access.read_key", lambda: str(st.session_state.get("desk_key", "")))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_model: SimpleNamespace) -> Iterator[TestDesk]:
    write_settings(
        tmp_path,
        monkeypatch,
        '[desk]\nsign_in = "password"\nusers_file = "users.json"\nlock_after = 3\nruns_dir = "runs"\n',
    )
    yield TestDesk(tmp_path)
    clear_caches()
