"""The few safe ways to put text into HTML: everything from outside passes `escape`."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

_MARK = re.compile(r"\s*\[(\d{1,2})\]")
_UNPRINTED = re.compile(r"\[([^\[\]]+)\]")
SAFE_SCHEMES = ("https://", "http://", "mailto:", "tel:", "sms:", "/", "#")


@dataclass(frozen=True)
class Anchor:
    """Where a mark [n] leads, how it looks, and what is read aloud for it."""

    target: str
    css: str
    label: str


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


def show_heading(heading: str) -> str:
    """Show a heading to a reader: one the page does not print itself stands in square brackets in the records."""
    return _UNPRINTED.sub(r"\1", heading)


def remove_marks(text: str) -> str:
    """Remove the [n] marks."""
    return _MARK.sub("", text)


def format_marks(text: str, anchors: Mapping[int, Anchor]) -> str:
    """Escape text and turn each [n] into a link to its quote; an unknown number is left out."""

    def link(match: re.Match[str]) -> str:
        anchor = anchors.get(int(match.group(1)))
        if anchor is None:
            return ""
        return (
            f' <a class="cfa-n {anchor.css}" href="#{escape(anchor.target)}" '
            f'aria-label="{escape(anchor.label)}">{match.group(1)}</a>'
        )

    return _MARK.sub(link, escape(text))


def format_paragraphs(text: str, anchors: Mapping[int, Anchor], css: str = "") -> str:
    """Escape text as paragraphs, with lines that begin with "- " as a list."""
    drawn = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        words = [line for line in lines if not line.startswith("- ")]
        items = [line[2:] for line in lines if line.startswith("- ")]
        if words:
            drawn.append(f'<p class="{css}">{"<br>".join(format_marks(w, anchors) for w in words)}</p>')
        if items:
            drawn.append(
                "<ul>" + "".join(f"<li>{format_marks(item, anchors)}</li>" for item in items) + "</ul>"
            )
    return "".join(drawn)


def highlight(whole: str, part: str) -> str:
    """Escape `whole` and mark the first stretch equal to `part`, white space aside."""
    pattern = r"\s+".join(re.escape(word) for word in part.split())
    found = re.search(pattern, whole) if pattern else None
    if found is None:
        return escape(whole)
    start, end = found.span()
    return f"{escape(whole[:start])}<mark>{escape(whole[start:end])}</mark>{escape(whole[end:])}"
