"""Chroma as a server, really started: the index is written into it, searches ask it, and go on when it is killed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from evals.reliability.servers import Server, build_chroma
from index.build import build_index
from index.opened import load_open_index
from index.records import VectorServerError
from index.settings import IndexSettings
from index.store import write_records
from index.vector_store import LastingStore, NearestRows, VectorStore, open_lasting_store
from tests.unit.index.law import WordEncoder, make_passage, make_section

pytestmark = pytest.mark.slow
TEXTS = {f"17-1-{number}": f"Rule {number} on visits and calls." for number in range(101, 109)}


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = build_chroma(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def settings(tmp_path: Path, chroma: Server) -> IndexSettings:
    made = IndexSettings(
        corpus_dir=tmp_path / "corpus",
        data_dir=tmp_path / "data",
        chroma_url=f"http://127.0.0.1:{chroma.port}",
    )
    (made.corpus_dir / "passage_questions").mkdir(parents=True)
    (made.data_dir / "ingest").mkdir(parents=True)
    write_records(
        made.data_dir / "ingest" / "passages.jsonl", [make_passage(f"{n}(1)", t) for n, t in TEXTS.items()]
    )
    write_records(
        made.data_dir / "ingest" / "sections.jsonl",
        [make_section(n, ["1"], text=t) for n, t in TEXTS.items()],
    )
    return made


def list_collections(settings: IndexSettings) -> list[str]:
    import chromadb

    client = chromadb.HttpClient(port=int(settings.chroma_url.rsplit(":", 1)[1]))
    return sorted(collection.name for collection in client.list_collections())


def test_the_server_finds_what_the_rows_find_and_old_versions_leave_it(settings: IndexSettings) -> None:
    versions = [build_index(settings, WordEncoder(), rebuild=True).version for _ in range(3)]
    assert [name for name in list_collections(settings) if name.removeprefix("passages-") in versions] == [
        f"passages-{version}" for version in versions[1:]
    ]
    assert not (settings.index_dir / versions[-1] / "chroma").exists()
    opened = load_open_index(settings, "words")
    vector = opened.passage_vectors[3].tolist()
    rows = NearestRows(tuple(opened.rows), opened.passage_vectors)
    store = VectorStore(settings, versions[-1])
    assert {i for i, _ in store.find_nearest(vector, 8)} == {i for i, _ in rows.find_nearest(vector, 8)}
    assert store.find_nearest(vector, 1)[0][0] == opened.passages[3].id


def test_a_server_that_lost_its_collections_is_filled_again_by_the_ordinary_command(
    settings: IndexSettings,
) -> None:
    import chromadb

    before = build_index(settings, WordEncoder())
    chromadb.HttpClient(port=int(settings.chroma_url.rsplit(":", 1)[1])).delete_collection(
        f"passages-{before.version}"
    )
    after = build_index(settings, WordEncoder())
    assert (after.is_unchanged, after.vectors_embedded) == (False, 0)
    assert build_index(settings, WordEncoder()).is_unchanged


def test_a_server_that_is_killed_between_two_questions_is_missed_by_nobody_and_named(
    settings: IndexSettings, chroma: Server
) -> None:
    version = build_index(settings, WordEncoder()).version
    opened = load_open_index(settings, "words")
    vector = opened.passage_vectors[5].tolist()
    rows = NearestRows(tuple(opened.rows), opened.passage_vectors)
    store = open_lasting_store(settings, version, rows)
    assert store.find_nearest(vector, 1)[0][0] == opened.passages[5].id
    chroma.kill()
    try:
        assert store.find_nearest(vector, 1)[0][0] == opened.passages[5].id
        with pytest.raises(VectorServerError, match="does not answer"):
            store.check()
        with pytest.raises(VectorServerError, match="Start it again"):
            build_index(settings, WordEncoder())
        assert (
            load_open_index(settings, "words").passage_store.find_nearest(vector, 1)[0][0]
            == opened.passages[5].id
        )
    finally:
        chroma.start()
    LastingStore(lambda: VectorStore(settings, version), replace(rows)).check()
