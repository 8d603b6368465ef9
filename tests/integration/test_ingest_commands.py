"""`python -m ingest` and `python -m ingest add`, on a small corpus of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.records import IngestReport, SourceDocument
from ingest.settings import ROOT
from ingest.sources import hash_bytes, load_sources, write_register
from ingest.store import REPORT, is_intact, load_passages, load_report, load_sections

STATUTE = """ARTICLE 1
Names
99-1-101. First. (1) The board meets every month.
Source: L. 77: Entire title R&RE, p. 903, § 10, effective August 1.
99-1-102. Second. (Repealed)
Source: L. 99: Entire section repealed, p. 1, § 1, effective July 1.
"""


class Corpus:
    """A corpus and its data in a temporary folder, and the command run on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "corpus"
        self.data = folder / "data"
        self.folder.mkdir()
        (self.folder / "crs-title-99.txt").write_text(STATUTE, encoding="utf-8")
        self.register("crs-title-99", "statute", "crs-title-99.txt")

    def register(self, source_id: str, kind: str, file: str) -> None:
        document = SourceDocument.model_validate(
            {
                "id": source_id,
                "title": "Colorado Revised Statutes, Title 99: Examples",
                "publisher": "General Assembly",
                "url": "https://example.org",
                "edition": "2025 edition",
                "retrieved_on": "2025-11-01",
                "kind": kind,
                "authority": 1,
                "file": file,
                "sha256": hash_bytes((self.folder / file).read_bytes()),
            }
        )
        write_register(self.folder, document)

    def run(self, *arguments: str) -> int:
        return main([*arguments, "--corpus", str(self.folder), "--data", str(self.data)])

    def add(self, location: object, source_id: str = "new", *more: str, kind: str = "policy") -> int:
        return self.run(
            "add", str(location), "--id", source_id, "--kind", kind, "--title", "New source", *more
        )

    def state(self) -> dict[str, bytes]:
        """Every file but locks, to see that nothing changed."""
        files = [
            p
            for root in (self.folder, self.data)
            for p in root.rglob("*")
            if p.is_file() and p.suffix != ".lock"
        ]
        return {str(p): p.read_bytes() for p in files if p.name != ".lock"}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on stderr."""
    lines = [x for x in capsys.readouterr().err.splitlines() if x.strip()]
    assert len(lines) == 1, lines
    return lines[0]


def test_sources_become_sections_passages_and_a_report(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    assert corpus.run("--json") == 0
    report = IngestReport.model_validate(json.loads(capsys.readouterr().out))
    (source,) = report.sources
    assert (source.sections, source.repealed, source.passages, source.added) == (2, 1, 3, 3)
    assert [s.number for s in load_sections(corpus.data)] == ["99-1-101", "99-1-102"]
    assert [p.part for p in load_passages(corpus.data)] == ["text", "notes", "notes"]
    assert load_report(corpus.data).corpus_hash == report.corpus_hash
    assert load_sections(corpus.data)[0].heading_path[0] == "Title 99. Examples"


def test_a_second_run_changes_nothing(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus.run() == 0
    before = corpus.state()
    capsys.readouterr()
    assert corpus.run("--json") == 0
    assert corpus.state() == before
    (source,) = json.loads(capsys.readouterr().out)["sources"]
    assert (source["added"], source["unchanged"]) == (0, 3)


def test_a_new_edition_is_counted(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    corpus.run()
    text = STATUTE.replace("every month", "every week") + "99-1-103. Third. A new section.\n"
    (corpus.folder / "crs-title-99.txt").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert corpus.run("--accept-changed", "crs-title-99", "--json") == 0
    (source,) = json.loads(capsys.readouterr().out)["sources"]
    assert (source["added"], source["changed"], source["removed"], source["unchanged"]) == (1, 1, 0, 2)


def test_a_changed_snapshot_is_noticed(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    corpus.run()
    (corpus.folder / "crs-title-99.txt").write_text(STATUTE + "\n", encoding="utf-8")
    before = corpus.state()
    capsys.readouterr()
    assert corpus.run() == 1
    line = said(capsys)
    assert "not the snapshot that was registered" in line
    assert "--accept-changed crs-title-99" in line
    assert corpus.state() == before


def test_a_damaged_store_is_written_anew(corpus: Corpus) -> None:
    corpus.run()
    good = corpus.state()
    for name in ("passages.jsonl", "sections.jsonl", REPORT):
        (corpus.data / "ingest" / name).write_text("{rubbish", encoding="utf-8")
        assert corpus.run() == 0
        path = str(corpus.data / "ingest" / "passages.jsonl")
        assert corpus.state()[path] == good[path]


def test_strict_fails_on_lines_that_no_rule_explains(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus.folder / "odd.txt").write_text(STATUTE + "What is this line.\n", encoding="utf-8")
    corpus.register("odd", "statute", "odd.txt")
    assert corpus.run("--strict") == 1
    assert "odd: 1 line that no rule explains: 7" in said(capsys)
    assert not (corpus.data / "ingest" / "passages.jsonl").exists()
    assert corpus.run() == 0
    assert load_report(corpus.data).sources[1].unclaimed_lines == (7,)
    capsys.readouterr()
    assert corpus.run("--strict") == 1


def test_one_source_alone_leaves_the_others_as_stored(corpus: Corpus) -> None:
    (corpus.folder / "page.txt").write_text("# Visits\nCome on Monday.\n", encoding="utf-8")
    corpus.register("page", "agency_page", "page.txt")
    corpus.run()
    before = load_passages(corpus.data)
    assert corpus.run("--source", "page") == 0
    assert load_passages(corpus.data) == before


@pytest.mark.parametrize(
    ("register", "expected"),
    [
        (None, "does not exist"),
        ("source = 3", "expected one [[source]] table per source"),
        ("[[source]\n", "is not valid TOML"),
        ('[[source]]\nid = "a"\n', "source a: title: Field required"),
        ('[[source]]\nid = "a"\ncolour = "red"\n', "source a"),
    ],
)
def test_a_broken_register_is_named(
    corpus: Corpus, capsys: pytest.CaptureFixture[str], register: str | None, expected: str
) -> None:
    path = corpus.folder / "sources.toml"
    if register is None:
        path.unlink()
    else:
        path.write_text(register, encoding="utf-8")
    assert corpus.run() == 1
    assert expected in said(capsys)


def test_an_unknown_source_and_a_missing_snapshot_are_named(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    assert corpus.run("--source", "nothing") == 1
    assert '"nothing" is not a source' in said(capsys)
    (corpus.folder / "crs-title-99.txt").unlink()
    assert corpus.run() == 1
    assert "cannot be read" in said(capsys)


def test_a_data_folder_that_cannot_be_written_is_named(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus.data.write_text("a file, not a folder", encoding="utf-8")
    assert corpus.run() == 1
    assert "cannot be written" in said(capsys)


@pytest.mark.parametrize(
    "arguments", [["--nonsense"], ["add"], ["add", "x", "--id", "a", "--kind", "book", "--title", "t"]]
)
def test_wrong_usage_ends_with_2(corpus: Corpus, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        corpus.run(*arguments)
    assert caught.value.code == 2


def test_a_source_is_added_with_its_snapshot(
    corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<main><h1>Mail</h1><p>Write to the <a href="/room">room</a>.</p></main>', encoding="utf-8"
    )
    assert corpus.add(page, "mail", "--url", "https://cdoc.example/mail", "--json") == 0
    added = SourceDocument.model_validate(json.loads(capsys.readouterr().out))
    assert (added.file, added.authority, added.publisher) == ("mail.html", 2, "cdoc.example")
    assert (corpus.folder / "mail.html").read_bytes() == page.read_bytes()
    assert [d.id for d in load_sources(corpus.folder)] == ["crs-title-99", "mail"]
    assert corpus.run() == 0
    passage = next(p for p in load_passages(corpus.data) if p.source == "mail")
    assert passage.locator == "Mail"
    assert [x.url for x in passage.links] == ["https://cdoc.example/room"]


def test_adding_keeps_what_a_person_wrote_into_the_register(corpus: Corpus, tmp_path: Path) -> None:
    path = corpus.folder / "sources.toml"
    path.write_text("# Reviewed by a person.\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    page = tmp_path / "a.txt"
    page.write_text("Visits are on Monday.", encoding="utf-8")
    assert corpus.add(page, "a", "--title", 'A "quoted" \\ title') == 0
    assert corpus.add(page, "b") == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Reviewed by a person.\n")
    assert [s["id"] for s in tomllib.loads(text)["source"]] == ["crs-title-99", "a", "b"]
    assert load_sources(corpus.folder)[1].title == 'A "quoted" \\ title'


def test_a_source_is_replaced_only_on_request(
    corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "a.txt"
    page.write_text("Visits are on Monday.", encoding="utf-8")
    assert corpus.add(page, "a") == 0
    page.write_text("Visits are on Tuesday.", encoding="utf-8")
    capsys.readouterr()
    assert corpus.add(page, "a") == 1
    assert "is registered already" in said(capsys)
    assert corpus.add(page, "a", "--replace") == 0
    assert (corpus.folder / "a.txt").read_text(encoding="utf-8") == "Visits are on Tuesday."
    assert len(load_sources(corpus.folder)) == 2


BROKEN = {
    "missing.txt": None,
    "empty.txt": b"",
    "rubbish.txt": bytes(range(256)) * 20,
    "rubbish.pdf": bytes(range(256)) * 20,
    "rubbish.docx": bytes(range(256)) * 20,
    "latin.txt": "Cañon City is open".encode("latin-1"),
    "error.html": b"<html><head><title>503 Service Unavailable</title></head><body>Sorry</body></html>",
    "large.txt": b"word " * 5_000_000,
    "spreadsheet.xlsx": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_input_is_refused_and_leaves_no_trace(
    corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    corpus.run()
    path = tmp_path / name
    if (data := BROKEN[name]) is not None:
        path.write_bytes(data)
    before = corpus.state()
    capsys.readouterr()
    assert corpus.add(path) == 1
    line = said(capsys)
    assert name in line
    assert ";" in line, "says what to do"
    assert corpus.state() == before


@pytest.mark.parametrize(
    ("location", "kind", "source_id", "expected"),
    [
        ("http://127.0.0.1:1/x", "policy", "new", "private address"),
        ("http://localhost/x", "policy", "new", "private address"),
        ("ftp://example.org/x.txt", "policy", "new", "not an http(s) address"),
        ("ok.txt", "policy", "Not An Id", "is no id"),
        ("ok.txt", "policy", "../up", "is no id"),
        ("ok.txt", "statute", "new", "expected a section header"),
        ("ok.txt", "policy", "taken", "exists and is not this source's"),
    ],
)
def test_requests_that_cannot_be_met_leave_no_trace(
    corpus: Corpus,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    location: str,
    kind: str,
    source_id: str,
    expected: str,
) -> None:
    (tmp_path / "ok.txt").write_text("Visits are on Monday.", encoding="utf-8")
    (corpus.folder / "taken.txt").write_text("someone's notes", encoding="utf-8")
    before = corpus.state()
    where = location if "://" in location else tmp_path / location
    assert corpus.add(where, source_id, kind=kind) == 1
    assert expected in said(capsys)
    assert corpus.state() == before


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/page")
            self.end_headers()
            return
        status = 200 if self.path == "/page" else 404
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b'<main><h1>Mail</h1><p>See the <a href="rules">rules</a>.</p></main>')

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_an_address_is_fetched_and_its_final_place_kept(
    corpus: Corpus, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert corpus.add(f"{address}/moved", "mail", "--allow-private") == 0
    document = load_sources(corpus.folder)[1]
    assert (document.url, document.file) == (f"{address}/page", "mail.html")
    assert corpus.run() == 0
    passage = next(p for p in load_passages(corpus.data) if p.source == "mail")
    assert [x.url for x in passage.links] == [f"{address}/rules"]
    capsys.readouterr()
    assert corpus.add(f"{address}/moved", "again") == 1
    assert "private address" in said(capsys)
    assert corpus.add(f"{address}/gone", "gone", "--allow-private") == 1
    assert "answers 404" in said(capsys)
    assert len(load_sources(corpus.folder)) == 2


def test_two_runs_at_once_leave_a_whole_store(corpus: Corpus) -> None:
    command = [sys.executable, "-m", "ingest", "--corpus", str(corpus.folder), "--data", str(corpus.data)]
    runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT) for _ in range(3)]
    assert [run.wait(timeout=60) for run in runs] == [0, 0, 0]
    assert is_intact(corpus.data, load_report(corpus.data))
    assert len(load_passages(corpus.data)) == 3
