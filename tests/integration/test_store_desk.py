"""The desk's tables on SQLite and on a real PostgreSQL: steps from an older store, an audit log only added to."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError as RefusedError

from assistant.conversations import METADATA, TURNS, LogSettings, load_conversation_log
from assistant.desk.audit import AuditLog, begin_writing
from assistant.desk.audit_head import choose_head
from assistant.desk.lockout import Lockout, digest_address
from assistant.desk.records import Person, StoreError
from assistant.desk.sessions import Sessions
from assistant.desk.tables import SESSIONS, open_store
from assistant.migrations import HEAD, build_config, find_revision
from assistant.publishing import tables as publishing_tables
from assistant.records import Answer

ANN = Person(name="ann", role="editor")


@pytest.fixture
def engine(settings: LogSettings) -> Iterator[sa.Engine]:
    opened = open_store(settings)
    yield opened
    drop_everything(opened)
    opened.dispose()


def drop_everything(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        else:
            for table in sa.inspect(connection).get_table_names():
                connection.exec_driver_sql(f"DROP TABLE {table}")


def test_the_revision_in_the_program_is_the_last_step() -> None:
    script = ScriptDirectory.from_config(build_config())
    assert script.get_heads() == [HEAD]


def test_the_steps_make_the_tables_that_the_program_reads(engine: sa.Engine) -> None:
    assert publishing_tables.METADATA is METADATA
    with engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(
                connection, opts={"include_name": lambda name, kind, _: name != "alembic_version"}
            ),
            METADATA,
        )
    assert differences == []


def test_a_store_from_before_revisions_keeps_its_turns_and_counts_them(settings: LogSettings) -> None:
    older = open_store(settings)
    drop_everything(older)
    answer = Answer(
        id="",
        question="can he call",
        standalone_question="can he call",
        language="en",
        outcome="answered",
        status="answered",
        completeness="complete",
        text="Yes.",
        standard_answer="calls-limits",
        timings_ms={"total": 81.5},
    )
    with older.begin() as connection:
        for statement in (
            "CREATE TABLE turns (id VARCHAR(32) PRIMARY KEY, conversation VARCHAR(64) NOT NULL, position INTEGER "
            "NOT NULL, asked_at TIMESTAMP NOT NULL, question TEXT NOT NULL, outcome VARCHAR(32) NOT NULL, "
            "language VARCHAR(8) NOT NULL, answer TEXT NOT NULL)",
            "CREATE INDEX ix_turns_asked_at ON turns (asked_at)",
            "CREATE INDEX ix_turns_conversation ON turns (conversation)",
            "CREATE TABLE feedback (id VARCHAR(32) PRIMARY KEY, turn VARCHAR(32) NOT NULL, given_at TIMESTAMP NOT "
            "NULL, verdict VARCHAR(16) NOT NULL, reasons TEXT NOT NULL, comment TEXT NOT NULL)",
            "CREATE INDEX ix_feedback_turn ON feedback (turn)",
            "CREATE TABLE log_schema (version INTEGER PRIMARY KEY)",
            "INSERT INTO log_schema VALUES (1)",
        ):
            connection.exec_driver_sql(statement)
        connection.execute(
            sa.text(
                "INSERT INTO turns VALUES ('a', :c, 0, CURRENT_TIMESTAMP, 'can he call', 'answered', 'en', :j)"
            ),
            {"c": "v" * 24, "j": answer.model_dump_json()},
        )
    older.dispose()
    log = load_conversation_log(settings)
    assert log is not None
    assert [turn.question for turn in log.load_turns("v" * 24)] == ["can he call"]
    with log.engine.connect() as connection:
        row = connection.execute(sa.select(TURNS.c.status, TURNS.c.topic, TURNS.c.duration_ms)).one()
        assert tuple(row) == ("answered", "calls-limits", 81.5)
        assert find_revision(connection) == HEAD
        assert not sa.inspect(connection).has_table("log_schema")
    drop_everything(log.engine)
    log.engine.dispose()


def test_programs_that_start_at_once_make_the_tables_once(settings: LogSettings) -> None:
    first = open_store(settings)
    drop_everything(first)
    first.dispose()
    with ThreadPoolExecutor(6) as pool:
        engines = list(pool.map(lambda _: open_store(settings), range(6)))
    for engine in engines:
        AuditLog(engine).record(ANN, "test.start")
        engine.dispose()
    last = open_store(settings)
    assert len(AuditLog(last).list_entries()) == 6
    drop_everything(last)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET person = 'eve'", "DELETE FROM audit", "DELETE FROM audit WHERE position = 1"],
)
def test_the_database_refuses_to_change_the_audit_log(statement: str, engine: sa.Engine) -> None:
    audit = AuditLog(engine)
    audit.record(ANN, "switch.chat", "off", "maintenance")
    audit.record(None, "users.add", "ben")
    with pytest.raises(RefusedError, match="only added to"), engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert [(e.person, e.action) for e in audit.list_entries()] == [
        ("(command line)", "users.add"),
        ("ann", "switch.chat"),
    ]
    assert audit.find_break() is None


def remove_guards(engine: sa.Engine) -> None:
    names = (
        ("audit_no_UPDATE", "audit_no_DELETE") if engine.dialect.name == "sqlite" else ("audit_no_change",)
    )
    with engine.begin() as connection:
        for name in names:
            on = " ON audit" if engine.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("UPDATE audit SET person = 'eve' WHERE position = 2", 2),
        ("UPDATE audit SET done_at = '2001-01-01' WHERE position = 0", 0),
        ("DELETE FROM audit WHERE position = 1", 1),
        ("DELETE FROM audit WHERE position = 0", 0),
    ],
)
def test_what_was_changed_around_the_program_shows(statement: str, position: int, engine: sa.Engine) -> None:
    audit = AuditLog(engine)
    for number in range(4):
        audit.record(ANN, "test.count", str(number))
    remove_guards(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert audit.find_break() == position


def test_writers_at_once_make_one_chain(engine: sa.Engine) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: AuditLog(engine).record(ANN, "test.count", str(n)), range(30)))
    assert sorted(int(e.subject) for e in AuditLog(engine).list_entries()) == list(range(30))
    assert AuditLog(engine).find_break() is None


def test_a_change_that_fails_leaves_no_row_and_a_row_that_fails_no_change(engine: sa.Engine) -> None:
    audit = AuditLog(engine)

    def change_and_fail() -> None:
        with begin_writing(engine) as connection:
            audit.record(ANN, "test.change", connection=connection)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert audit.list_entries() == ()
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit RENAME TO elsewhere")
    with pytest.raises(StoreError):
        audit.record(ANN, "test.change")
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO audit")


def test_the_key_of_a_session_is_not_in_the_store_and_an_ended_one_stays_ended(engine: sa.Engine) -> None:
    sessions = Sessions(engine, timedelta(minutes=30), timedelta(hours=10))
    opened = sessions.open("a secret key", "ann")
    assert opened is not None
    assert opened.is_new
    with engine.connect() as connection:
        assert "a secret key" not in str(connection.execute(sa.select(SESSIONS)).all())
    assert sessions.find("another key") is None
    sessions.end("a secret key")
    assert sessions.find("a secret key") is None
    assert sessions.open("a secret key", "ann") is None


def test_a_name_is_locked_after_so_many_failures_and_opens_with_time(engine: sa.Engine) -> None:
    lockout = Lockout(engine, after=3, lasts=timedelta(minutes=15))
    for _ in range(2):
        lockout.record_failure("Ann ")
    assert not lockout.is_locked("ann")
    lockout.record_failure("ann")
    assert lockout.is_locked("ANN")
    assert not lockout.is_locked("ben")
    assert not Lockout(engine, after=3, lasts=timedelta(0)).is_locked("ann")
    lockout.forget("ann")
    assert not lockout.is_locked("ann")


def test_a_name_is_locked_where_it_was_guessed_and_its_owners_place_stays_open(engine: sa.Engine) -> None:
    lockout = Lockout(engine, after=3, lasts=timedelta(minutes=15))
    sessions = Sessions(engine, timedelta(minutes=30), timedelta(hours=10))
    sessions.open("a secret key", "ann", address_digest=digest_address("10.0.0.1"))
    for place in range(11):
        for _ in range(3):
            lockout.record_failure("ann", f"10.9.9.{place}")
    assert lockout.is_locked("ann", "10.9.9.1")
    assert not lockout.is_locked("ann", "10.0.0.1")
    assert lockout.is_locked("ann", "10.0.0.2"), "a name guessed from many places is shut at strange ones"
    assert not lockout.is_locked("ben", "10.0.0.2")


def test_a_place_that_guesses_many_names_is_locked_for_all(engine: sa.Engine) -> None:
    lockout = Lockout(engine, after=3, lasts=timedelta(minutes=15))
    for number in range(30):
        lockout.record_failure(f"name{number}", "10.9.9.9")
    assert lockout.is_locked("ann", "10.9.9.9")
    assert not lockout.is_locked("ann", "10.0.0.1")


def test_rows_cut_off_at_the_end_are_missed_by_the_mark_beside_the_accounts(
    engine: sa.Engine, tmp_path: Path
) -> None:
    audit = AuditLog(engine, choose_head(tmp_path, engine))
    for number in range(4):
        audit.record(ANN, "test.count", str(number))
    assert audit.find_cut() is None
    cut_off(engine, after=1)
    assert AuditLog(engine).find_break() is None, "what is left is whole in itself"
    missed = audit.find_cut()
    assert missed is not None
    assert missed.position == 3
    for number in range(5):
        audit.record(ANN, "test.after", str(number))
    assert audit.find_cut() == missed, "later rows do not hide it"


def cut_off(engine: sa.Engine, after: int) -> None:
    """Remove the last rows around the program."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER USER")
        else:
            connection.exec_driver_sql("DROP TRIGGER audit_no_DELETE")
        connection.exec_driver_sql(f"DELETE FROM audit WHERE position > {after}")
