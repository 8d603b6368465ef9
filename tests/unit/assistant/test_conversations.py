"""The log's faults are one exception, its cells run nowhere, and what was deleted is in no file."""

import os
import sqlite3
import stat
import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.__main__ import main
from assistant.conversations import (
    ConversationLog,
    ConversationLogError,
    LogSettings,
    load_conversation_log,
)
from assistant.conversations_export import format_cell
from assistant.records import Answer

VISIT = "v" * 24


def build_answer(question: str) -> Answer:
    return Answer(
        id="",
        question=question,
        standalone_question=question,
        language="en",
        outcome="answered",
        status="answered",
        completeness="complete",
        text="Yes.",
    )


def open_log(file: Path, **changes: int) -> ConversationLog:
    log = load_conversation_log(LogSettings(database_url=f"sqlite:///{file}", busy_timeout_ms=50, **changes))
    assert log is not None
    return log


def test_switched_off_no_file_is_made(tmp_path: Path) -> None:
    settings = LogSettings(is_kept=False, database_url=f"sqlite:///{tmp_path / 'log.sqlite'}")
    assert load_conversation_log(settings) is None
    assert list(tmp_path.iterdir()) == []


def test_retention_of_no_days_is_refused() -> None:
    with pytest.raises(ValidationError):
        LogSettings(retention_days=0)


def test_the_file_is_the_owners_and_written_ahead(tmp_path: Path) -> None:
    log = open_log(tmp_path / "log.sqlite")
    assert stat.S_IMODE((tmp_path / "log.sqlite").stat().st_mode) == 0o600
    with log.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 50


def test_a_locked_database_is_a_log_error(tmp_path: Path) -> None:
    log = open_log(tmp_path / "log.sqlite")
    other = sqlite3.connect(tmp_path / "log.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ConversationLogError):
        log.write_turn(VISIT, build_answer("hello"))
    other.execute("ROLLBACK")
    other.close()
    assert log.write_turn(VISIT, build_answer("hello"))


def test_a_full_database_is_a_log_error_and_keeps_what_it_had(tmp_path: Path) -> None:
    log = open_log(tmp_path / "log.sqlite")
    log.write_turn(VISIT, build_answer("first"))
    with log.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(ConversationLogError):
        log.write_turn(VISIT, build_answer("word " * 10_000))
    assert [turn.question for turn in log.load_turns(VISIT)] == ["first"]


def test_a_corrupt_database_is_a_log_error(tmp_path: Path) -> None:
    (tmp_path / "log.sqlite").write_bytes(b"not a database at all " * 500)
    with pytest.raises(ConversationLogError):
        open_log(tmp_path / "log.sqlite")


def test_a_database_broken_while_open_is_a_log_error(tmp_path: Path) -> None:
    log = open_log(tmp_path / "log.sqlite")
    log.write_turn(VISIT, build_answer("hello"))
    log.engine.dispose()
    (tmp_path / "log.sqlite").write_bytes(b"\xff" * 8192)
    for act in (lambda: log.load_turns(VISIT), lambda: log.write_turn(VISIT, build_answer("again"))):
        with pytest.raises(ConversationLogError):
            act()


def test_a_folder_that_cannot_be_made_is_a_log_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConversationLogError):
        open_log(tmp_path / "file" / "log.sqlite")


def test_a_stored_answer_of_another_shape_is_a_log_error(tmp_path: Path) -> None:
    log = open_log(tmp_path / "log.sqlite")
    log.write_turn(VISIT, build_answer("hello"))
    with log.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE turns SET answer = '{\"no\": 1}'")
    with pytest.raises(ConversationLogError):
        log.load_turns(VISIT)


def test_a_database_of_a_later_program_is_refused(tmp_path: Path) -> None:
    log = open_log(tmp_path / "log.sqlite")
    with log.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConversationLogError, match="revision 9999"):
        open_log(tmp_path / "log.sqlite")


def test_what_was_deleted_is_in_no_file(tmp_path: Path) -> None:
    log = open_log(tmp_path / "log.sqlite")
    log.write_turn(VISIT, build_answer("the peculiar marmalade question"))
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"marmalade" in held
    log.delete_conversation(VISIT)
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"marmalade" not in held


def test_what_has_expired_is_in_no_file_after_the_next_write(tmp_path: Path) -> None:
    log = open_log(tmp_path / "log.sqlite")
    log.write_turn(VISIT, build_answer("the peculiar marmalade question"))
    with log.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE turns SET asked_at = '2001-01-01 00:00:00.000000'")
    log.write_turn(VISIT, build_answer("something else"))
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"marmalade" not in held
    assert b"something else" in held


def test_what_has_expired_goes_by_a_command_though_nobody_asks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_log(tmp_path / "log.sqlite")
    log.write_turn(VISIT, build_answer("the peculiar marmalade question"))
    with log.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE turns SET asked_at = '2001-01-01 00:00:00.000000'")
    log.engine.dispose()
    batches = tmp_path / "data" / "desk" / "batches"
    batches.mkdir(parents=True)
    for name, days in (("old", 31), ("new", 29)):
        (batches / f"{name}.jsonl").write_text("{}")
        then = time.time() - days * 24 * 3600
        os.utime(batches / f"{name}.jsonl", (then, then))
    settings = tmp_path / "settings.toml"
    settings.write_text(
        f'[assistant]\ndata_dir = "{tmp_path / "data"}"\n[log]\ndatabase_url = "sqlite:///{tmp_path / "log.sqlite"}"\n'
    )
    monkeypatch.setenv("CORRECTIONS_ASSISTANT_SETTINGS", str(settings))

    assert main(["store", "expire"]) == 0

    assert [file.name for file in batches.iterdir()] == ["new.jsonl"]
    assert b"marmalade" not in b"".join(file.read_bytes() for file in tmp_path.glob("log.sqlite*"))


def test_a_password_in_the_settings_is_refused_and_not_repeated() -> None:
    settings = LogSettings(database_url="postgresql://desk:opensesame@127.0.0.1/log")
    with pytest.raises(ConversationLogError, match="PGPASSWORD") as caught:
        load_conversation_log(settings)
    assert "opensesame" not in str(caught.value)


@pytest.mark.parametrize("address", ["postgresql://nobody@127.0.0.1:9/log", "mysql://x/y", "no address", ""])
def test_a_database_that_is_not_there_is_a_log_error(address: str) -> None:
    with pytest.raises(ConversationLogError):
        load_conversation_log(LogSettings(database_url=address))


def test_what_people_wrote_is_not_in_a_databases_error(tmp_path: Path) -> None:
    log = open_log(tmp_path / "log.sqlite")
    with log.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE turns")
    with pytest.raises(ConversationLogError) as caught:
        log.write_turn(VISIT, build_answer("the peculiar marmalade question"))
    assert "marmalade" not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1", "\n+1", "＝1", "|calc"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert format_cell(cell) == "'" + cell


def test_ordinary_cells_stay() -> None:
    assert format_cell("Can he call? 2 = 2") == "Can he call? 2 = 2"
