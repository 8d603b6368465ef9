"""Web pages: the main part as headings, paragraphs, bullets and rows, with the links beside the text.

Menus, scripts and footers are not what the page says and are left out; an error page is not a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from ingest.errors import SourceUnreadableError
from ingest.loaders.loaded import LoadedText, TextBuilder

_LEFT_OUT = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "svg",
    "iframe",
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (*_HEADINGS, "p", "li", "tr", "summary", "dt", "dd", "blockquote", "pre", "figcaption", "caption")
_CONTAINERS = (
    *_BLOCKS,
    "div",
    "section",
    "article",
    "main",
    "ul",
    "ol",
    "table",
    "tbody",
    "thead",
    "dl",
    "details",
    "body",
)
_ERROR_PAGE = re.compile(
    r"^(?:error )?(?:40[0-9]|410|429|50[0-9])\b|\b(?:page|file|site) (?:not|can(?:no|')t be) found\b|^not found\b|access denied"
    r"|forbidden|just a moment|are you (?:a )?human|attention required|service unavailable|bad gateway|internal server error",
    re.I,
)
_ERROR_PAGE_WORDS = 150


def is_html(data: bytes) -> bool:
    """True where the first bytes are those of a web page."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def load_html(data: bytes, name: str, base_url: str = "") -> LoadedText:
    """Read a web page; raises SourceUnreadableError for one without text, and for an error page."""
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceUnreadableError(f"{name} is binary, not a web page; save the page again as .html")
    soup = BeautifulSoup(data, "html.parser")
    title = " ".join(soup.title.get_text().split()) if soup.title else ""
    for tag in soup.find_all(_LEFT_OUT):
        if not (tag.name == "header" and tag.find_parent(("main", "article"))):
            tag.decompose()
    root = soup.find("main") or soup.find(attrs={"role": "main"}) or soup.find("article") or soup.body or soup
    builder = TextBuilder(base_url, has_marks=True)
    if isinstance(root, Tag):
        _walk(root, builder, 1)
    loaded = builder.build()
    _refuse_error_page(loaded.text, title, name)
    return loaded


def _refuse_error_page(text: str, title: str, name: str) -> None:
    first = text.partition("\n")[0].lstrip("# ")
    is_short = len(text.split()) < _ERROR_PAGE_WORDS
    if is_short and (_ERROR_PAGE.search(title) or _ERROR_PAGE.search(first)):
        said = title or first
        raise SourceUnreadableError(
            f'{name} is an error page ("{said[:60]}"), not the document; check the address'
        )
    if not text.strip():
        raise SourceUnreadableError(
            f"{name} has no text (a page drawn by scripts?); save it from a browser and add that"
        )


def _walk(tag: Tag, builder: TextBuilder, depth: int) -> int:
    """Add the blocks below a tag in order; returns the depth of the last heading."""
    loose: list[PageElement] = []
    for child in tag.children:
        if isinstance(child, Tag) and (child.name in _CONTAINERS or child.find(_CONTAINERS)):
            _add(builder, loose, "")
            loose = []
            depth = _add_block(child, builder, depth)
        elif isinstance(child, Tag) and child.name == "br":
            _add(builder, loose, "")
            loose = []
        elif isinstance(child, Tag) or type(child) is NavigableString:
            loose.append(child)
    _add(builder, loose, "")
    return depth


def _add_block(tag: Tag, builder: TextBuilder, depth: int) -> int:
    if tag.name in _HEADINGS:
        level = int(tag.name[1])
        _add(builder, [tag], "#" * level + " ")
        return level
    if tag.name in ("summary", "dt"):
        _add(builder, [tag], "#" * min(depth + 1, 6) + " ")
        return depth
    if tag.name == "tr":
        cells = [" ".join(c.get_text(" ").split()) for c in tag.find_all(("td", "th"))]
        builder.add(" | ".join(c for c in cells if c), links=tuple(_links([tag])))
        return depth
    if tag.name == "li":
        nested = tag.find_all(("ul", "ol"), recursive=False)
        _add(builder, [c for c in tag.children if c not in nested], "- ")
        for inner in nested:
            _walk(inner, builder, depth)
        return depth
    return _walk(tag, builder, depth)


def _add(builder: TextBuilder, parts: list[PageElement], mark: str) -> None:
    text = "".join(p.get_text() if isinstance(p, Tag) else str(p) for p in parts)
    builder.add(text, mark, tuple(_links(parts)))


def _links(parts: list[PageElement]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if isinstance(part, Tag):
            anchors = [part] if part.name == "a" else part.find_all("a")
            for anchor in anchors:
                if isinstance(target := anchor.get("href"), str):
                    yield anchor.get_text(" "), target
