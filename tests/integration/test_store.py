"""The conversation log on SQLite and on a real PostgreSQL: the same promises on both."""

import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.conversations import (
    FEEDBACK,
    TURNS,
    ConversationLog,
    ConversationLogError,
    LogSettings,
    load_conversation_log,
)
from assistant.conversations_export import export_turns
from assistant.records import Answer
from tests.integration.conftest import Postgres

VISIT, OTHER = "v" * 24, "w" * 24


@pytest.fixture
def log(settings: LogSettings) -> Iterator[ConversationLog]:
    opened = load_conversation_log(settings)
    assert opened is not None
    yield opened
    with opened.engine.begin() as connection:
        connection.execute(FEEDBACK.delete())
        connection.execute(TURNS.delete())
    opened.engine.dispose()


def build_answer(question: str, text: str = "Yes.") -> Answer:
    return Answer(
        id="",
        question=question,
        standalone_question=question,
        language="es",
        outcome="answered",
        status="answered",
        completeness="complete",
        text=text,
        trace={"heard": question},
    )


def age_turns(log: ConversationLog, days: int) -> None:
    with log.engine.begin() as connection:
        for row in connection.execute(sa.select(TURNS.c.id, TURNS.c.asked_at)).all():
            older = row.asked_at - timedelta(days=days)
            connection.execute(TURNS.update().where(TURNS.c.id == row.id).values(asked_at=older))


def dump(log: ConversationLog) -> str:
    with log.engine.connect() as connection:
        return str([connection.execute(sa.select(table)).all() for table in (TURNS, FEEDBACK)])


def test_turns_come_back_in_order_and_redacted(log: ConversationLog) -> None:
    for question in ("¿mi hijo Wendell Trask puede llamar?", "y DOC 145672", "🙏 gracias"):
        log.write_turn(VISIT, build_answer(question, text=f"Sobre Wendell: {question}"))
    assert [turn.question for turn in log.load_turns(VISIT)] == [
        "¿mi hijo [name] puede llamar?",
        "y DOC [DOC number]",
        "🙏 gracias",
    ]
    assert "Trask" not in dump(log)
    assert "145672" not in dump(log)


def test_any_text_is_kept(log: ConversationLog) -> None:
    for question in ("", "\x00", "\ud800", "a" * 50_000, "'; DROP TABLE turns; --", "‮<script>"):
        assert log.write_turn(VISIT, build_answer(question))
    assert len(log.load_turns(VISIT)) == 6


def test_an_id_that_can_be_guessed_is_neither_written_nor_read(log: ConversationLog) -> None:
    for guess in ("", "1", "visit", "../../etc", "v" * 21, "v" * 65, "v" * 23 + "'"):
        with pytest.raises(ConversationLogError):
            log.write_turn(guess, build_answer("hello"))
        assert log.load_turns(guess) == ()


def test_conversations_do_not_mix(log: ConversationLog) -> None:
    log.write_turn(VISIT, build_answer("one"))
    log.write_turn(OTHER, build_answer("two"))
    assert [turn.question for turn in log.load_turns(OTHER)] == ["two"]


def test_deleting_a_conversation_takes_its_feedback_and_no_other(log: ConversationLog) -> None:
    gone, stays = log.write_turn(VISIT, build_answer("one")), log.write_turn(OTHER, build_answer("two"))
    for turn in (gone, stays):
        log.write_feedback(turn, "wrong", ("unclear",), "my son Wendell Trask was upset")
    log.delete_conversation(VISIT)
    assert log.load_turns(VISIT) == ()
    assert gone not in dump(log)
    assert stays in dump(log)
    assert "Trask" not in dump(log)


def test_feedback_on_what_is_not_kept_is_refused(log: ConversationLog) -> None:
    with pytest.raises(ConversationLogError):
        log.write_feedback("0" * 32, "right", (), "good")


def test_what_has_expired_is_not_read_and_goes_at_the_next_write(log: ConversationLog) -> None:
    turn = log.write_turn(VISIT, build_answer("old"))
    log.write_feedback(turn, "right", (), "fine")
    age_turns(log, days=31)
    assert log.load_turns(VISIT) == ()
    log.write_turn(OTHER, build_answer("new"))
    assert turn not in dump(log)


def test_what_has_expired_goes_when_the_log_is_opened(log: ConversationLog, settings: LogSettings) -> None:
    log.write_turn(VISIT, build_answer("old"))
    age_turns(log, days=29)
    assert log.delete_expired() == 0
    age_turns(log, days=2)
    reopened = load_conversation_log(settings)
    assert reopened is not None
    reopened.engine.dispose()
    assert "old" not in dump(log)


def test_writers_at_once_lose_nothing_and_share_no_position(
    settings: LogSettings, log: ConversationLog
) -> None:
    def write(number: int) -> None:
        own = load_conversation_log(settings)
        assert own is not None
        for i in range(5):
            own.write_turn(VISIT, build_answer(f"question {number}-{i}"))
        own.engine.dispose()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert len({turn.question for turn in log.load_turns(VISIT)}) == 30
    with log.engine.connect() as connection:
        positions = connection.execute(sa.select(TURNS.c.position)).scalars().all()
    assert sorted(positions) == list(range(30))


def test_export_is_whole_and_holds_no_key_to_a_conversation(log: ConversationLog, tmp_path: Path) -> None:
    turn = log.write_turn(VISIT, build_answer("=HYPERLINK(1) my son Wendell Trask", text='-1, "yes"\nno'))
    log.write_turn(OTHER, build_answer("two"))
    log.write_feedback(turn, "wrong", ("unclear", "too_long"), "@bad")
    file = tmp_path / "turns.csv"
    assert export_turns(log, file) == 2
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = {row["question"]: row for row in csv.DictReader(handle)}
    row = rows["'=HYPERLINK(1) my son [name]"]
    assert row["answer"] == '\'-1, "yes"\nno'
    assert (row["verdict"], row["reasons"], row["comment"]) == ("wrong", "unclear\ntoo_long", "'@bad")
    assert VISIT not in file.read_text(encoding="utf-8-sig")
    assert file.stat().st_mode & 0o077 == 0


def test_an_export_that_cannot_be_written_leaves_nothing(log: ConversationLog, tmp_path: Path) -> None:
    (tmp_path / "turns.csv").mkdir()
    with pytest.raises(ConversationLogError):
        export_turns(log, tmp_path / "turns.csv")
    assert [file.name for file in tmp_path.iterdir() if "partial" in file.name] == []


def test_a_server_that_goes_and_comes_back_is_a_log_error_and_then_none(postgres: Postgres) -> None:
    log = load_conversation_log(LogSettings(database_url=postgres.url))
    assert log is not None
    log.write_turn(VISIT, build_answer("before"))
    postgres.stop()
    try:
        for act in (lambda: log.write_turn(VISIT, build_answer("lost")), lambda: log.load_turns(VISIT)):
            with pytest.raises(ConversationLogError):
                act()
    finally:
        postgres.start()
    log.write_turn(VISIT, build_answer("after"))
    assert [turn.question for turn in log.load_turns(VISIT)] == ["before", "after"]
    log.delete_conversation(VISIT)
    log.engine.dispose()
