"""PDF files: printed lines are joined to paragraphs; running heads that stand on most pages are left out.

A line ends its paragraph when it is clearly shorter than the page is wide, or when what follows begins like a new one.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ingest.errors import SourceUnreadableError
from ingest.loaders.loaded import LoadedText, TextBuilder

MAX_PAGES = 3000
_FULL_LINE = 0.72
_NEW_PARAGRAPH = re.compile(r"^(?:\((?:\d|[a-zA-Z])|[-•–▪●○*] |[A-Z]\. |[IVX]+\. |\d+\. |[A-Z][A-Z ]{5,}$)")
_NUMBERED = re.compile(
    r"^\d+(?:\.\d+)?-\d+(?:\.\d+)?-\d+|^(?:ARTICLE|PART|TITLE) \d|^(?:Source|Editor's note|Cross references):"
)
_BULLET = re.compile(r"^[•▪●○–*]\s*")
_MIN_PAGES_FOR_HEADS = 3


def load_pdf(data: bytes, name: str, base_url: str = "") -> LoadedText:
    """Read the text layer of a PDF; raises SourceUnreadableError where there is none, or it is locked or damaged."""
    if not data.lstrip().startswith(b"%PDF"):
        raise SourceUnreadableError(f"{name} is not a PDF file; check what was saved under this name")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = _read_pages(data, name)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        raise SourceUnreadableError(
            f"{name} is a damaged PDF ({type(error).__name__}); get it again"
        ) from error
    builder = TextBuilder(base_url)
    for paragraph in _join_lines(_drop_running_heads(pages)):
        is_bullet = bool(_BULLET.match(paragraph))
        builder.add(_BULLET.sub("", paragraph), "- " if is_bullet else "")
    if not builder.lines:
        raise SourceUnreadableError(
            f"{name} has no text layer (a scan?); run text recognition on it and add the result"
        )
    return builder.build()


def _read_pages(data: bytes, name: str) -> list[list[str]]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceUnreadableError(f"{name} is encrypted; save a copy without a password and add that")
    if len(reader.pages) > MAX_PAGES:
        raise SourceUnreadableError(f"{name} has more than {MAX_PAGES} pages; split it and add the parts")
    return [
        [line.strip() for line in page.extract_text().splitlines() if line.strip()] for page in reader.pages
    ]


def _drop_running_heads(pages: list[list[str]]) -> list[str]:
    """Leave out first and last lines that are the same, but for numbers, on more than half of the pages."""
    ends = Counter(re.sub(r"\d+", "#", line) for page in pages for line in {*page[:2], *page[-2:]})
    is_long = len(pages) >= _MIN_PAGES_FOR_HEADS
    heads = {line for line, count in ends.items() if is_long and count > len(pages) / 2}
    kept = []
    for page in pages:
        last = len(page) - 2
        kept += [x for i, x in enumerate(page) if (1 < i < last) or re.sub(r"\d+", "#", x) not in heads]
    return kept


def _join_lines(lines: list[str]) -> list[str]:
    width = sorted(len(x) for x in lines)[int(len(lines) * 0.9)] if lines else 0
    paragraphs: list[str] = []
    is_open = False
    for line in lines:
        if is_open and not _NEW_PARAGRAPH.match(line) and not _NUMBERED.match(line):
            paragraphs[-1] = f"{paragraphs[-1]} {line}"
        else:
            paragraphs.append(line)
        is_open = len(line) >= width * _FULL_LINE
    return paragraphs
