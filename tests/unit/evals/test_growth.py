"""A corpus with renumbered copies is a corpus like any other."""

import hashlib
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from evals.growth import GrowthRow, grow_corpus, move_copies
from evals.growth_report import format_growth, publish_growth, render_growth
from index.inputs import format_passage_text
from index.vectors import hash_text
from ingest.sources import load_sources
from tests.unit.index.law import make_passage

LAW = "17-1-101. Director. See section 17-2-201 (5).\n"


def test_copies_are_registered_with_their_own_numbers_and_hashes(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "law.txt").write_text(LAW, encoding="utf-8")
    digest = hashlib.sha256(LAW.encode()).hexdigest()
    (corpus / "sources.toml").write_text(
        f'[[source]]\nid = "law"\ntitle = "T"\npublisher = "P"\nurl = "https://example.org"\nedition = "2025"\n'
        f'retrieved_on = 2025-01-01\nkind = "statute"\nauthority = 1\nfile = "law.txt"\nsha256 = "{digest}"\n',
        encoding="utf-8",
    )
    grown = grow_corpus(corpus, tmp_path / "grown", 3).directory
    documents = load_sources(grown)
    assert [d.id for d in documents] == ["law", "crs-title-51", "crs-title-52"]
    text = (grown / documents[2].file).read_text(encoding="utf-8")
    assert text == "52-1-101. Director. See section 52-2-201 (5).\n"
    assert hashlib.sha256(text.encode()).hexdigest() == documents[2].sha256


def test_real_titles_come_before_copies(tmp_path: Path) -> None:
    corpus, others = tmp_path / "corpus", tmp_path / "others"
    corpus.mkdir()
    others.mkdir()
    (corpus / "law.txt").write_text(LAW, encoding="utf-8")
    (others / "crs-title-16.txt").write_text("16-1-101. Short title. Text.\n", encoding="utf-8")
    digest = hashlib.sha256(LAW.encode()).hexdigest()
    (corpus / "sources.toml").write_text(
        f'[[source]]\nid = "law"\ntitle = "T"\npublisher = "P"\nurl = "https://example.org"\nedition = "2025"\n'
        f'retrieved_on = 2025-01-01\nkind = "statute"\nauthority = 1\nfile = "law.txt"\nsha256 = "{digest}"\n',
        encoding="utf-8",
    )
    grown = grow_corpus(corpus, tmp_path / "grown", 3, others)
    assert (grown.real, grown.copies) == (("crs-title-16.txt",), (51,))
    assert grown.describe() == "Title 17 and crs-title-16.txt and 1 renumbered copy of it"
    assert [d.id for d in load_sources(grown.directory)] == ["law", "crs-title-16", "crs-title-51"]


def make_row(titles: int, **values: object) -> GrowthRow:
    told = {
        "titles": titles,
        "made_of": "Title 17",
        "passages": 1273 * titles,
        "embedded": 0,
        "ingest_s": 1.0,
        "index_s": 2.0 * titles,
        "search_p50_ms": 30.0,
        "answer_p50_ms": 35.0,
        "resident_mb": 480.0,
        "disk_mb": 50.0,
        "tutorial_p50_ms": 10.0,
        "tutorial_mb": 2.7,
    }
    return GrowthRow.model_validate({**told, **values})


def test_a_copys_vectors_are_near_those_of_what_it_copies_and_never_the_same() -> None:
    original = make_passage("17-1-102", "See section 17-1-101.")
    copies = [
        make_passage(f"{n}-1-102", f"See section {n}-1-101.").model_copy(update={"source": f"crs-title-{n}"})
        for n in (51, 52)
    ]
    vector: NDArray[np.float32] = np.eye(1, 384, dtype=np.float32)[0]
    moved = move_copies((51, 52), [original, *copies], {hash_text(format_passage_text(original)): vector})
    rows = [moved[hash_text(format_passage_text(copy))] for copy in copies]
    assert [round(float(np.linalg.norm(row)), 4) for row in rows] == [1, 1]
    assert all(0.99 < float(row @ vector) < 0.999 for row in rows)
    assert not np.allclose(rows[0], rows[1])


def test_growth_is_a_table_that_says_what_the_titles_are_and_what_was_embedded() -> None:
    text = format_growth([make_row(1), make_row(3, embedded=40)])
    assert "| 3 | 3,819 | 1.0 s | 6.0 s ¹ | 30 ms | 10 ms | 35 ms | 480 MB | 50 MB | 3 MB |" in text
    assert "¹ Texts embedded within that time: 40 with 3 titles." in text
    assert "¹" not in format_growth([make_row(1)])


def test_growth_is_drawn_as_well_formed_svg_with_every_measure_named() -> None:
    svg = render_growth([make_row(1), make_row(3), make_row(40, search_p50_ms=130.0)])
    root = ElementTree.fromstring(svg)
    assert sum(node.tag.endswith("polyline") for node in root.iter()) == 8
    words = "".join(root.itertext())
    assert all(name in words for name in ("answer", "search", "tutorial", "index", "ingest", "on disk"))


def test_publishing_growth_writes_the_picture_and_a_section_of_the_history(tmp_path: Path) -> None:
    results, picture = tmp_path / "RESULTS.md", tmp_path / "growth.svg"
    results.write_text("# Results\n\n## 2026-01-01 00:00 · `python -m evals run`\n\nx\n", encoding="utf-8")
    publish_growth([make_row(1), make_row(3)], "python -m evals growth 1 3", results, picture)
    text = results.read_text(encoding="utf-8")
    assert text.index("python -m evals growth 1 3") < text.index("python -m evals run")
    assert picture.read_text(encoding="utf-8").startswith("<svg")
