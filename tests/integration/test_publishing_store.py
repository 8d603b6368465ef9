"""Publishing on SQLite and on a real PostgreSQL: the same rules, and two people at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.conversations import LogSettings
from assistant.desk.audit import AuditLog
from assistant.desk.records import Person
from assistant.desk.tables import open_store
from assistant.publishing.records import ChangedMeanwhileError, PublishingError, RuleError
from assistant.publishing.store import AnswerStore
from tests.unit.assistant.test_publishing import CHECKER, REVIEWER, WRITER, make_draft, propose


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnswerStore]:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").url
    engine = open_store(LogSettings(database_url=url, busy_timeout_ms=20_000))
    yield AnswerStore(engine, AuditLog(engine))
    engine.dispose()


def test_an_answer_goes_from_draft_to_published_to_withdrawn(store: AnswerStore) -> None:
    content = make_draft(id="one-way")
    held = propose(store, content)
    with pytest.raises(RuleError, match="own_work"):
        store.publish(WRITER, held.id, held.revision, CHECKER)
    store.publish(REVIEWER, held.id, held.revision, CHECKER, "Read both languages.")
    assert "one-way" in [answer.id for answer in store.load_published().answers]
    store.withdraw(REVIEWER, content, "Not any more.")
    assert "one-way" in store.load_published().withdrawn
    assert [step.action for step in store.list_steps(held.id)] == ["start", "propose", "publish"]
    assert store.audit.find_break() is None


def test_of_many_reviewers_at_once_one_publishes(store: AnswerStore) -> None:
    held = propose(store, make_draft(id="at-once"))
    before = store.find_publication()

    def review(number: int) -> bool:
        try:
            store.publish(Person(name=f"r{number}", role="editor"), held.id, held.revision, CHECKER)
        except (ChangedMeanwhileError, PublishingError):
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(review, range(6))) == 1
    assert store.find_publication() == before + 1
    assert store.audit.find_break() is None


def test_answers_published_at_once_get_numbers_of_their_own(store: AnswerStore) -> None:
    drafts = [propose(store, make_draft(id=f"answer-{number}")) for number in range(5)]
    before = store.find_publication()
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda held: store.publish(REVIEWER, held.id, held.revision, CHECKER), drafts))
    assert store.find_publication() == before + 5
    assert {f"answer-{number}" for number in range(5)} <= {a.id for a in store.load_published().answers}
