"""What is kept, as a table for staff; no cell of it can run in a spreadsheet."""

from __future__ import annotations

import csv
import os
from dataclasses import asdict, fields
from pathlib import Path

from assistant.conversations import ConversationLog, ConversationLogError, ExportedTurn

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def export_turns(log: ConversationLog, path: Path) -> int:
    """Write every kept turn as CSV, whole or not at all, and return how many. Raises ConversationLogError.

    The file is readable by its owner only and opens in spreadsheets as UTF-8.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    count = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(
            os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
            "w",
            encoding="utf-8-sig",
            newline="",
        ) as file:
            writer = csv.writer(file)
            writer.writerow(field.name for field in fields(ExportedTurn))
            for turn in log.list_exported():
                writer.writerow(format_cell(str(value)) for value in asdict(turn).values())
                count += 1
        partial.replace(path)
    except OSError as error:
        raise ConversationLogError(f"{path.name} could not be written.") from error
    finally:
        partial.unlink(missing_ok=True)
    return count


def format_cell(value: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    is_formula = value.startswith(_STARTS_FORMULA) or value.lstrip().startswith(_STARTS_FORMULA)
    return f"'{value}" if is_formula else value
