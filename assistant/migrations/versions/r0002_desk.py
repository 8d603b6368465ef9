"""The desk: who did what, who is signed in, what is switched off; and what turns are counted by."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SQLITE_GUARD = (
    "CREATE TRIGGER audit_no_{event} BEFORE {event} ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END"
)
_POSTGRES_GUARD = (
    "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit "
    "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
    "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
)


def upgrade() -> None:
    """Create the desk's tables and add what turns are counted by."""
    op.create_table(
        "audit",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("done_at", sa.String(32), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    _guard_audit()
    op.create_table(
        "desk_sessions",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("began_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime, nullable=True),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name_digest", sa.String(64), nullable=False, index=True),
        sa.Column("failed_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "switches",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("is_off", sa.Boolean, nullable=False),
        sa.Column("messages", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
    )
    for column in (
        sa.Column("status", sa.String(64), nullable=False, server_default=""),
        sa.Column("topic", sa.String(128), nullable=False, server_default=""),
        sa.Column("duration_ms", sa.Float, nullable=False, server_default="0"),
    ):
        op.add_column("turns", column)
    _count_older_turns()
    op.execute("DROP TABLE IF EXISTS log_schema")


def _guard_audit() -> None:
    if op.get_bind().dialect.name == "sqlite":
        statements: tuple[str, ...] = tuple(_SQLITE_GUARD.format(event=e) for e in ("UPDATE", "DELETE"))
    else:
        statements = _POSTGRES_GUARD
    for statement in statements:
        op.execute(statement)


def _count_older_turns() -> None:
    turns = sa.table(
        "turns",
        *(sa.column(name) for name in ("id", "answer", "status", "topic", "duration_ms")),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(turns.c.id, turns.c.answer)).all():
        try:
            answer = json.loads(row.answer)
        except ValueError:
            continue
        connection.execute(
            turns.update()
            .where(turns.c.id == row.id)
            .values(
                status=str(answer.get("status") or "")[:64],
                topic=str(answer.get("standard_answer") or "")[:128],
                duration_ms=float((answer.get("timings_ms") or {}).get("total", 0.0)),
            )
        )
