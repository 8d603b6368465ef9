"""Any bytes become a message that can be read: what nobody can see is taken out, what is too long is cut."""

from __future__ import annotations

import re
import unicodedata

_TAGS = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<[a-z!/][^<>]{0,300}>", re.I | re.S)
_PICTURE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]]{0,300})\]\((?=[^\s()]*[:/.])(?:[^()\s]|\([^()\s]{0,200}\)){0,500}\)")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean_message(text: str, max_characters: int = 4000) -> tuple[str, bool]:
    """Clean a message for reading; says whether it was cut.

    Control and direction marks, lone surrogates, HTML tags and Markdown pictures go, of a link its words stay; a
    message that is too long keeps its beginning and its end, where questions stand.
    """
    is_cut = len(text) > max_characters
    if is_cut:
        half = max_characters // 2
        text = f"{text[:half]} … {text[-half:]}"
    kept = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _HIDDEN
    )
    plain = unicodedata.normalize("NFC", _LINK.sub(r"\1", _PICTURE.sub(" ", _TAGS.sub(" ", kept))))
    return " ".join(plain.split()), is_cut


def find_script(text: str) -> str:
    """Tell "latin", "other" (most letters belong to another script) or "none"."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "none"
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    return "latin" if latin >= 0.5 * len(letters) else "other"
