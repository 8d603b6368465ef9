"""Documents of each kind become the same make of text, and what is broken is refused by name."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen import canvas

from ingest.errors import SourceUnreadableError
from ingest.loaders import load_document
from ingest.loaders.loaded import TextBuilder, complete_link

HTML = """<!doctype html><html><head><title>Dress Code</title><style>p {}</style></head><body>
<nav><a href="/x">Menu</a></nav><main><h1>Dress&nbsp;Code</h1>
<p>All visitors follow the <a href="/policies">Policies page</a>. See <b>below</b>.</p>
<h2>Shirts</h2><ul><li>Cover the stomach.</li><li>No <a href="https://example.org/camo">camouflage</a>.<ul><li>Hats too</li></ul></li></ul>
<h3>Hours</h3>Loose text<br>second line
<table><tr><th>Day</th><th>Time</th></tr><tr><td>Monday</td><td>8 am</td></tr></table>
<details><summary>Children</summary><p>Under 12 <a href="#top">exempt</a>. <a href="javascript:x()">x</a></p></details>
</main><script>alert(1)</script><footer>Foot</footer></body></html>"""


def make_pdf(pages: list[list[str]], password: str = "") -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=letter)
    for page in pages:
        for n, line in enumerate(page):
            sheet.drawString(72, 720 - 16 * n, line)
        sheet.showPage()
    sheet.save()
    if not password:
        return out.getvalue()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(out.getvalue())))
    writer.encrypt(password)
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


def make_docx() -> bytes:
    document = docx.Document()
    document.add_heading("Mail Policy", 1)
    paragraph = document.add_paragraph("Letters go to the ")
    relation = document.part.relate_to(
        "https://example.org/mail", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "mail room"
    run.append(text)
    link.append(run)
    paragraph._p.append(link)
    document.add_heading("Books", 2)
    document.add_paragraph("From publishers only.", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Item", "Limit"), ("Books", "10")), strict=True):
        for cell, value in zip(row.cells, cells, strict=True):
            cell.text = value
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_html_keeps_headings_bullets_rows_and_link_targets() -> None:
    loaded = load_document(HTML.encode(), "page.html", "https://cdoc.colorado.gov/dress")
    assert loaded.text.split("\n") == [
        "# Dress Code",
        "All visitors follow the Policies page. See below.",
        "## Shirts",
        "- Cover the stomach.",
        "- No camouflage.",
        "- Hats too",
        "### Hours",
        "Loose text",
        "second line",
        "Day | Time",
        "Monday | 8 am",
        "#### Children",
        "Under 12 exempt. x",
    ]
    assert [(x.text, x.url, x.line) for x in loaded.links] == [
        ("Policies page", "https://cdoc.colorado.gov/policies", 2),
        ("camouflage", "https://example.org/camo", 5),
    ]
    assert loaded.has_marks


def test_html_saved_as_text_is_read_as_html() -> None:
    assert load_document(HTML.encode(), "page.txt").text.startswith("# Dress Code")


def test_html_in_another_encoding_is_read_as_it_declares() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body><p>Ca\u00f1on \u2013 open</p></body></html>'
    assert load_document(page.encode("windows-1252"), "p.html").text == "Ca\u00f1on \u2013 open"


def test_word_files_keep_headings_bullets_rows_and_link_targets() -> None:
    loaded = load_document(make_docx(), "mail.docx")
    assert loaded.text.split("\n") == [
        "# Mail Policy",
        "Letters go to the mail room",
        "## Books",
        "- From publishers only.",
        "Item | Limit",
        "Books | 10",
    ]
    assert [(x.text, x.url, x.line) for x in loaded.links] == [("mail room", "https://example.org/mail", 2)]


def test_pdf_lines_are_joined_to_paragraphs_without_running_heads() -> None:
    pages = [
        [
            "Administrative Regulation 300-01",
            f"{word} visitors must be approved before they come to the facility for the",
            f"{word} time in a year.",
            f"(1) {word} applications are sent by mail to the facility that the offender",
            f"lives in, {word}.",
            f"Page {n}",
        ]
        for n, word in enumerate(("First", "Second", "Third", "Fourth"), 1)
    ]
    lines = load_document(make_pdf(pages), "ar.pdf").text.split("\n")
    assert lines[:2] == [
        "First visitors must be approved before they come to the facility for the First time in a year.",
        "(1) First applications are sent by mail to the facility that the offender lives in, First.",
    ]
    assert len(lines) == 8


def test_plain_text_may_be_utf_16_or_have_a_byte_order_mark() -> None:
    assert load_document("Cañon City".encode("utf-16"), "a.txt").text == "Cañon City"
    assert load_document(b"\xef\xbb\xbfCa\xc3\xb1on\r\nCity", "a.txt").text == "Cañon\nCity"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.txt", "a.txt is empty"),
        (b" \n\t ", "a.html", "a.html is empty"),
        (b"\x00\x01\x02\x03 rubbish", "a.txt", "is binary"),
        (bytes(range(1, 32)) * 20, "a.txt", "is binary"),
        (b"caf\xe9 is open", "a.txt", "is not UTF-8 text (byte 3)"),
        (b"\xff\xfea", "a.txt", "is not UTF-16 text"),
        (b"1234 5678 !!", "a.txt", "holds no words"),
        (b"text", "a.doc", "cannot read this kind of file"),
        (b"text", "noending", "cannot read this kind of file"),
        (b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>", "a.html", "is an error page"),
        (b"<html><body><h1>Access Denied</h1><p>You don't have permission.</p></body></html>", "a.html", "is an error page"),
        (b"<html><body><script>x</script></body></html>", "a.html", "has no text"),
        (b"<p>a</p>\x00\x00", "a.html", "is binary"),
        (b"<html>not a pdf</html>", "a.pdf", "is not a PDF file"),
        (b"%PDF-1.4\nrubbish", "a.pdf", "is a damaged PDF"),
        (b"PK\x03\x04rubbish", "a.docx", "is a damaged Word file"),
        (b"\xd0\xcf\x11\xe0rubbish", "a.docx", "an old .doc or a locked file"),
    ],
)  # fmt: skip
def test_what_is_broken_is_refused_by_name(data: bytes, name: str, said: str) -> None:
    with pytest.raises(SourceUnreadableError, match=r".") as caught:
        load_document(data, name)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_locked_pdf_is_refused() -> None:
    with pytest.raises(SourceUnreadableError, match="is encrypted; save a copy without a password"):
        load_document(make_pdf([["Text"]], password="secret"), "a.pdf")


def test_a_pdf_without_text_is_refused() -> None:
    with pytest.raises(SourceUnreadableError, match="has no text layer"):
        load_document(make_pdf([[]]), "a.pdf")


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "text")
    with pytest.raises(SourceUnreadableError, match="is a damaged Word file"):
        load_document(out.getvalue(), "a.docx")


def test_errors_speak_of_the_name_that_was_given() -> None:
    with pytest.raises(SourceUnreadableError, match=r"^downloads/a\.txt is empty"):
        load_document(b"", "id.txt", name="downloads/a.txt")


@pytest.mark.parametrize(
    ("target", "whole"),
    [
        ("/policies", "https://x.gov/policies"),
        ("page", "https://x.gov/a/page"),
        ("mailto:cdoc@state.co.us", "mailto:cdoc@state.co.us"),
        ("#top", None),
        ("javascript:alert(1)", None),
        ("http://[", None),
    ],
)
def test_links_are_completed_or_left_out(target: str, whole: str | None) -> None:
    assert complete_link(target, "https://x.gov/a/b") == whole


def test_halves_of_surrogate_pairs_from_a_damaged_pdf_never_reach_a_passage() -> None:
    builder = TextBuilder()
    builder.add("Visits \ud800 on Sunday")
    assert builder.build().text == "Visits ? on Sunday"
