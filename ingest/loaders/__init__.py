"""Files of each kind become plain text with marked headings: one module per kind, each the only one to import its vendor."""

from __future__ import annotations

from ingest.loaders.txt import load_txt


def load_text(data: bytes, name: str) -> str:
    """Turn a snapshot into text, by the ending of its file name."""
    return load_txt(data, name)
