"""The page of sources, without a browser: what is held, what is missing, and who may change it."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest.run import run_ingest
from ingest.settings import ROOT, IngestSettings
from ingest.sources import load_sources, write_register
from tests.integration.test_ingest_history import FIRST, SECOND, Corpus
from tests.unit.ui.desk.conftest import TestDesk, clear_caches, read, write_settings


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_model: SimpleNamespace) -> Iterator[TestDesk]:
    corpus = Corpus(tmp_path)
    corpus.publish(FIRST, "2025 edition")
    corpus.publish(SECOND, "2026 edition")
    page = next(d for d in load_sources(ROOT / "corpus") if d.id == "cdoc-contact")
    (tmp_path / "corpus" / page.file).write_bytes((ROOT / "corpus" / page.file).read_bytes())
    write_register(tmp_path / "corpus", page)
    run_ingest(IngestSettings(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / "data"))
    write_settings(
        tmp_path,
        monkeypatch,
        '[desk]\nsign_in = "password"\nusers_file = "users.json"\n[ingest]\ncorpus_dir = "corpus"\ndata_dir = "data"\n',
    )
    yield TestDesk(tmp_path)
    clear_caches()


def test_sources_their_age_and_what_is_missing_are_shown(desk: TestDesk) -> None:
    app = desk.open("reader", "desk-sources")
    assert not app.exception
    told = read(app)
    assert "was retrieved" in told
    assert "Links that were lost (8)" in told
    assert "All press releases are posted HERE" in told
    assert len(app.dataframe[0].value) == 2


def test_only_an_administrator_is_offered_a_change(desk: TestDesk) -> None:
    for role in ("reader", "editor"):
        app = desk.open(role, "desk-sources")  # type: ignore[arg-type]
        assert not {"Go back to it", "Read all sources again", "Add and publish"} & {
            b.label for b in app.button
        }
    app = desk.open("admin", "desk-sources")
    assert {"Go back to it", "Read all sources again", "Add and publish"} <= {b.label for b in app.button}


def test_going_back_must_be_meant(desk: TestDesk) -> None:
    app = desk.open("admin", "desk-sources")
    assert next(b for b in app.button if b.label == "Go back to it").disabled
    app.checkbox[0].check().run()
    assert not next(b for b in app.button if b.label == "Go back to it").disabled


def test_a_version_is_shown_beside_what_is_held(desk: TestDesk) -> None:
    app = desk.open("reader", "desk-sources")
    app.toggle[0].set_value(True).run()
    assert not app.exception
    assert "3 pinpoints differ." in read(app)
    assert "<ins>two weeks.</ins>" in read(app)


def test_a_source_without_a_name_is_not_added(desk: TestDesk) -> None:
    app = desk.open("admin", "desk-sources")
    next(b for b in app.button if b.label == "Add and publish").click().run()
    assert "Give a document or an address" in read(app)
