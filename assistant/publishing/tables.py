"""The tables of publishing, as `assistant/migrations` made them."""

from __future__ import annotations

import sqlalchemy as sa

from assistant.conversations import METADATA

DRAFTS = sa.Table(
    "answer_drafts",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("answer_id", sa.String(64), nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("editors", sa.Text, nullable=False),
    sa.Column("bindings", sa.Text, nullable=False),
    sa.Column("publication", sa.Integer, nullable=False, index=True),
    sa.Column("changed_at", sa.DateTime, nullable=False),
    sa.Column("changed_by", sa.String(200), nullable=False),
)
STEPS = sa.Table(
    "answer_steps",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("draft", sa.String(32), nullable=False, index=True),
    sa.Column("done_at", sa.DateTime, nullable=False),
    sa.Column("person", sa.String(200), nullable=False),
    sa.Column("action", sa.String(32), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
)
