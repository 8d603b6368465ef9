"""The three files are replaced together: whoever is killed between two moves leaves the new state to be read."""

import json
import os
from pathlib import Path

import pytest

from ingest.records import IngestReport
from ingest.store import (
    JOURNAL,
    PASSAGES,
    REPORT,
    is_intact,
    load_passages,
    load_report,
    lock_store,
    write_store,
)


def write(folder: Path, fingerprint: str) -> IngestReport:
    report = IngestReport(sources=(), corpus_hash="", fingerprint=fingerprint, duration_ms=0.0)
    with lock_store(folder):
        return write_store(folder, (), (), report)


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_a_run_that_was_killed_while_moving_is_read_as_done_and_completed_by_the_next(
    tmp_path: Path, moved: int
) -> None:
    write(tmp_path, "old")
    folder = tmp_path / "ingest"
    new = write(tmp_path / "other", "new")
    journal = {}
    for name in (*new.files, REPORT):
        waiting = folder / f".{name}.waiting"
        os.replace(tmp_path / "other" / "ingest" / name, waiting)
        journal[name] = waiting.name
    (folder / JOURNAL).write_text(json.dumps(journal), encoding="utf-8")
    for name in list(journal)[:moved]:
        os.replace(folder / journal[name], folder / name)
    report = load_report(tmp_path)
    assert report.fingerprint == "new"
    assert is_intact(tmp_path, report)
    assert load_passages(tmp_path) == ()
    write(tmp_path, "newest")
    assert load_report(tmp_path).fingerprint == "newest"
    assert not (folder / JOURNAL).exists()
    assert not list(folder.glob(".*.waiting"))


@pytest.mark.parametrize("journal", [b"", b"{", b"[1]", b'{"report.json": "../../x"}', b'{"report.json": 3}'])
def test_a_journal_that_is_garbage_is_no_journal(tmp_path: Path, journal: bytes) -> None:
    write(tmp_path, "old")
    (tmp_path / "ingest" / JOURNAL).write_bytes(journal)
    assert load_report(tmp_path).fingerprint == "old"


def test_what_waited_without_a_journal_is_cleared_and_never_read(tmp_path: Path) -> None:
    write(tmp_path, "old")
    left = tmp_path / "ingest" / f".{PASSAGES}.killed"
    left.write_bytes(b"half")
    assert load_passages(tmp_path) == ()
    write(tmp_path, "new")
    assert not left.exists()
