"""Tables that the plain text flattens: a person's reading (`corpus/tables.toml`), kept only while it has the law's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import ValidationError

from ingest.errors import RegisterError
from ingest.records import Record, Section, Subdivision, Table
from ingest.sources import read_toml


class TableReading(Record):
    """One table of one subdivision, as read by a person."""

    source: str
    locator: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: str = ""
    """Text that follows the table in the same subdivision."""


def load_tables(corpus_dir: Path) -> tuple[TableReading, ...]:
    """Load the readings of tables; none where the file does not exist."""
    path = corpus_dir / "tables.toml"
    if not path.exists():
        return ()
    try:
        return tuple(TableReading.model_validate(x) for x in read_toml(path).get("table", []))
    except ValidationError as error:
        raise RegisterError(f"{path}: {error.errors()[0]['msg']}") from error


def attach_tables(
    sections: Sequence[Section], readings: Iterable[TableReading]
) -> tuple[tuple[Section, ...], tuple[int, ...]]:
    """Give subdivisions their tables; returns the sections, and the lines of tables that a reading no longer fits."""
    by_locator = {r.locator: r for r in readings}
    misfits: list[int] = []
    attached = []
    for section in sections:
        if any(x.locator in by_locator for x in section.subdivisions):
            units = [_attach(x, by_locator.get(x.locator), misfits) for x in section.subdivisions]
            section = section.model_copy(update={"subdivisions": tuple(units)})
        attached.append(section)
    return tuple(attached), tuple(misfits)


def _attach(subdivision: Subdivision, reading: TableReading | None, misfits: list[int]) -> Subdivision:
    if reading is None or not subdivision.lines:
        return subdivision
    read = Counter(
        " ".join([*reading.columns, *(c for r in reading.rows for c in r), reading.closing]).split()
    )
    if read != Counter(" ".join(subdivision.lines[1:]).split()):
        misfits += range(subdivision.line + 1, subdivision.line + len(subdivision.lines))
        return subdivision
    return subdivision.model_copy(update={"table": Table(columns=reading.columns, rows=reading.rows)})
