"""A full or locked store never loses an answer: the real page, a real locked file, a real full one."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from assistant.records import Answer, Question

MAIN = str(Path(__file__).resolve().parents[2] / "ui" / "main.py")
WORDS = "They may limit his visits, and here is the rule."


class AnsweringAssistant:
    """Answers every question with the same words."""

    searcher = SimpleNamespace()

    def stream(self, question: Question) -> Iterator[tuple[str, Any]]:
        yield (
            "answer",
            Answer(
                id="",
                question=question.text,
                standalone_question=question.text,
                language="en",
                outcome="answered",
                status="answered",
                completeness="complete",
                text=WORDS,
                trace={"long": "word " * 20_000},
            ),
        )


@pytest.fixture(
    params=["", '[desk]\nsign_in = "password"\nusers_file = "users.json"\n'], ids=["chat", "chat and desk"]
)
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    from ui import loading
    from ui.chat import conversation
    from ui.desk import access
    from ui.settings import load_ui_settings
    from ui.switches import load_watch

    settings = tmp_path / "settings.toml"
    settings.write_text(
        f'[log]\ndatabase_url = "sqlite:///{tmp_path / "log.sqlite"}"\nbusy_timeout_ms = 50\n{request.param}'
    )
    monkeypatch.setenv("CORRECTIONS_ASSISTANT_SETTINGS", str(settings))
    loaded: Future[Any] = Future()
    loaded.set_result(AnsweringAssistant())
    monkeypatch.setattr(loading, "start_loading", lambda: loaded)
    monkeypatch.setattr("ui.switches.switch_model_off", lambda assistant: assistant)
    caches = (conversation.load_log, access.load_shared_desk, access.is_desk_on, load_ui_settings, load_watch)
    for cached in caches:
        cached.cache_clear()
    yield tmp_path
    for cached in caches:
        cached.cache_clear()


def ask(app: AppTest) -> int:
    """Ask, and count the answers on the page."""
    app.chat_input[0].set_value("can they take away our visits").run()
    assert not app.exception
    drawn = [element.proto.body for element in app.get("html")]
    return sum("cfa-answer" in one and WORDS in one for one in drawn)


def open_app() -> AppTest:
    return AppTest.from_file(MAIN, default_timeout=60).run()


def count_turns(folder: Path) -> int:
    with sqlite3.connect(folder / "log.sqlite") as store:
        return int(store.execute("SELECT count(*) FROM turns").fetchone()[0])


def test_with_a_store_in_order_the_answer_is_shown_and_kept(folder: Path) -> None:
    assert ask(open_app()) == 1
    assert count_turns(folder) == 1


@pytest.mark.parametrize("lock", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_store_locked_before_the_first_page_loses_no_answer(lock: str, folder: Path) -> None:
    store = sqlite3.connect(folder / "log.sqlite", isolation_level=None)
    store.execute(lock)
    assert ask(open_app()) == 1
    store.execute("ROLLBACK")
    store.close()


@pytest.mark.parametrize("mode", ["NORMAL", "EXCLUSIVE"])
def test_a_store_locked_between_two_questions_loses_no_answer_and_goes_on_after(
    mode: str, folder: Path
) -> None:
    app = open_app()
    assert ask(app) == 1
    if mode == "EXCLUSIVE":
        from ui.chat.conversation import load_log
        from ui.desk.access import load_shared_desk

        for held in (load_log(), load_shared_desk()):
            if held is not None:
                held.engine.dispose()
    store = sqlite3.connect(folder / "log.sqlite", isolation_level=None)
    store.execute(f"PRAGMA locking_mode={mode}")
    store.execute("BEGIN EXCLUSIVE")
    store.execute("UPDATE feedback SET comment = comment")
    assert ask(app) == 2
    store.execute("ROLLBACK")
    store.close()
    assert ask(app) == 3
    assert count_turns(folder) == 2


def test_a_full_store_loses_no_answer(folder: Path) -> None:
    from ui.chat.conversation import load_log

    app = open_app()
    assert ask(app) == 1
    log = load_log()
    assert log is not None

    @sa.event.listens_for(log.engine, "connect")
    def fill(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    log.engine.dispose()
    assert ask(app) == 2
    assert count_turns(folder) == 1
    assert app.session_state["conversation"].turns[1].id.startswith("unkept-")
