"""The statute and page parsers and the loaders before them: a named error, or sections with every word of the text."""

import io
from datetime import date

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from ingest.errors import IngestError
from ingest.loaders import load_document
from ingest.pages import read_page
from ingest.passages import split_passages
from ingest.records import SourceDocument
from ingest.run import ingest_source
from ingest.settings import ROOT
from ingest.statute import read_statute
from tests.fuzz.hostile import NOISE, citations, messages, pieces
from tests.fuzz.profiles import FUZZED, counted

LAW = tuple((ROOT / "corpus" / "crs-title-17.txt").read_text(encoding="utf-8").split("\n"))
PAGE = tuple((ROOT / "corpus" / "cdoc-visit.txt").read_text(encoding="utf-8").split("\n"))

STATUTE = SourceDocument(
    id="fuzzed",
    title="Colorado Revised Statutes, Title 99: Examples",
    publisher="",
    url="",
    edition="",
    retrieved_on=date(2025, 1, 1),
    kind="statute",
    authority=1,
    file="fuzzed.txt",
    sha256="",
)
AGENCY_PAGE = STATUTE.model_copy(update={"kind": "agency_page", "title": "A page"})
HEADERS = (
    "ARTICLE 1", "PART 2", "TITLE 99", "99-1-101. Catchline. (1) Text.", "99-1-102 to 99-1-104. (Repealed)",
    "[99-1-105. Later. [Editor's note: This version is effective January 1, 2031.]", "99-1-106. (Reserved)",
    "(1) (a) (I) (A) Deep.", "(1.5) Text", "(b) Repealed.", "(I) and (II) (Deleted by amendment, L. 2001)", "(zz) x",
    "Source: L. 77: Entire title R&RE, p. 900, § 10, effective August 1. L. 2099: (1) amended, (HB 99-1), ch. 1, p. 1, § 1.",
    "Editor's note: (1) Subsection (9)(z) provided for the repeal of subsection (9), effective July 1, 2000.",
    "Cross references: For the legislative declaration, see section 1 of chapter 1.", "Law reviews: x",
    "L. 2025: (1)", "effective February 30, 2025", "99-1-104 to 99-1-102. (Repealed)", "99-1-1.9 to 99-1-2.1. (Repealed)",
)  # fmt: skip


def make_writable(text: str) -> str:
    """A text as loaders give it: without halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode("utf-8")


def texts(source: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Stretches of a real text with lines lost, doubled, broken and strange ones put between."""
    start = st.integers(0, len(source) - 2)
    stretch = st.builds(lambda at, size: list(source[at : at + size]), start, st.integers(1, 30))
    strange = st.one_of(st.sampled_from(HEADERS), pieces(), citations(), NOISE)

    def spoil(lines: list[str], extra: list[tuple[int, str]], cut: int) -> str:
        for place, line in extra:
            lines.insert(place % (len(lines) + 1), line)
        return "\n".join(lines)[cut:]

    extra = st.lists(st.tuples(st.integers(0, 40), strange), max_size=8)
    return st.builds(spoil, stretch, extra, st.integers(0, 40))


def letters(text: str) -> list[str]:
    """What must not be lost: words of letters and figures."""
    return [word for word in text.split() if any(c.isalnum() for c in word)]


@FUZZED
@given(
    text=st.one_of(
        texts(LAW), st.lists(st.sampled_from(HEADERS), max_size=12).map("\n".join), messages()
    ).map(make_writable)
)
def test_a_broken_statute_is_a_named_error_or_sections_whose_passages_hold_their_text(text: str) -> None:
    with counted("statute parser", text):
        try:
            parsed = read_statute(text, "fuzzed")
        except IngestError:
            return
        for section in parsed.sections:
            passages = split_passages(section, STATUTE)
            said = letters(" ".join(p.text for p in passages if p.part == "text"))
            for part in section.subdivisions:
                assert set(letters(part.text)) <= set(said)


@FUZZED
@given(text=st.one_of(texts(PAGE), messages()).map(make_writable))
def test_a_broken_page_is_a_named_error_or_sections(text: str) -> None:
    with counted("page parser", text):
        try:
            page = read_page(text, AGENCY_PAGE)
        except IngestError:
            return
        assert all(section.subdivisions for section in page.sections)
        for section in page.sections:
            assert split_passages(section, AGENCY_PAGE)


@FUZZED
@given(
    data=st.one_of(st.binary(max_size=300), messages(5000).map(lambda t: t.encode("utf-8", "surrogatepass"))),
    ending=st.sampled_from([".txt", ".html", ".md", ".pdf", ".docx", ".exe"]),
    kind=st.sampled_from(["statute", "agency_page"]),
)
def test_any_bytes_of_any_kind_are_a_named_error_or_passages(data: bytes, ending: str, kind: str) -> None:
    document = STATUTE.model_copy(update={"kind": kind, "file": f"fuzzed{ending}"})
    with counted("loaders", data):
        try:
            ingest_source(ROOT / "corpus", document, (), data)
        except IngestError:
            return


def build_docx() -> bytes:
    """A small Word file."""
    document = docx.Document()
    document.add_heading("Visits", 1)
    document.add_paragraph("Bring identification.", style="List Bullet")
    document.add_table(rows=2, cols=2).cell(0, 0).text = "Hours"
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def build_pdf() -> bytes:
    """A small PDF with one line of text."""
    held = io.BytesIO()
    page = canvas.Canvas(held, pageCompression=0)
    page.drawString(72, 720, "Visitors bring identification to the facility.")
    page.save()
    return held.getvalue()


PACKED = {".docx": build_docx(), ".pdf": build_pdf()}


@FUZZED
@given(
    ending=st.sampled_from(sorted(PACKED)),
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=6),
    end=st.floats(0.2, 1),
)
def test_a_damaged_word_or_pdf_file_is_a_named_error_or_text(
    ending: str, changes: list[tuple[float, bytes]], end: float
) -> None:
    data = bytearray(PACKED[ending])
    for where, new in changes:
        at = int(where * len(data))
        data[at : at + len(new)] = new
    spoiled = bytes(data[: int(len(data) * end)])
    with counted("Word and PDF files", spoiled):
        try:
            assert load_document(spoiled, f"fuzzed{ending}").text
        except IngestError:
            return


@pytest.mark.parametrize("ending", sorted(PACKED))
def test_the_undamaged_files_can_be_read(ending: str) -> None:
    assert "dentification" in load_document(PACKED[ending], f"x{ending}").text
