"""Plain text."""

from __future__ import annotations

from ingest.errors import SourceUnreadableError


def load_txt(data: bytes, name: str) -> str:
    """Decode plain text: UTF-8, or UTF-16 with a byte order mark.

    Raises SourceUnreadableError for what is empty, binary or in another encoding.
    """
    if not data.strip():
        raise SourceUnreadableError(f"{name} is empty; get the document again")
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
            f"{name} is not UTF-8 text (byte {error.start}); save it as UTF-8 and add it again"
        ) from error
