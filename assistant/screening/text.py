"""Messages are matched in a folded form: no case, no accents, no apostrophes, single blanks.

"¿Él dijo que se va a MATAR?" and "el dijo que se va a matar" are the same to a pattern.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u00b4`]")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")
_BREAK = re.compile(r"(?:[.!?¡¿;:…]+(?=\s|$)|\n)+\s*")
_LETTER = re.compile(r"[^\W\d_]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")


def fold(text: str) -> str:
    """Fold a message for matching; line breaks stay, because they end a sentence."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKD", text))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = _APOSTROPHES.sub("", plain.casefold())
    plain = _STRETCHED.sub(r"\1\1", plain)
    return _BLANKS.sub(" ", plain).strip()


def split_sentences(folded: str) -> tuple[str, ...]:
    """Split a folded message at sentence marks and line breaks."""
    return tuple(s for part in _BREAK.split(folded) if (s := part.strip(" ¡¿")))


def count_letters(text: str) -> int:
    """Count letters of any script."""
    return len(_LETTER.findall(text))
