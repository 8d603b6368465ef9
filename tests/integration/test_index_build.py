"""Building: whole or not at all, nothing twice, and never over what still answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from evals.reliability.forked import Conditions, run_forked
from index.build import bind_questions, build_index, write_shipped_vectors
from index.opened import load_open_index
from index.records import (
    IndexBusyError,
    IndexMismatchError,
    IndexMissingError,
    IndexUnwritableError,
    SearchIndexError,
)
from index.settings import IndexSettings
from index.store import open_current, read_current_version, write_records
from ingest.records import Passage
from tests.unit.index.law import WordEncoder, make_passage, make_section

pytestmark = pytest.mark.slow
NUMBERS = [f"17-1-{number}" for number in range(101, 109)]


def write_corpus(settings: IndexSettings, texts: dict[str, str]) -> None:
    """Write passages and sections as ingestion would."""
    directory = settings.data_dir / "ingest"
    directory.mkdir(parents=True, exist_ok=True)
    passages: list[Passage] = [make_passage(f"{number}(1)", text) for number, text in texts.items()]
    write_records(directory / "passages.jsonl", passages)
    write_records(
        directory / "sections.jsonl",
        [make_section(number, ["1"], text=text) for number, text in texts.items()],
    )


def list_versions(settings: IndexSettings) -> list[str]:
    return sorted(path.name for path in settings.index_dir.iterdir() if path.is_dir())


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    made = IndexSettings(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / "data")
    (made.corpus_dir / "passage_questions").mkdir(parents=True)
    questions = {
        "source": "crs-title-17",
        "locator": "17-1-101(1)",
        "en": ["who visits"],
        "es": ["quién visita"],
    }
    (made.corpus_dir / "passage_questions" / "a.jsonl").write_text(json.dumps(questions), encoding="utf-8")
    write_corpus(made, {number: f"Rule {number} on visits." for number in NUMBERS})
    bind_questions(made)
    return made


def test_nothing_is_built_twice_and_only_changed_texts_are_embedded(settings: IndexSettings) -> None:
    encoder = WordEncoder()
    first = build_index(settings, encoder)
    assert (first.passages, first.questions, first.vectors_embedded) == (8, 2, 10)
    encoder.embedded.clear()
    assert build_index(settings, encoder).is_unchanged
    texts = {number: f"Rule {number} on visits." for number in NUMBERS} | {"17-1-105": "Another rule."}
    write_corpus(settings, texts)
    changed = build_index(settings, encoder)
    assert encoder.embedded == ["Another rule."]
    assert (changed.vectors_embedded, changed.vectors_reused) == (1, 9)
    assert read_current_version(settings) == changed.version


def test_questions_of_a_changed_text_are_left_out_and_named(settings: IndexSettings) -> None:
    write_corpus(settings, {number: f"New rule {number}." for number in NUMBERS})
    report = build_index(settings, WordEncoder())
    assert report.questions == 0
    assert "17-1-101(1)" in report.left_out[0]


def test_shipped_vectors_spare_the_embedding_and_rebuild_ignores_them(settings: IndexSettings) -> None:
    encoder = WordEncoder()
    assert write_shipped_vectors(settings, encoder) == 10
    encoder.embedded.clear()
    assert build_index(settings, encoder).vectors_embedded == 0
    assert build_index(settings, encoder, rebuild=True).vectors_embedded == 10


@pytest.mark.parametrize("kept", [0, 3])
def test_an_empty_or_much_smaller_corpus_does_not_wipe_the_index(settings: IndexSettings, kept: int) -> None:
    before = build_index(settings, WordEncoder())
    write_corpus(settings, {number: f"Rule {number} on visits." for number in NUMBERS[:kept]})
    with pytest.raises(SearchIndexError):
        build_index(settings, WordEncoder())
    assert read_current_version(settings) == before.version
    assert len(load_open_index(settings, "words").passages) == 8


def test_a_smaller_corpus_is_accepted_when_it_is_meant(settings: IndexSettings) -> None:
    build_index(settings, WordEncoder())
    write_corpus(settings, {number: f"Rule {number} on visits." for number in NUMBERS[:3]})
    assert build_index(settings, WordEncoder(), rebuild=True).passages == 3


class BreakingEncoder(WordEncoder):
    """Fails in the middle of a build, as a full disk or a kill would."""

    def encode_documents(self, texts: Sequence[str]) -> np.ndarray:
        """Never gives a vector."""
        raise OSError("No space left on device")


def test_a_build_that_breaks_leaves_the_old_index_answering_and_the_next_one_cleans_up(
    settings: IndexSettings,
) -> None:
    before = build_index(settings, WordEncoder())
    write_corpus(settings, {number: f"Changed {number}." for number in NUMBERS})
    with pytest.raises(OSError, match="No space"):
        build_index(settings, BreakingEncoder())
    assert read_current_version(settings) == before.version
    (settings.index_dir / "20200101-half").mkdir()
    after = build_index(settings, WordEncoder())
    assert list_versions(settings) == sorted([before.version, after.version])


def test_what_a_kill_left_is_cleaned_up_although_nothing_changed(settings: IndexSettings) -> None:
    before = build_index(settings, WordEncoder())
    after = build_index(settings, WordEncoder(), rebuild=True)
    (settings.index_dir / "20200101-half").mkdir()
    (settings.index_dir / "29990101-half").mkdir()
    assert build_index(settings, WordEncoder()).is_unchanged
    assert list_versions(settings) == [before.version, after.version]


def test_the_last_two_versions_are_kept(settings: IndexSettings) -> None:
    versions = [build_index(settings, WordEncoder(), rebuild=True).version for _ in range(3)]
    assert list_versions(settings) == versions[1:]


def test_a_second_writer_is_refused(settings: IndexSettings) -> None:
    settings.index_dir.mkdir(parents=True)
    with FileLock(str(settings.index_dir / ".lock")), pytest.raises(IndexBusyError):
        build_index(settings, WordEncoder())


def test_an_index_that_is_missing_damaged_or_of_another_model_says_what_to_run(
    settings: IndexSettings,
) -> None:
    with pytest.raises(IndexMissingError, match="python -m index"):
        open_current(settings)
    build_index(settings, WordEncoder())
    with pytest.raises(IndexMismatchError, match="another embedding model"):
        load_open_index(settings, "other model")
    directory, _ = open_current(settings)
    (directory / "passages.npz").write_bytes(b"rubbish")
    with pytest.raises(IndexMismatchError, match=r"passages\.npz"):
        load_open_index(settings, "words")
    (directory / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexMismatchError, match="Run: python -m index"):
        open_current(settings)
    assert build_index(settings, WordEncoder()).passages == 8


@pytest.mark.parametrize("damaged", ["passages.jsonl", "sections.jsonl", "questions.jsonl"])
def test_a_damaged_file_of_records_is_named(settings: IndexSettings, damaged: str) -> None:
    build_index(settings, WordEncoder())
    directory, _ = open_current(settings)
    (directory / damaged).write_text("{}\n", encoding="utf-8")
    with pytest.raises(IndexMismatchError, match=damaged):
        load_open_index(settings, "words")


def test_a_damaged_vector_store_is_named_and_the_same_passages_are_found_without_it(
    settings: IndexSettings,
) -> None:
    build_index(settings, WordEncoder())
    opened = load_open_index(settings, "words")
    vector = opened.passage_vectors[2].tolist()
    found = opened.passage_store.find_nearest(vector, 3)
    directory, _ = open_current(settings)
    (directory / "chroma" / "chroma.sqlite3").write_bytes(b"rubbish" * 1000)
    damaged = load_open_index(settings, "words")
    with pytest.raises(IndexMismatchError, match="Run: python -m index"):
        damaged.passage_store.check()
    without = damaged.passage_store.find_nearest(vector, 3)
    assert without[0][0] == found[0][0] == opened.passages[2].id
    assert [score for _, score in without] == pytest.approx([score for _, score in found], abs=1e-3)


DAMAGES = ["chroma/chroma.sqlite3", "passages.jsonl", "passages.npz", "questions.npz", "manifest.json"]


@pytest.mark.parametrize("damaged", DAMAGES)
def test_the_ordinary_command_mends_a_damaged_index_without_computing_a_vector(
    settings: IndexSettings, damaged: str
) -> None:
    encoder = WordEncoder()
    before = build_index(settings, encoder)
    write_shipped_vectors(settings, encoder)
    directory, _ = open_current(settings)
    (directory / damaged).write_bytes(b"rubbish" * 1000)
    after = build_index(settings, BreakingEncoder())
    assert after.version != before.version
    assert load_open_index(settings, "words").passage_store.check() is None
    assert build_index(settings, BreakingEncoder()).is_unchanged


def test_a_bit_that_turned_over_is_noticed(settings: IndexSettings) -> None:
    build_index(settings, WordEncoder())
    directory, _ = open_current(settings)
    file = directory / "passages.jsonl"
    file.write_bytes(file.read_bytes().replace(b"visits", b"visitt", 1))
    with pytest.raises(IndexMismatchError, match=r"passages\.jsonl"):
        load_open_index(settings, "words")


def test_a_full_disk_is_one_plain_line_and_leaves_nothing(
    settings: IndexSettings,
) -> None:
    before = build_index(settings, WordEncoder())
    write_corpus(settings, {number: f"Changed {number}." for number in NUMBERS})

    def build() -> int:
        try:
            build_index(settings, WordEncoder())
        except IndexUnwritableError as error:
            print(error)
            return 1
        return 0

    done = run_forked(build, Conditions(file_limit_bytes=1000))
    assert done.code == 1
    assert "cannot be written (File too large); free space" in done.out
    assert done.out.strip().endswith("The index that answers is untouched")
    assert len(done.out.strip().splitlines()) == 1
    assert read_current_version(settings) == before.version
    assert list_versions(settings) == [before.version]
