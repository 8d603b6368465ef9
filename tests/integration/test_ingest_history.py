"""Versions of a source are kept as they are published, and a source goes back to one whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.comparing import compare_sections
from ingest.errors import RegisterError, SourceUnavailableError
from ingest.history import KEPT_VERSIONS, find_version, list_versions
from ingest.rollback import parse_version, roll_back
from ingest.settings import IngestSettings
from ingest.sources import load_sources
from ingest.store import load_passages, load_sections

FIRST = """ARTICLE 1
Names
99-1-101. First. (1) The board meets every month.
(2) The board keeps minutes.
Source: L. 77: Entire title R&RE, p. 903, § 10, effective August 1.
"""
SECOND = FIRST.replace("every month", "every two weeks").replace(
    "(2) The board keeps minutes.\n", "(3) The board has a chair.\n"
)


class Corpus:
    """A corpus of one statute in a temporary folder, and what is built of it."""

    def __init__(self, folder: Path) -> None:
        self.settings = IngestSettings(corpus_dir=folder / "corpus", data_dir=folder / "data")
        self.settings.corpus_dir.mkdir()
        self.folder = folder

    def publish(self, text: str, edition: str) -> None:
        file = self.folder / "law.txt"
        file.write_text(text, encoding="utf-8")
        arguments = [
            "--id",
            "crs-title-99",
            "--kind",
            "statute",
            "--title",
            "Colorado Revised Statutes, Title 99",
        ]
        assert self.run("add", str(file), *arguments, "--edition", edition, "--replace") == 0
        assert self.run() == 0

    def run(self, *arguments: str) -> int:
        folders = ["--corpus", str(self.settings.corpus_dir), "--data", str(self.settings.data_dir)]
        return main([*arguments, *folders])

    def read_passages(self) -> str:
        return " ".join(p.text for p in load_passages(self.settings.data_dir))

    def list_names(self) -> list[str]:
        return [v.document.edition for v in list_versions(self.settings.data_dir, "crs-title-99")]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus(tmp_path)
    made.publish(FIRST, "2025 edition")
    made.publish(SECOND, "2026 edition")
    return made


def test_every_published_version_is_kept_once(corpus: Corpus) -> None:
    assert corpus.run() == 0
    assert corpus.list_names() == ["2025 edition", "2026 edition"]


def test_a_source_goes_back_to_the_version_before_and_is_published_whole(corpus: Corpus) -> None:
    assert "every two weeks" in corpus.read_passages()
    assert corpus.run("rollback", "crs-title-99") == 0
    document = load_sources(corpus.settings.corpus_dir)[0]
    assert document.edition == "2025 edition"
    assert (corpus.settings.corpus_dir / document.file).read_text(encoding="utf-8") == FIRST
    assert corpus.run("--strict") == 0
    assert "every month" in corpus.read_passages()
    assert "every two weeks" not in corpus.read_passages()
    assert corpus.list_names() == ["2025 edition", "2026 edition"]


def test_a_named_version_comes_back_after_a_roll_back(corpus: Corpus) -> None:
    newest = list_versions(corpus.settings.data_dir, "crs-title-99")[-1]
    assert corpus.run("rollback", "crs-title-99") == 0
    assert corpus.run("rollback", "crs-title-99", "--to", newest.name) == 0
    assert corpus.run() == 0
    assert "every two weeks" in corpus.read_passages()


def test_there_is_nothing_before_the_first_version(corpus: Corpus) -> None:
    roll_back(corpus.settings, "crs-title-99")
    with pytest.raises(RegisterError, match="no version before"):
        roll_back(corpus.settings, "crs-title-99")


def test_a_version_nobody_kept_is_not_gone_back_to(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    assert corpus.run("rollback", "crs-title-99", "--to", "feedbeef") == 1
    assert "names 0 kept versions" in capsys.readouterr().err
    assert corpus.run("rollback", "nothing-such") == 1
    assert "is not a source" in capsys.readouterr().err


def test_a_damaged_copy_changes_nothing(corpus: Corpus) -> None:
    before = find_version(corpus.settings, "crs-title-99")
    kept = next((corpus.settings.data_dir / "ingest" / "history").rglob(f"{before.name}*/snapshot"))
    kept.write_text("half of", encoding="utf-8")
    register = (corpus.settings.corpus_dir / "sources.toml").read_bytes()
    with pytest.raises(SourceUnavailableError, match="damaged"):
        roll_back(corpus.settings, "crs-title-99")
    assert (corpus.settings.corpus_dir / "sources.toml").read_bytes() == register
    assert "every two weeks" in corpus.read_passages()


def test_history_lists_versions_and_marks_the_registered_one(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert corpus.run("history", "crs-title-99", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [entry["registered"] for entry in told] == [False, True]
    assert corpus.run("history") == 0
    assert "2026 edition" in capsys.readouterr().out.splitlines()[1]


def test_only_so_many_versions_are_kept_and_the_registered_one_always(corpus: Corpus) -> None:
    first = list_versions(corpus.settings.data_dir, "crs-title-99")[0]
    for number in range(KEPT_VERSIONS):
        corpus.publish(FIRST.replace("every month", f"{number + 2} times"), f"draft {number}")
    assert len(corpus.list_names()) == KEPT_VERSIONS
    assert first.document.edition not in corpus.list_names()


def test_a_change_is_told_pinpoint_by_pinpoint(corpus: Corpus) -> None:
    version = find_version(corpus.settings, "crs-title-99")
    old = parse_version(corpus.settings, version).sections
    new = load_sections(corpus.settings.data_dir)
    changes = {c.locator: (c.old, c.new) for c in compare_sections(old, new)}
    assert changes == {
        "99-1-101(1)": ("The board meets every month.", "The board meets every two weeks."),
        "99-1-101(2)": ("The board keeps minutes.", ""),
        "99-1-101(3)": ("", "The board has a chair."),
    }
    assert compare_sections(new, new) == ()
