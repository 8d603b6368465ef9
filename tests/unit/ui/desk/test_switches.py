"""An administrator switches the chat and the model off; families read why, and the log says who."""

import sqlite3

from streamlit.testing.v1 import AppTest

from assistant.desk.switches import Switchboard, switch_model_off
from assistant.runner import Assistant, NamedStage
from tests.unit.ui.desk.conftest import MAIN, TestDesk, read
from ui.switches import apply_model_switch, load_watch


def open_chat(language: str = "en") -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["lang"] = language
    return app.run()


def test_the_chat_goes_off_with_words_for_families_and_on_again(desk: TestDesk) -> None:
    app = desk.open("admin", "desk-switches")
    app.text_area[0].set_value("Back at <b>noon</b>.")
    next(b for b in app.button if b.label == "Switch the chat off").click().run()
    assert not app.exception
    english, spanish = open_chat(), open_chat("es")
    assert not english.chat_input
    assert not [b for b in english.button if b.key and b.key.startswith("example")]
    assert "Back at &lt;b&gt;noon&lt;/b&gt;." in read(english)
    assert "apagado" in read(spanish)
    latest = desk.load().audit.list_entries()[0]
    assert (latest.person, latest.action, latest.subject) == ("admin@office.example", "switch.chat", "off")
    assert "Last changed by admin@office.example" in read(app)
    app.button(key="chat-on").click().run()
    assert open_chat().chat_input


def test_a_question_sent_while_the_chat_is_off_is_not_answered(desk: TestDesk) -> None:
    chat = open_chat()
    Switchboard(desk.load().engine).change(None, "chat", is_off=True)
    chat.chat_input[0].set_value("can he call").run()
    assert not chat.exception
    assert not chat.chat_input
    assert "asking" not in chat.session_state


def test_the_model_goes_off_and_the_embedded_stages_stay(desk: TestDesk) -> None:
    stages = tuple(NamedStage(name, lambda state: state) for name in ("retrieve", "write", "check"))
    assistant = Assistant(searcher=None, stages=stages, model="test:model")  # type: ignore[arg-type]
    assert apply_model_switch(assistant) is assistant
    app = desk.open("admin", "desk-switches")
    app.button(key="model-switch").click().run()
    assert not app.exception
    off = apply_model_switch(assistant)
    assert [stage.name for stage in off.stages] == ["retrieve", "check"]
    assert off.model == switch_model_off(assistant).model == "extractive"


def test_switches_stay_as_they_were_while_the_store_cannot_be_read(desk: TestDesk) -> None:
    assert open_chat().chat_input
    break_switches(desk)
    assert open_chat().chat_input
    assert load_watch().rests_until > 0


def test_a_chat_switched_off_stays_off_while_the_store_cannot_be_read(desk: TestDesk) -> None:
    Switchboard(desk.load().engine).change(None, "chat", is_off=True)
    assert not open_chat().chat_input
    break_switches(desk)
    assert not open_chat().chat_input


def break_switches(desk: TestDesk) -> None:
    desk.load()
    with sqlite3.connect(desk.folder / "log.sqlite") as other:
        other.execute("DROP TABLE switches")


def test_a_broken_audit_log_is_shown(desk: TestDesk) -> None:
    app = desk.open("admin", "desk-switches")
    assert "The log is whole" in read(app)
    with sqlite3.connect(desk.folder / "log.sqlite") as other:
        other.execute("DROP TRIGGER audit_no_UPDATE")
        other.execute("UPDATE audit SET person = 'eve' WHERE position = 0")
    assert "from row 0 on" in read(app.run())
