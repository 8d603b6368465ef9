"""The few safe ways to put text into HTML: everything from outside passes `escape`."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

_MARK = re.compile(r"\[(\d{1,2})\]")
SAFE_SCHEMES = ("https://", "http://", "mailto:", "tel:", "sms:", "/", "#")


def escape(text: str) -> str:
    """Escape text for HTML, in element content and in double-quoted attributes."""
    return html.escape(text, quote=True)


def format_link(url: str, label: str, css: str = "") -> str:
    """Format a link; an address with a scheme that is not plainly safe becomes its label alone."""
    if not url.startswith(SAFE_SCHEMES):
        return escape(label)
    outside = ' target="_blank" rel="noopener noreferrer"' if url.startswith("http") else ""
    return f'<a href="{escape(url)}" class="{escape(css)}"{outside}>{escape(label)}</a>'


def format_address(path: str, **query: str | None) -> str:
    """Format an address inside the app, leaving out empty values."""
    held = {key: value for key, value in query.items() if value}
    return f"/{path}" + (f"?{urlencode(held)}" if held else "")


def format_marks(text: str, anchors: dict[int, tuple[str, str, str]]) -> str:
    """Escape text and turn each [n] into a link to its quote.

    `anchors` maps a number to (element id, css class, label read aloud); an unknown number is left out.
    """

    def link(match: re.Match[str]) -> str:
        held = anchors.get(int(match.group(1)))
        if held is None:
            return ""
        target, css, label = held
        return f'<a class="cfa-n {css}" href="#{escape(target)}" aria-label="{escape(label)}">{match.group(1)}</a>'

    return _MARK.sub(link, escape(text))


def highlight(whole: str, part: str) -> str:
    """Escape `whole` and mark the first stretch equal to `part`, white space aside."""
    pattern = r"\s+".join(re.escape(word) for word in part.split())
    found = re.search(pattern, whole) if pattern else None
    if found is None:
        return escape(whole)
    start, end = found.span()
    return f"{escape(whole[:start])}<mark>{escape(whole[start:end])}</mark>{escape(whole[end:])}"
