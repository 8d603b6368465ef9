"""The page of standard answers, without a browser: two people, one answer, and what each role may do."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from assistant.desk.records import Person
from assistant.publishing.records import DraftAnswer
from assistant.publishing.store import AnswerStore
from ingest.settings import ROOT
from tests.unit.assistant.law import LAW, SmallLibrary
from tests.unit.assistant.test_publishing import CHECKER, make_draft, publish
from tests.unit.ui.desk.conftest import TestDesk, clear_caches, read, write_settings

ANSWER = """id = "grievance"
title_en = "Filing a grievance"
title_es = "Presentar una queja"
topic = "visits"
place = "prison"
role = "content editor"
reviewed_on = 2026-11-21
status = "reviewed"
asks_en = ["how does he complain"]
asks_es = ["¿cómo se queja?"]

[[sentences]]
en = "He may file a grievance."
es = "Puede presentar una queja."
quotes = [
  { source = "crs-title-17", locator = "17-20-130(9)(b)", text = "file a grievance in accordance with department policies." },
]
"""


@dataclass(frozen=True)
class Library(SmallLibrary):
    version: str = "v1"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_model: SimpleNamespace) -> Iterator[TestDesk]:
    no_model.searcher = Library()
    folder = tmp_path / "corpus" / "standard_answers"
    folder.mkdir(parents=True)
    (folder / "grievance.toml").write_text(ANSWER, encoding="utf-8")
    (tmp_path / "corpus" / "services.toml").write_bytes((ROOT / "corpus" / "services.toml").read_bytes())
    write_settings(
        tmp_path,
        monkeypatch,
        '[desk]\nsign_in = "password"\nusers_file = "users.json"\n[assistant]\ncorpus_dir = "corpus"\ndata_dir = "data"\n',
    )
    yield TestDesk(tmp_path)
    clear_caches()


def find_store(desk: TestDesk) -> AnswerStore:
    opened = desk.load()
    return AnswerStore(opened.engine, opened.audit)


def person(role: str) -> Person:
    return Person(name=f"{role}@office.example", role=role)  # type: ignore[arg-type]


def press(app: AppTest, label: str) -> AppTest:
    button = next(b for b in app.button if b.label == label)
    return button.click().run()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def fill(app: AppTest, label: str, text: str) -> None:
    boxes = [*app.text_input, *app.text_area]
    next(box for box in boxes if box.label == label).set_value(text)


def test_an_editor_writes_an_answer_and_an_admin_publishes_it(desk: TestDesk) -> None:
    app = desk.open("editor", "desk-answers")
    fill(app, "Title in English", "The right to visits")
    fill(app, "Short name", "visits-right")
    app.run()
    press(app, "Start writing")
    assert not app.exception
    fill(app, "Title in Spanish", "El derecho a visitas")
    fill(
        app, "How people ask it in English, one a line", "does he have a right to visits\nare visits a right"
    )
    fill(app, "How people ask it in Spanish, one a line", "¿tiene derecho a visitas?")
    app.selectbox[0].set_value("visits").run()
    press(app, "Add a sentence")
    fill(app, "In English", "He has visitation rights.")
    fill(app, "In Spanish", "Tiene derecho a visitas.")
    fill(app, "Rule to rest on", "CRS 17 20 130 (2)")
    app.run()
    assert "it rests on nothing" in read(app)
    press(app, "Add its text")
    assert "Every binding holds: 1 checked word for word." in read(app)
    press(app, "Ask for a review")
    assert not app.exception
    assert "a second person has to review it" in read(app)
    assert "Publish" not in labels(app)
    other = press(desk.open("admin", "desk-answers"), "Review")
    press(other, "Publish")
    assert not other.exception
    assert "The chat uses it from the next question on." in read(other)
    published = find_store(desk).load_published()
    assert [(a.id, a.asks_en) for a in published.answers] == [
        ("visits-right", ("does he have a right to visits", "are visits a right"))
    ]


def test_a_quote_that_is_changed_by_a_word_is_told_at_once(desk: TestDesk) -> None:
    find_store(desk).start(person("editor"), make_draft())
    app = press(desk.open("editor", "desk-answers"), "Open")
    assert "Every binding holds" in read(app)
    box = next(b for b in app.text_area if b.label.startswith("Rests on"))
    box.set_value("A person confined in a correctional facility has visiting rights.").run()
    assert "Sentence 1: the quote is not in the stored text of 17-20-130" in read(app)
    press(app, "Ask for a review")
    assert "Not yet:" in read(app)
    assert find_store(desk).list_drafts("proposed") == ()


def test_a_reader_sees_a_proposal_and_can_do_nothing_with_it(desk: TestDesk) -> None:
    store = find_store(desk)
    held = store.start(person("editor"), make_draft())
    store.propose(person("editor"), held.id, held.revision, CHECKER)
    app = press(desk.open("reader", "desk-answers"), "Review")
    assert "He has visitation rights." in read(app)
    assert not {"Publish", "Send back", "Take it back", "Save", "Start writing"} & set(labels(app))


def test_a_review_is_sent_back_only_with_a_reason(desk: TestDesk) -> None:
    store = find_store(desk)
    held = store.start(person("editor"), make_draft())
    store.propose(person("editor"), held.id, held.revision, CHECKER)
    app = press(desk.open("admin", "desk-answers"), "Review")
    press(app, "Send back")
    assert "Please say why." in read(app)
    app.text_area[0].set_value("Say which visits.")
    press(app, "Send back")
    assert store.load_draft(held.id).state == "draft"
    assert "Say which visits." in read(app)


def test_an_answer_of_the_repository_is_withdrawn_with_a_reason(desk: TestDesk) -> None:
    app = desk.open("editor", "desk-answers")
    app.radio(key="answers-view").set_value("in_use").run()
    app.selectbox(key="answers-chosen").set_value("grievance").run()
    assert "He may file a grievance." in read(app)
    press(app, "Withdraw it now")
    assert "Please say why." in read(app)
    app.text_input(key="answers-reason").set_value("The form has changed.")
    press(app, "Withdraw it now")
    assert not app.exception
    assert find_store(desk).load_published().withdrawn == {"grievance"}
    app.radio(key="answers-view").set_value("stopped").run()
    assert "The form has changed." in read(app)
    entry = desk.load().audit.list_entries(1)[0]
    assert (entry.action, entry.subject, entry.detail) == (
        "answer.withdraw",
        "grievance",
        "The form has changed.",
    )


def test_a_reader_is_offered_no_withdrawal(desk: TestDesk) -> None:
    app = desk.open("reader", "desk-answers")
    app.radio(key="answers-view").set_value("in_use").run()
    app.selectbox(key="answers-chosen").set_value("grievance").run()
    assert not {"Withdraw it now", "Write it anew"} & set(labels(app))


def test_a_new_edition_shows_old_words_beside_new_ones(desk: TestDesk, no_model: SimpleNamespace) -> None:
    publish(find_store(desk))
    no_model.searcher = Library(LAW.replace("has visitation rights", "may have visits"), "v2")
    app = desk.open("editor", "desk-answers")
    app.radio(key="answers-view").set_value("stopped").run()
    told = read(app)
    assert "the quote is not in the stored text of 17-20-130" in told
    assert "<del>has visitation rights.</del>" in told
    assert "<ins>may have visits.</ins>" in told


def test_a_group_of_questions_begins_an_answer(desk: TestDesk) -> None:
    app = desk.open("editor", "desk-answers")
    app.session_state["answer_start"] = {
        "topic": "",
        "asks": ["is there a right to visits", "visits a right?"],
    }
    app.run()
    assert "is there a right to visits" in read(app)
    fill(app, "Title in English", "The right to visits")
    fill(app, "Short name", "visits-right")
    app.run()
    press(app, "Start writing")
    held = find_store(desk).list_drafts("draft")[0]
    assert held.content == DraftAnswer(
        id="visits-right",
        title_en="The right to visits",
        asks_en=("is there a right to visits", "visits a right?"),
    )


def test_what_a_person_writes_is_never_html(desk: TestDesk) -> None:
    store = find_store(desk)
    held = store.start(person("editor"), make_draft(title_en="<img src=x onerror=alert(1)>"))
    store.propose(person("editor"), held.id, held.revision, CHECKER)
    app = press(desk.open("admin", "desk-answers"), "Review")
    assert "<img" not in read(app)
    assert "&lt;img" in read(app)
