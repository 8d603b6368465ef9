"""Word files: headings by their styles, list items as bullets, tables as rows, links beside the text."""

from __future__ import annotations

import io
import re
import zipfile

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph

from ingest.errors import SourceUnreadableError
from ingest.loaders.loaded import LoadedText, TextBuilder

MAX_UNPACKED_BYTES = 200_000_000
_HEADING = re.compile(r"^heading (\d)", re.I)


def load_docx(data: bytes, name: str, base_url: str = "") -> LoadedText:
    """Read a Word file; raises SourceUnreadableError for a locked, damaged or empty one."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceUnreadableError(
            f"{name} is an old .doc or a locked file; save it as .docx without a password"
        )
    try:
        document = _open(data, name)
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError, OSError) as error:
        raise SourceUnreadableError(
            f"{name} is a damaged Word file ({type(error).__name__}); get it again"
        ) from error
    builder = TextBuilder(base_url, has_marks=True)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            _add_table(block, builder)
        else:
            _add_paragraph(block, builder)
    if not builder.lines:
        raise SourceUnreadableError(f"{name} holds no text; get the document again")
    return builder.build()


def _open(data: bytes, name: str) -> Document:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(x.file_size for x in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise SourceUnreadableError(
                f"{name} unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000} MB; split it"
            )
    return docx.Document(io.BytesIO(data))


def _add_paragraph(paragraph: Paragraph, builder: TextBuilder) -> None:
    style = paragraph.style.name if paragraph.style and paragraph.style.name else ""
    heading = _HEADING.match(style)
    mark = "#" * min(int(heading[1]), 6) + " " if heading else "# " if style == "Title" else ""
    if style.startswith("List"):
        mark = "- "
    links = tuple((link.text, link.url) for link in paragraph.hyperlinks if link.url)
    builder.add(paragraph.text, mark, links)


def _add_table(table: Table, builder: TextBuilder) -> None:
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            text = " ".join(cell.text.split())
            if text and (not cells or cells[-1] != text):
                cells.append(text)
        builder.add(" | ".join(cells))
