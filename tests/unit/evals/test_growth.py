"""A corpus with renumbered copies is a corpus like any other."""

import hashlib
from pathlib import Path

from evals.growth import grow_corpus
from ingest.sources import load_sources

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
    assert grown.describe() == "Title 17 and crs-title-16.txt and renumbered copies of Title 17 (1)"
    assert [d.id for d in load_sources(grown.directory)] == ["law", "crs-title-16", "crs-title-51"]
