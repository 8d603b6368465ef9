"""The pages' logic without a browser: a fake assistant answers at the seam where the real one is loaded."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.records import Question
from assistant.state import Sentence
from tests.unit.ui.answers import build_answer


class FakeAssistant:
    """Answers at once and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.searcher = SimpleNamespace()

    def stream(self, question: Question) -> Iterator[tuple[str, Any]]:
        self.asked.append(question)
        yield "stage", "retrieve"
        yield "sentence", Sentence("They may limit his visits. [1]")
        is_spanish = "visita" in question.text
        yield (
            "answer",
            build_answer(question=question.text, citations=(), language="es" if is_spanish else "en"),
        )


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeAssistant:
    settings = tmp_path / "settings.toml"
    settings.write_text(f'[log]\ndatabase_url = "sqlite:///{tmp_path / "log.sqlite"}"\n', encoding="utf-8")
    monkeypatch.setenv("CORRECTIONS_ASSISTANT_SETTINGS", str(settings))
    from ui import loading
    from ui.chat import conversation
    from ui.settings import load_ui_settings

    conversation.load_log.cache_clear()
    load_ui_settings.cache_clear()
    fake = FakeAssistant()
    loaded: Future[Any] = Future()
    loaded.set_result(fake)
    monkeypatch.setattr(loading, "start_loading", lambda: loaded)
    monkeypatch.setattr("ui.chat.turn.find_contexts", lambda answer, say: {})
    return fake


def open_chat() -> AppTest:
    def draw() -> None:
        import streamlit as st

        from ui.chat.page import render_chat

        st.session_state["pages"] = {"print": st.Page(lambda: None, title="print", url_path="print")}
        page = st.navigation(
            [st.Page(render_chat, title="chat", default=True), *st.session_state["pages"].values()]
        )
        page.run()

    app = AppTest.from_function(draw, default_timeout=30)
    app.run()
    return app


def read_html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_a_tapped_example_is_asked(assistant: FakeAssistant) -> None:
    app = open_chat()
    app.button(key="example-0").click().run()
    assert not app.exception
    assert [q.text for q in assistant.asked] == ["They cancelled my visit. Can they do that?"]
    assert "They may limit his visits." in read_html(app)


def test_a_second_question_takes_the_first_along(assistant: FakeAssistant) -> None:
    app = open_chat()
    app.chat_input[0].set_value("first").run()
    app.chat_input[0].set_value("second").run()
    assert [turn.text for turn in assistant.asked[1].previous] == ["first"]


def test_blank_words_are_not_asked(assistant: FakeAssistant) -> None:
    app = open_chat()
    app.chat_input[0].set_value("   ").run()
    assert assistant.asked == []


def test_a_long_message_is_cut_and_the_person_keeps_an_answer(assistant: FakeAssistant) -> None:
    app = open_chat()
    app.chat_input[0].set_value("a " * 5000).run()
    assert len(assistant.asked[0].text) <= 4000
    assert not app.exception


def test_who_asks_as_fast_as_a_script_is_told_to_wait_and_keeps_the_question(
    assistant: FakeAssistant, tmp_path: Path
) -> None:
    with (tmp_path / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write("[ui]\nvisit_burst = 1\nvisit_per_minute = 2.0\n")
    app = open_chat()
    app.chat_input[0].set_value("first").run()
    app.chat_input[0].set_value("second").run()
    assert [q.text for q in assistant.asked] == ["first"]
    assert "Please wait 30 seconds" in read_html(app)
    assert "second" in read_html(app)
    assert app.button(key="again").label == "Ask again"
    assert not app.exception


def test_an_address_keeps_the_conversation_and_clearing_forgets_it(assistant: FakeAssistant) -> None:
    app = open_chat()
    app.chat_input[0].set_value("first").run()
    kept = app.query_params["c"]
    again = open_chat()
    again.query_params["c"] = kept
    again.run()
    assert "They may limit his visits." in read_html(again)
    again.button(key="clear").click().run()
    assert "c" not in again.query_params
    third = open_chat()
    third.query_params["c"] = kept
    third.run()
    assert "They may limit his visits." not in read_html(third)


def test_no_session_sees_anothers_words(assistant: FakeAssistant) -> None:
    one, other = open_chat(), open_chat()
    one.chat_input[0].set_value("only mine").run()
    other.run()
    assert "only mine" in read_html(one)
    assert "only mine" not in read_html(other)


def test_the_page_follows_the_language_a_person_writes_in(assistant: FakeAssistant) -> None:
    app = open_chat()
    app.chat_input[0].set_value("puedo hacer una visita").run()
    assert app.button(key="clear").label == "Borrar esta conversación"
