"""Other titles of the Code, as large as they are, where CORRECTIONS_OTHER_TITLES names a folder of them; else our own under
another number, so that nothing in the parser knows which title it reads."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from evals.growth import renumber_title
from ingest.passages import section_text, split_passages
from ingest.records import SourceDocument
from ingest.settings import ROOT
from ingest.statute import read_statute

FOLDER = os.environ.get("CORRECTIONS_OTHER_TITLES", "")
OTHER = 51
TITLES = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted(Path(FOLDER).glob("*.txt")) if FOLDER
} or {
    f"crs-title-{OTHER}": renumber_title(
        (ROOT / "corpus" / "crs-title-17.txt").read_text(encoding="utf-8"), OTHER
    )
}


def describe(name: str) -> SourceDocument:
    return SourceDocument(
        id=name,
        title=name,
        publisher="",
        url="",
        edition="",
        retrieved_on=date(2025, 11, 1),
        kind="statute",
        authority=1,
        file=f"{name}.txt",
        sha256="",
    )


@pytest.mark.parametrize("name", TITLES)
def test_a_title_parses_with_every_line_claimed_and_no_word_lost(name: str) -> None:
    text = TITLES[name]
    parsed = read_statute(text, name)
    assert parsed.unclaimed_lines == ()
    folded = " ".join(text.split())
    kept: Counter[str] = Counter()
    for section in parsed.sections:
        passages = [p for p in split_passages(section, describe(name)) if p.part == "text"]
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


@pytest.mark.parametrize("name", TITLES)
def test_pinpoints_are_unique_but_for_versions(name: str) -> None:
    parsed = read_statute(TITLES[name], name)
    for section in parsed.sections:
        if section.version_note:
            continue
        counts = Counter((x.locator, x.version_note) for x in section.subdivisions)
        assert [x for x, n in counts.items() if n > 1] == []
