"""A long rule is shown by the stretch that the plain words rest on; the whole of it stands one tap away.

The stretch is whole clauses, chosen by the words it shares with what was said; it is never reworded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONG_WORDS = 48
"""A quote up to this long is shown whole."""
SHOWN_WORDS = 34
"""A stretch grows by whole clauses until it holds about this many words."""
_CLAUSE = re.compile(r"[^.;:]+(?:[.;:](?!\s)[^.;:]*)*[.;:]?\s*")
_WORD = re.compile(r"[^\W\d_]{4,}|\d+")


def find_key_stretch(quote: str, said: Sequence[str]) -> tuple[int, int]:
    """Find the stretch of `quote` to show, as character offsets; the whole of a short quote.

    Without words in common (an answer in another language), the beginning is shown.
    """
    if len(quote.split()) <= LONG_WORDS:
        return 0, len(quote)
    spans = [match.span() for match in _CLAUSE.finditer(quote)]
    stems = _find_stems(" ".join(said))
    scores = [len(_find_stems(quote[start:end]) & stems) for start, end in spans]
    first = last = scores.index(max(scores))
    while len(quote[spans[first][0] : spans[last][1]].split()) < SHOWN_WORDS:
        if last + 1 < len(spans):
            last += 1
        elif first > 0:
            first -= 1
        else:
            break
    start, end = spans[first][0], spans[last][1]
    return (0, len(quote)) if len(quote[start:end].split()) > 0.85 * len(quote.split()) else (start, end)


def format_excerpt(quote: str, said: Sequence[str]) -> str:
    """Cut the stretch out, with an ellipsis where something stands before or after it."""
    start, end = find_key_stretch(quote, said)
    before = "… " if start > 0 else ""
    after = " …" if end < len(quote) else ""
    return f"{before}{quote[start:end].strip()}{after}"


def _find_stems(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in _WORD.findall(text.lower()))
