"""Documents of each kind become text with marked headings; each module here is the only one to import its vendor.

A loaded text has one paragraph a line, "## " before headings, "- " before bullets, " | " between the cells of a row.
Link targets are kept beside the text, so that the text stays what the page says.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from ingest.errors import SourceUnreadableError
from ingest.loaders.docx import load_docx
from ingest.loaders.html import load_html
from ingest.loaders.loaded import LoadedText
from ingest.loaders.pdf import load_pdf
from ingest.loaders.txt import load_txt

__all__ = ["ENDINGS", "LoadedText", "load_document"]

_Loader = Callable[[bytes, str, str], LoadedText]
_LOADERS: dict[str, _Loader] = {
    ".txt": load_txt,
    ".md": load_txt,
    ".html": load_html,
    ".htm": load_html,
    ".pdf": load_pdf,
    ".docx": load_docx,
}
ENDINGS = tuple(_LOADERS)
"""The file name endings that can be read."""


def load_document(data: bytes, file: str, base_url: str = "", name: str = "") -> LoadedText:
    """Turn a snapshot into text, by the ending of its file name; relative links are completed with `base_url`.

    Errors speak of it as `name`, or else by its file name.

    Raises SourceUnreadableError for what is empty, damaged, encrypted, or not what its name says.
    """
    name = name or file
    loader = _LOADERS.get(PurePath(file).suffix.lower())
    if loader is None:
        raise SourceUnreadableError(
            f"{name}: cannot read this kind of file; give one of: {', '.join(ENDINGS)}"
        )
    if not data.strip():
        raise SourceUnreadableError(f"{name} is empty; get the document again")
    loaded = loader(data, name, base_url)
    if not any(c.isalpha() for c in loaded.text):
        raise SourceUnreadableError(f"{name} holds no words; get the document again")
    return loaded
