"""Where somebody signed in or failed to, as a digest: a name is locked by place, not for its owner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column to both tables; earlier rows have no place."""
    for table in ("desk_sessions", "sign_in_failures"):
        op.add_column(table, sa.Column("address_digest", sa.String(64), nullable=False, server_default=""))
