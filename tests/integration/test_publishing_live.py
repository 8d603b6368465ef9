"""The real assistant follows what is published: used with the next question, gone with the next, and never at the cost of an answer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.conversations import LogSettings
from assistant.desk.audit import AuditLog
from assistant.desk.records import StoreError
from assistant.desk.tables import open_store
from assistant.pipeline import Loaded, load_parts
from assistant.publishing.checking import DraftChecker
from assistant.publishing.live import LiveAssistant
from assistant.publishing.records import open_answer
from assistant.publishing.store import AnswerStore
from assistant.records import Question
from index.settings import load_index_settings
from tests.unit.assistant.test_publishing import REVIEWER, WRITER

QUESTION = Question(text="are visits a right or a privilege")
FAMILIAR = Question(text="hes in the hole can I still visit")
WORDS = "The law says so in one line."


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_parts()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AnswerStore]:
    engine = open_store(LogSettings(database_url=f"sqlite:///{tmp_path / 'log.sqlite'}"))
    yield AnswerStore(engine, AuditLog(engine))
    engine.dispose()


def test_published_answers_are_used_at_once_and_withdrawn_ones_vanish(
    loaded: Loaded, store: AnswerStore
) -> None:
    live = LiveAssistant(lambda: loaded, load_index_settings(), lambda: store)
    assert WORDS not in live.current().ask(QUESTION).text
    content = open_answer(loaded.content.answers["visits-right"])
    checker = DraftChecker(loaded.searcher, frozenset(content.services), frozenset(loaded.content.answers))
    checker = replace(checker, services=checker.services | {s.service for s in content.steps if s.service})
    first = content.sentences[0].model_copy(update={"en": f"Yes. He has visitation rights. {WORDS}"})
    content = content.model_copy(update={"sentences": (first, *content.sentences[1:])})
    held = store.start(WRITER, content)
    held = store.propose(WRITER, held.id, held.revision, checker)
    store.publish(REVIEWER, held.id, held.revision, checker)
    answer = live.current().ask(QUESTION)
    assert (answer.standard_answer, WORDS in answer.text) == ("visits-right", True)
    store.withdraw(REVIEWER, content, "It is being rewritten.")
    assert live.current().ask(QUESTION).standard_answer != "visits-right"


def test_an_answer_of_the_repository_is_withdrawn_at_the_desk(loaded: Loaded, store: AnswerStore) -> None:
    live = LiveAssistant(lambda: loaded, load_index_settings(), lambda: store)
    used = live.current().ask(FAMILIAR).standard_answer
    assert used
    store.withdraw(REVIEWER, open_answer(loaded.content.answers[used]), "It is being rewritten.")
    after = live.current().ask(FAMILIAR)
    assert after.standard_answer != used
    assert after.outcome != "error"


def test_a_store_that_cannot_be_read_costs_no_answer(loaded: Loaded) -> None:
    def fail() -> AnswerStore:
        raise StoreError("down")

    live = LiveAssistant(lambda: loaded, load_index_settings(), fail)
    assert live.current().ask(FAMILIAR).outcome == "answered"
