"""How far the audit log went, kept beside the accounts and not in the store: rows cut off at the end show by it.

A log that was cut leaves no gap in itself. What was once its last row is remembered here, and is never taken back.
"""

from __future__ import annotations

import hashlib
import logging
import os
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from pydantic import ValidationError

from assistant.desk.tables import AUDIT
from ingest.records import Record

LOG = logging.getLogger(__name__)


class AuditMark(Record):
    """A row that the log once ended with."""

    position: int
    digest: str


@dataclass(frozen=True)
class AuditHead:
    """The file that remembers the last row of one store's log."""

    file: Path

    def load(self) -> AuditMark | None:
        """Load the mark; None where there is none yet, or none that can be read."""
        try:
            return AuditMark.model_validate_json(self.file.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError):
            LOG.warning("The mark of the audit log cannot be read: %s", self.file.name)
            return None

    def find_cut(self, connection: sa.Connection) -> AuditMark | None:
        """Find the mark where the log holds that row no more; None where it does, or nothing is remembered."""
        mark = self.load()
        if mark is None:
            return None
        row = sa.select(AUDIT.c.digest).where(AUDIT.c.position == mark.position)
        return None if connection.execute(row).scalar() == mark.digest else mark

    def advance(self, connection: sa.Connection) -> None:
        """Remember the log's last row, unless rows before it were cut off. A full disk keeps the older mark."""
        last = connection.execute(
            sa.select(AUDIT.c.position, AUDIT.c.digest).order_by(AUDIT.c.position.desc()).limit(1)
        ).first()
        if last is None or self.find_cut(connection) is not None:
            return
        partial = self.file.with_name(f".{self.file.name}.{os.getpid()}.partial")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(AuditMark(position=last.position, digest=last.digest).model_dump_json() + "\n")
            partial.replace(self.file)
        except OSError:
            LOG.warning("The mark of the audit log cannot be written: %s", self.file.name)


def choose_head(folder: Path, engine: sa.Engine) -> AuditHead:
    """Choose the file for a store: each has its own, by its address."""
    address = engine.url.render_as_string(hide_password=True)
    return AuditHead(folder / f"audit-{hashlib.sha256(address.encode()).hexdigest()[:12]}.json")
