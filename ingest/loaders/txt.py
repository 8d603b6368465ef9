"""Plain text: UTF-8, or UTF-16 with a byte order mark; anything else is refused rather than guessed."""

from __future__ import annotations

from ingest.errors import SourceUnreadableError
from ingest.loaders.html import is_html, load_html
from ingest.loaders.loaded import LoadedText

_MAX_CONTROL_SHARE = 0.01


def load_txt(data: bytes, name: str, base_url: str = "") -> LoadedText:
    """Decode plain text; HTML that was saved as .txt is read as HTML."""
    if is_html(data):
        return load_html(data, name, base_url)
    text = decode_text(data, name)
    controls = sum(c < " " and c not in "\n\r\t\f" for c in text)
    if controls > len(text) * _MAX_CONTROL_SHARE:
        raise SourceUnreadableError(f"{name} is binary, not text; give a .txt, .html, .pdf or .docx file")
    return LoadedText(text.replace("\r\n", "\n").replace("\r", "\n"))


def decode_text(data: bytes, name: str) -> str:
    """Decode bytes that should be text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data:
        raise SourceUnreadableError(f"{name} is binary, not text; give a .txt, .html, .pdf or .docx file")
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceUnreadableError(
            f"{name} is not {encoding.removesuffix('-sig').upper()} text (byte {error.start}); "
            "save it as UTF-8 and try again"
        ) from error
