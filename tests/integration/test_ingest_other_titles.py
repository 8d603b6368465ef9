"""Other titles of the Code, as large as they are, where a folder of them is at hand: CORRECTIONS_OTHER_TITLES."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ingest.passages import section_text, split_passages
from ingest.records import SourceDocument
from ingest.statute import read_statute

FOLDER = os.environ.get("CORRECTIONS_OTHER_TITLES", "")
TITLES = sorted(Path(FOLDER).glob("*.txt")) if FOLDER else []

pytestmark = pytest.mark.skipif(not TITLES, reason="CORRECTIONS_OTHER_TITLES names no folder with titles")


def describe(path: Path) -> SourceDocument:
    return SourceDocument(
        id=path.stem,
        title=path.stem,
        publisher="",
        url="",
        edition="",
        retrieved_on=date(2025, 11, 1),
        kind="statute",
        authority=1,
        file=path.name,
        sha256="",
    )


@pytest.mark.parametrize("path", TITLES, ids=lambda p: p.stem)
def test_a_title_parses_with_every_line_claimed_and_no_word_lost(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    parsed = read_statute(text, path.stem)
    assert parsed.unclaimed_lines == ()
    folded = " ".join(text.split())
    kept: Counter[str] = Counter()
    for section in parsed.sections:
        passages = [p for p in split_passages(section, describe(path)) if p.part == "text"]
        assert " ".join(p.text for p in passages) == section_text(section)
        assert all(p.text in folded for p in passages)
        kept.update(
            [*section.header.split(), *section_text(section).split(), *(section.version_note or "").split()]
        )
        for note in section.notes:
            kept.update(note.text.split())
    for heading in parsed.headings:
        kept.update(heading.split())
    lost = Counter(text.split()) - kept
    allowed = {"ARTICLE", "PART", "TITLE"}
    assert all(word in allowed or (word.replace(".", "").isalnum() and word[0].isdigit()) for word in lost)


@pytest.mark.parametrize("path", TITLES, ids=lambda p: p.stem)
def test_pinpoints_are_unique_but_for_versions(path: Path) -> None:
    parsed = read_statute(path.read_text(encoding="utf-8"), path.stem)
    for section in parsed.sections:
        if section.version_note:
            continue
        counts = Counter((x.locator, x.version_note) for x in section.subdivisions)
        assert [x for x, n in counts.items() if n > 1] == []
