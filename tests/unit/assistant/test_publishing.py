"""A standard answer from draft to publication: two people, nothing unseen, every step in the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.conversations import LogSettings
from assistant.desk.audit import AuditLog
from assistant.desk.records import Person, StoreError
from assistant.desk.tables import AUDIT, open_store
from assistant.publishing.checking import DraftChecker
from assistant.publishing.commands import load_published
from assistant.publishing.records import (
    ChangedMeanwhileError,
    DraftAnswer,
    Published,
    RuleError,
    StoredDraft,
    UnfinishedError,
)
from assistant.publishing.store import AnswerStore
from tests.unit.assistant.law import LAW, SOURCE, SmallLibrary

WRITER = Person(name="Ana", role="editor")
REVIEWER = Person(name="Ben", role="editor")
ADMIN = Person(name="Cleo", role="admin")
READER = Person(name="Dov", role="reader")
QUOTE = {
    "source": SOURCE,
    "locator": "17-20-130(2)",
    "text": "A person confined in a correctional facility has visitation rights.",
}
CHECKER = DraftChecker(SmallLibrary(), frozenset({"constituent-services"}), frozenset({"visits"}))


def make_draft(**changes: object) -> DraftAnswer:
    told: dict[str, object] = {
        "id": "visits-right",
        "title_en": "The right to visits",
        "title_es": "El derecho a visitas",
        "topic": "visits",
        "asks_en": ["does he have a right to visits"],
        "asks_es": ["¿tiene derecho a visitas?"],
        "services": ["constituent-services"],
        "sentences": [
            {"en": "He has visitation rights.", "es": "Tiene derecho a visitas.", "quotes": [QUOTE]}
        ],
    }
    return DraftAnswer(**(told | changes))  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AnswerStore]:
    engine = open_store(LogSettings(database_url=f"sqlite:///{tmp_path / 'desk.sqlite'}"))
    yield AnswerStore(engine, AuditLog(engine))
    engine.dispose()


def propose(store: AnswerStore, content: DraftAnswer | None = None) -> StoredDraft:
    held = store.start(WRITER, content or make_draft())
    return store.propose(WRITER, held.id, held.revision, CHECKER)


def publish(store: AnswerStore, content: DraftAnswer | None = None) -> StoredDraft:
    held = propose(store, content)
    return store.publish(REVIEWER, held.id, held.revision, CHECKER)


def list_actions(store: AnswerStore) -> list[tuple[str, str]]:
    return [(e.person, e.action) for e in reversed(store.audit.list_entries())]


def test_two_people_publish_an_answer(store: AnswerStore) -> None:
    held = publish(store)
    published = store.load_published()
    assert held.state == "published"
    assert [a.id for a in published.answers] == ["visits-right"]
    assert published.number == store.find_publication() == 1
    assert list(published.bindings["visits-right"]) == [f"{SOURCE} 17-20-130(2)"]
    assert list_actions(store) == [
        ("Ana", "answer.start"),
        ("Ana", "answer.propose"),
        ("Ben", "answer.review"),
        ("Ben", "answer.publish"),
    ]
    assert store.audit.find_break() is None


@pytest.mark.parametrize("person", [WRITER, Person(name="Ana", role="admin")])
def test_nobody_reviews_words_of_their_own(store: AnswerStore, person: Person) -> None:
    held = propose(store)
    with pytest.raises(RuleError, match="own_work"):
        store.publish(person, held.id, held.revision, CHECKER)
    with pytest.raises(RuleError, match="own_work"):
        store.send_back(person, held.id, held.revision, "no")
    assert store.load_published().answers == ()


def test_who_mended_a_draft_cannot_review_it_either(store: AnswerStore) -> None:
    held = store.start(WRITER, make_draft(title_en=""))
    held = store.save(REVIEWER, held.id, held.revision, make_draft())
    held = store.propose(WRITER, held.id, held.revision, CHECKER)
    with pytest.raises(RuleError, match="own_work"):
        store.publish(REVIEWER, held.id, held.revision, CHECKER)
    assert store.publish(ADMIN, held.id, held.revision, CHECKER).state == "published"


def test_a_reader_changes_nothing(store: AnswerStore) -> None:
    held = propose(store)
    before = list_actions(store)
    for attempt in (
        lambda: store.start(READER, make_draft(id="another")),
        lambda: store.save(READER, held.id, held.revision, make_draft()),
        lambda: store.publish(READER, held.id, held.revision, CHECKER),
        lambda: store.send_back(READER, held.id, held.revision, "no"),
        lambda: store.withdraw(READER, make_draft(), "no"),
        lambda: store.discard(READER, held.id, held.revision),
    ):
        with pytest.raises(RuleError, match="needs_editor"):
            attempt()
    assert list_actions(store) == before
    assert store.load_draft(held.id) == held


def test_what_was_not_seen_is_not_published(store: AnswerStore) -> None:
    seen = propose(store)
    held = store.take_back(WRITER, seen.id, seen.revision)
    held = store.save(WRITER, held.id, held.revision, make_draft(title_en="Another title"))
    store.propose(WRITER, held.id, held.revision, CHECKER)
    with pytest.raises(ChangedMeanwhileError):
        store.publish(REVIEWER, seen.id, seen.revision, CHECKER)


def test_a_proposal_is_not_edited(store: AnswerStore) -> None:
    held = propose(store)
    with pytest.raises(RuleError, match="wrong_state"):
        store.save(WRITER, held.id, held.revision, make_draft(title_en="Quietly another"))


def test_a_review_that_refuses_says_why(store: AnswerStore) -> None:
    held = propose(store)
    with pytest.raises(RuleError, match="needs_words"):
        store.send_back(REVIEWER, held.id, held.revision, " ")
    back = store.send_back(REVIEWER, held.id, held.revision, "The second sentence is missing.")
    assert back.state == "draft"
    assert store.list_steps(held.id)[-1].comment == "The second sentence is missing."


def test_a_withdrawn_answer_is_gone_and_can_be_written_again(store: AnswerStore) -> None:
    publish(store)
    with pytest.raises(RuleError, match="needs_words"):
        store.withdraw(REVIEWER, make_draft(), "")
    store.withdraw(REVIEWER, make_draft(), "The law has changed.")
    gone = store.load_published()
    assert (gone.answers, gone.withdrawn, gone.number) == ((), frozenset({"visits-right"}), 2)
    publish(store)
    again = store.load_published()
    assert ([a.id for a in again.answers], again.withdrawn, again.number) == (
        ["visits-right"],
        frozenset(),
        3,
    )


def test_a_later_publication_replaces_the_one_before(store: AnswerStore) -> None:
    publish(store)
    publish(store, make_draft(title_en="The right to see him"))
    assert [a.title_en for a in store.load_published().answers] == ["The right to see him"]
    assert len(store.list_drafts("replaced")) == 1


def test_one_draft_of_an_answer_is_open_at_a_time(store: AnswerStore) -> None:
    store.start(WRITER, make_draft())
    with pytest.raises(RuleError, match="already_open"):
        store.start(REVIEWER, make_draft())


def test_an_answer_with_faults_is_not_proposed(store: AnswerStore) -> None:
    held = store.start(WRITER, make_draft(title_es=""))
    with pytest.raises(UnfinishedError, match="missing_title"):
        store.propose(WRITER, held.id, held.revision, CHECKER)


def test_an_answer_whose_law_changed_since_the_proposal_is_not_published(store: AnswerStore) -> None:
    held = propose(store)
    assert "has visitation rights" in LAW
    other = SmallLibrary(LAW.replace("has visitation rights", "may have visits"))
    with pytest.raises(UnfinishedError, match="binding"):
        store.publish(REVIEWER, held.id, held.revision, replace(CHECKER, library=other))


def test_what_cannot_be_recorded_is_not_done(store: AnswerStore) -> None:
    with store.engine.begin() as connection:
        connection.execute(
            sa.text("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
        )
    with pytest.raises(StoreError):
        store.start(WRITER, make_draft())
    assert store.list_drafts("draft") == ()
    with store.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(AUDIT)).scalar() == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": "No Such Id"}, "bad_id"),
        ({"title_en": " "}, "missing_title"),
        ({"topic": ""}, "missing_topic"),
        ({"asks_es": []}, "missing_asks"),
        ({"asks_en": ["my son John Smith, DOC# 123456, has no visits"]}, "personal_data"),
        ({"sentences": []}, "no_sentences"),
        ({"sentences": [{"en": "He may.", "es": "", "quotes": [QUOTE]}]}, "missing_language"),
        ({"sentences": [{"en": "He may.", "es": "Puede.", "quotes": []}]}, "no_quote"),
        (
            {"sentences": [{"en": "He may.", "es": "Puede.", "quotes": [QUOTE | {"text": "has no rights"}]}]},
            "binding",
        ),
        (
            {
                "sentences": [
                    {"en": "He may.", "es": "Puede.", "quotes": [QUOTE | {"locator": "17-20-999(1)"}]}
                ]
            },
            "binding",
        ),
        ({"services": ["no-such-office"]}, "unknown_service"),
        ({"follow_ups": ["no-such-answer"]}, "unknown_answer"),
    ],
)
def test_what_stands_in_the_way_is_named(changes: dict[str, object], code: str) -> None:
    assert code in [fault.code for fault in CHECKER.check(make_draft(**changes)).faults]


def test_a_whole_draft_is_ready_and_its_grade_is_told() -> None:
    check = CHECKER.check(make_draft())
    assert check.faults == ()
    assert check.quotes == 1
    assert check.grade_en is not None
    assert check.grade_es is not None


def test_words_beyond_the_quote_are_doubted() -> None:
    sentence = {"en": "He must get 3 visits in 10 days.", "es": "Debe.", "quotes": [QUOTE]}
    assert CHECKER.check(make_draft(sentences=[sentence])).doubts


def test_the_command_answers_with_what_the_desk_published_and_says_when_it_cannot_read_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "assistant.toml"
    monkeypatch.setenv("CORRECTIONS_ASSISTANT_SETTINGS", str(file))
    address = f'[log]\ndatabase_url = "sqlite:///{tmp_path}/log.sqlite"\n'
    file.write_text(address, encoding="utf-8")
    assert load_published() == Published()
    assert not (tmp_path / "log.sqlite").exists()
    file.write_text(f'{address}[desk]\nsign_in = "password"\nusers_file = "users.json"\n', encoding="utf-8")
    assert load_published() == Published()
    gone = '[log]\ndatabase_url = "postgresql://nobody@127.0.0.1:9/log"\n[desk]\nsign_in = "password"\n'
    file.write_text(gone, encoding="utf-8")
    assert load_published() == Published()
    assert "without what the desk published" in capsys.readouterr().err
