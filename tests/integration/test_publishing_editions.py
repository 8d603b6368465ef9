"""A source is changed whole or not at all, by an administrator alone, and each change is recorded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.conversations import LogSettings
from assistant.desk.audit import AuditLog
from assistant.desk.records import Person
from assistant.desk.tables import open_store
from assistant.publishing.editions import Editions
from assistant.publishing.jobs import EditionJobs
from assistant.publishing.records import RuleError
from index.records import SearchIndexError
from ingest.adding import NewSource
from ingest.errors import AddressRefusedError, IngestError
from ingest.history import list_versions
from ingest.store import load_passages
from tests.integration.test_ingest_history import FIRST, SECOND, Corpus

ADMIN, EDITOR = Person(name="cleo", role="admin"), Person(name="ana", role="editor")


def ignore(step: str, about: str) -> None:
    """Nobody watches."""


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus(tmp_path)
    made.publish(FIRST, "2025 edition")
    made.publish(SECOND, "2026 edition")
    return made


@pytest.fixture
def editions(corpus: Corpus) -> Iterator[Editions]:
    engine = open_store(LogSettings(database_url=f"sqlite:///{corpus.folder / 'desk.sqlite'}"))
    yield Editions(corpus.settings, AuditLog(engine), lambda: "v2")
    engine.dispose()


def read_corpus(corpus: Corpus) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in corpus.settings.corpus_dir.iterdir()}


def list_actions(editions: Editions) -> list[str]:
    return [entry.action for entry in reversed(editions.audit.list_entries())]


def test_a_source_goes_back_and_every_step_is_told(corpus: Corpus, editions: Editions) -> None:
    told: list[str] = []
    done = editions.roll_back(ADMIN, "crs-title-99", None, lambda step, about: told.append(step))
    assert done.index_version == "v2"
    assert told == ["change", "read", "index", "done"]
    assert "every month" in corpus.read_passages()
    assert list_actions(editions) == ["source.roll_back", "source.roll_back.done"]


def test_an_index_that_cannot_be_built_leaves_everything_as_it_was(
    corpus: Corpus, editions: Editions
) -> None:
    def fail() -> str:
        raise SearchIndexError("the disk is full")

    before, passages = read_corpus(corpus), load_passages(corpus.settings.data_dir)
    broken = Editions(editions.settings, editions.audit, fail)
    with pytest.raises(SearchIndexError, match="full"):
        broken.roll_back(ADMIN, "crs-title-99", None, ignore)
    assert read_corpus(corpus) == before
    assert load_passages(corpus.settings.data_dir) == passages
    assert list_actions(editions) == ["source.roll_back", "source.roll_back.failed"]


def test_a_new_source_that_fails_leaves_no_file(corpus: Corpus, editions: Editions) -> None:
    def fail() -> str:
        raise SearchIndexError("the disk is full")

    page = corpus.folder / "page.txt"
    page.write_text("A page\nVisits are on Sunday.\n", encoding="utf-8")
    before = read_corpus(corpus)
    broken = Editions(editions.settings, editions.audit, fail)
    with pytest.raises(SearchIndexError):
        broken.add(ADMIN, NewSource(str(page), "new-page", "agency_page", "A page"), ignore)
    assert read_corpus(corpus) == before


def test_a_new_edition_is_added_and_the_one_before_is_kept(corpus: Corpus, editions: Editions) -> None:
    file = corpus.folder / "next.txt"
    file.write_text(FIRST.replace("every month", "once a year"), encoding="utf-8")
    title = "Colorado Revised Statutes, Title 99"
    new = NewSource(str(file), "crs-title-99", "statute", title, edition="2027 edition", is_replacement=True)
    editions.add(ADMIN, new, ignore)
    assert "once a year" in corpus.read_passages()
    assert [v.document.edition for v in list_versions(corpus.settings.data_dir, "crs-title-99")] == [
        "2025 edition",
        "2026 edition",
        "2027 edition",
    ]
    old = list_versions(corpus.settings.data_dir, "crs-title-99")[1]
    assert [c.locator for c in editions.compare(old)] == ["99-1-101(1)", "99-1-101(2)", "99-1-101(3)"]


def test_what_was_read_before_versions_were_kept_can_be_gone_back_to(
    corpus: Corpus, editions: Editions
) -> None:
    shutil.rmtree(corpus.settings.data_dir / "ingest" / "history")
    file = corpus.folder / "next.txt"
    file.write_text(FIRST.replace("every month", "once a year"), encoding="utf-8")
    title = "Colorado Revised Statutes, Title 99"
    new = NewSource(str(file), "crs-title-99", "statute", title, edition="2027 edition", is_replacement=True)
    editions.add(ADMIN, new, ignore)
    kept = list_versions(corpus.settings.data_dir, "crs-title-99")
    assert [version.document.edition for version in kept] == ["2026 edition", "2027 edition"]


def test_a_private_address_is_refused_whatever_was_asked(corpus: Corpus, editions: Editions) -> None:
    before = read_corpus(corpus)
    new = NewSource("http://127.0.0.1:9/x", "inside", "policy", "Inside", allow_private=True)
    with pytest.raises(AddressRefusedError):
        editions.add(ADMIN, new, ignore)
    assert read_corpus(corpus) == before


@pytest.mark.parametrize("person", [EDITOR, Person(name="dov", role="reader")])
def test_only_an_administrator_changes_sources(corpus: Corpus, editions: Editions, person: Person) -> None:
    before = read_corpus(corpus)
    with pytest.raises(RuleError, match="needs_admin"):
        editions.roll_back(person, "crs-title-99", None, ignore)
    with pytest.raises(RuleError, match="needs_admin"):
        editions.read_again(person, ignore)
    assert read_corpus(corpus) == before
    assert list_actions(editions) == []


def test_one_job_at_a_time_and_its_failure_is_kept(editions: Editions) -> None:
    jobs = EditionJobs()
    job = jobs.start(
        "roll_back", "nothing", "cleo", lambda tell: editions.roll_back(ADMIN, "nothing", None, tell)
    )
    with pytest.raises(IngestError):
        job.outcome.result(timeout=60)
    assert isinstance(job.find_error(), IngestError)
    done = jobs.start("read_again", "", "cleo", lambda tell: editions.read_again(ADMIN, tell))
    assert done.outcome.result(timeout=60).index_version == "v2"
    assert done.steps[-1][0] == "done"
