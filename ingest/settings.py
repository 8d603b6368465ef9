"""One settings file for every room: `assistant.toml`, or the path in CORRECTIONS_ASSISTANT_SETTINGS.

Each room declares a frozen record of its own and reads its own table; unknown keys are refused.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from ingest.records import Record

ROOT = Path(__file__).resolve().parent.parent
"""The project's root: relative paths in the settings start here."""


class IngestSettings(Record):
    """Where sources are read from and where passages are written."""

    corpus_dir: Path = ROOT / "corpus"
    data_dir: Path = ROOT / "data"
    """`data_dir/ingest/` holds passages.jsonl, sections.jsonl and report.json."""


def read_settings_table(name: str, path: Path | None = None) -> dict[str, Any]:
    """Read one table of the settings file, with relative `*_dir` and `*_file` values made absolute.

    Returns an empty table where the default file does not exist.
    Raises FileNotFoundError when a path was given (or set in the environment) and does not exist,
    and ValueError where it is not valid.
    """
    named = path or (Path(p) if (p := os.environ.get("CORRECTIONS_ASSISTANT_SETTINGS")) else None)
    file = named or ROOT / "assistant.toml"
    if not file.exists() and named is None:
        return {}
    table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8")).get(name, {})
    if not isinstance(table, dict):
        raise ValueError(f"{file}: [{name}] is not a table")
    for key, value in table.items():
        if key.endswith(("_dir", "_file")) and isinstance(value, str):
            table[key] = (file.parent / value).resolve()
    return table


def load_ingest_settings(path: Path | None = None) -> IngestSettings:
    """Load the `[ingest]` table."""
    return IngestSettings(**read_settings_table("ingest", path))
