"""Reviewed answers say "he" of the person inside; a letter about somebody's daughter says "she".

Only the office's own words change: what stands between quotation marks is the law's.
"""

from __future__ import annotations

import re

_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.I)
_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.I)
_BOTH = re.compile(r"\b(?:he or she|she or he|him or her|his or her|himself or herself)\b", re.I)
_WRITTEN = {"he": "she", "him": "her", "himself": "herself", "his": "her"}
_QUOTED = re.compile(r"(“[^”]*”)")
_OWN = re.compile(r"\bhis\b(?=\s*(?:[.,;:?!)]|$))", re.I)
MANY = 4
"""How many times as often an e-mail that says "he" or names a man too must say "she"."""


def tells_of_woman(
    letter: str, inside: re.Pattern[str], woman: re.Pattern[str], man: re.Pattern[str]
) -> bool:
    """Tell whether the person inside is a woman, by the words for either; where an e-mail leaves it open, she is not."""
    she, he = len(_SHE.findall(letter)), len(_HE.findall(letter))
    if inside.search(letter):
        return she >= he
    if woman.search(letter) is None:
        return False
    return she >= MANY * (max(he, 1) if man.search(letter) else he)


def write_of_woman(text: str) -> str:
    """Write "she" for "he"; a sentence that says "he or she", and what is quoted, stay as they are."""
    if _BOTH.search(text):
        return text
    pieces = _QUOTED.split(text)
    return "".join(
        piece if piece.startswith("“") else _HE.sub(_write, _OWN.sub("hers", piece)) for piece in pieces
    )


def _write(found: re.Match[str]) -> str:
    said = found[0]
    written = _WRITTEN[said.casefold()]
    return written.capitalize() if said[0].isupper() else written
