"""A damaged pointer, or passages of two ingests, are noticed and mended by the ordinary command."""

from pathlib import Path

import pytest

from index.build import build_index
from index.records import IndexMissingError, SearchIndexError
from index.settings import IndexSettings
from index.store import open_current, read_current_version
from ingest.records import IngestReport
from ingest.store import lock_store, write_store
from tests.unit.index.law import WordEncoder, make_passage, make_section

pytestmark = pytest.mark.slow
NUMBERS = [f"17-1-{number}" for number in range(101, 105)]


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    made = IndexSettings(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / "data")
    (made.corpus_dir / "passage_questions").mkdir(parents=True)
    report = IngestReport(sources=(), corpus_hash="", fingerprint="x", duration_ms=0.0)
    with lock_store(made.data_dir):
        write_store(
            made.data_dir,
            [make_section(number, ["1"], text=f"Rule {number}.") for number in NUMBERS],
            [make_passage(f"{number}(1)", f"Rule {number}.") for number in NUMBERS],
            report,
        )
    return made


@pytest.mark.parametrize("pointer", [b"\xff\x00../../x\n", b"", b"../../etc", b"a b"])
def test_a_pointer_that_is_garbage_is_no_index_until_the_next_build(
    settings: IndexSettings, pointer: bytes
) -> None:
    build_index(settings, WordEncoder())
    (settings.index_dir / "CURRENT").write_bytes(pointer)
    with pytest.raises(IndexMissingError, match="Run: python -m index"):
        open_current(settings)
    built = build_index(settings, WordEncoder())
    assert read_current_version(settings) == built.version


def test_passages_that_differ_from_their_report_are_not_indexed(settings: IndexSettings) -> None:
    file = settings.data_dir / "ingest" / "passages.jsonl"
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(SearchIndexError, match="Run: python -m ingest"):
        build_index(settings, WordEncoder())
