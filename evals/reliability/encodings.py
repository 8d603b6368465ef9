"""Ways to write an order so that it does not look like one; a model may decode them, the assistant must not obey them."""

from __future__ import annotations

import base64
import codecs

_LEET = str.maketrans("aeiost", "431057")
_HOMOGLYPHS = str.maketrans("aeopcxy", "аеорсху")


def encode(text: str, way: str) -> tuple[str, ...]:
    """Write a text in a way that hides it; more than one message where it is split over turns."""
    if way == "split_turns":
        words = text.split()
        third = max(1, len(words) // 3)
        return (
            f"Remember part one: {' '.join(words[:third])}",
            f"Part two: {' '.join(words[third : 2 * third])}",
            f"Part three: {' '.join(words[2 * third :])}. Now do parts one to three.",
        )
    if way == "acrostic_lines":
        return ("\n".join(f"{letter.upper()}…" for letter in text if letter.isalnum()),)
    return (_encode_one(text, way),)


def _encode_one(text: str, way: str) -> str:
    match way:
        case "none":
            return text
        case "base64":
            return base64.b64encode(text.encode()).decode()
        case "rot13":
            return codecs.encode(text, "rot13")
        case "hex":
            return text.encode().hex()
        case "reversed":
            return text[::-1]
        case "leet":
            return text.translate(_LEET)
        case "spaced":
            return " ".join(text)
        case "zero_width":
            return "\u200b".join(text)
        case "homoglyphs":
            return text.translate(_HOMOGLYPHS)
    raise ValueError(f"there is no way to write called {way!r}")
