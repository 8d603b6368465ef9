"""A page is a tree of headings; plain text does not mark them, so an outline or stated rules tell which lines they are.

Rules for a page without an outline: where lines are marked "## ", those are its headings. Else "- Text" is one when it
is short, has no closing punctuation and no other "- " follows; below it, so is a short line of capitalised words that ends in a colon,
or one without punctuation that stands before a paragraph. A heading glued to a sentence ("page.- Text") is cut off it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.errors import ParseError
from ingest.records import Link, Record, Section, SourceDocument, Subdivision
from ingest.statute.lines import fold

_GLUED = re.compile(r"^(?P<text>.*[a-z)\]][.!?])- (?P<heading>[A-Z][^.:;]{2,80})$")
_MARKDOWN = re.compile(r"^(?P<marks>#{1,6}) (?P<text>.+?)\s*#*$")
_BULLET = re.compile(r"^(?P<marker>[-*•–]) (?P<text>.+)$")
_MAX_HEADING_WORDS = 14
_MAX_TITLE_WORDS = 8
_SHORT_WORD = 3


class OutlineHeading(Record):
    """One heading of a page, as a person read it off the page."""

    text: str
    """Its name in locators."""
    depth: int
    form: Literal["marked", "line", "start"] = "marked"
    """marked: a line "- Text" of its own. line: a line of its own that belongs to the text that follows.
    start: no line of its own; the paragraph that begins with `starts` opens the block."""
    starts: str = ""


class Outline(Record):
    """The headings of one page in order (`corpus/outlines/<id>.toml`)."""

    heading: tuple[OutlineHeading, ...]


@dataclass(frozen=True)
class ParsedPage:
    """A parsed page: one section per heading block, and the lines that no rule explains."""

    sections: tuple[Section, ...]
    unclaimed_lines: tuple[int, ...]


@dataclass
class _Block:
    path: tuple[str, ...]
    line: int
    units: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Found:
    """A line read as a heading; `kept` is the text of the line that stays in the block."""

    text: str
    depth: int
    kept: str


def parse_page(text: str, document: SourceDocument, outline: Outline | None = None) -> tuple[Section, ...]:
    """Parse a page into one section per heading block; see `read_page`."""
    return read_page(text, document, outline).sections


def read_page(
    text: str,
    document: SourceDocument,
    outline: Outline | None = None,
    links: Sequence[Link] = (),
    *,
    has_marks: bool = False,
) -> ParsedPage:
    """Parse a page; `has_marks` says that only lines marked "## " are headings.

    Raises ParseError for a page without text, or an outline the page does not follow."""
    lines = _split_page_lines(text)
    if not lines:
        raise ParseError(document.id, 1, "text")
    blocks = (
        _follow_outline(lines, document, outline) if outline else _follow_rules(lines, document, has_marks)
    )
    seen: dict[str, int] = {}
    sections = []
    for block in blocks:
        if block.units:
            name = " > ".join(block.path) or document.title
            seen[name] = seen.get(name, 0) + 1
            sections.append(
                _build_section(block, document, name if seen[name] == 1 else f"{name} ({seen[name]})", links)
            )
    return ParsedPage(tuple(sections), ())


def _split_page_lines(text: str) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    for number, raw in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        line = fold(raw)
        if glued := _GLUED.match(line):
            lines += [(number, glued["text"]), (number, f"- {glued['heading']}")]
        elif line:
            lines.append((number, line))
    return lines


def _build_section(block: _Block, document: SourceDocument, name: str, links: Sequence[Link]) -> Section:
    last = max(line for line, _, _ in block.units)
    parents = (document.title, *block.path[:-1]) if block.path else ()
    return Section(
        source=document.id,
        number=name,
        numbers=(name,),
        catchline=block.path[-1] if block.path else document.title,
        heading_path=parents,
        status="in_force",
        subdivisions=tuple(
            Subdivision(locator=name, labels=(), text=text, status="in_force", line=line, marker=marker)
            for line, marker, text in block.units
        ),
        effective_from=None,
        line_start=block.line,
        line_end=last,
        links=tuple(link for link in links if block.line <= link.line <= last),
    )


def _add(block: _Block, number: int, line: str) -> None:
    bullet = _BULLET.match(line)
    block.units.append((number, bullet["marker"], bullet["text"]) if bullet else (number, "", line))


def _open(path: tuple[str, ...], depths: list[int], found: _Found) -> tuple[str, ...]:
    """The path of a heading: it leaves behind all headings as deep as itself."""
    while depths and depths[-1] >= found.depth:
        depths.pop()
        path = path[:-1]
    depths.append(found.depth)
    return (*path, found.text)


def _follow_outline(
    lines: Sequence[tuple[int, str]], document: SourceDocument, outline: Outline
) -> list[_Block]:
    blocks = [_Block((), lines[0][0])]
    depths: list[int] = []
    waiting = list(outline.heading)
    for number, line in lines:
        if waiting and (kept := _matches(waiting[0], line)) is not None:
            heading = waiting.pop(0)
            path = _open(blocks[-1].path, depths, _Found(heading.text, heading.depth, kept))
            blocks.append(_Block(path, number))
            if kept:
                _add(blocks[-1], number, kept)
        elif line != document.title:
            _add(blocks[-1], number, line)
    if waiting:
        raise ParseError(document.id, lines[-1][0], f'the heading "{waiting[0].text}" of its outline')
    return blocks


def _matches(heading: OutlineHeading, line: str) -> str | None:
    """What a line keeps when it opens a heading ("" for nothing); None when it does not open it."""
    if heading.form == "marked":
        return "" if line == f"- {heading.text}" else None
    if heading.form == "line":
        return line if line.rstrip(":").strip() == heading.text else None
    return line if line.startswith(heading.starts or heading.text) else None


def _follow_rules(
    lines: Sequence[tuple[int, str]], document: SourceDocument, has_marks: bool
) -> list[_Block]:
    """Find the headings of a page without an outline; one that repeats the page's title is left out."""
    blocks = [_Block((), lines[0][0])]
    depths: list[int] = []
    is_marked = has_marks or any(_MARKDOWN.match(line) for _, line in lines)
    for index, (number, line) in enumerate(lines):
        following = lines[index + 1][1] if index + 1 < len(lines) else ""
        found = _find_marked(line) if is_marked else _find_heading(line, following)
        if index == 0 and _is_title(line, document.title):
            continue
        if found:
            blocks.append(_Block(_open(blocks[-1].path, depths, found), number))
        if not found or found.kept:
            _add(blocks[-1], number, line)
    return blocks


def _is_title(line: str, title: str) -> bool:
    return line.lstrip("# ").casefold() == title.casefold()


def _find_marked(line: str) -> _Found | None:
    match = _MARKDOWN.match(line)
    return _Found(match["text"], len(match["marks"]), "") if match else None


def _is_title_case(text: str) -> bool:
    """Most of its longer words begin with a capital: a name, not the beginning of a list."""
    longer = [w for w in re.findall(r"[^\W\d]+", text) if len(w) > _SHORT_WORD]
    return sum(1 for w in longer if str(w[0]).isupper()) * 2 > len(longer)


def _find_heading(line: str, following: str) -> _Found | None:
    """Read a line of plain text as a heading by the rules above, or not at all."""
    text = line.removeprefix("- ")
    if not following or len(text.split()) > _MAX_HEADING_WORDS or not text[0].isupper():
        return None
    if line.startswith("- "):
        is_heading = text[-1] not in ".:;,?!" and not following.startswith("- ")
        return _Found(text, 1, "") if is_heading else None
    if text.endswith(":"):
        return _Found(text.rstrip(":").strip(), 2, line) if _is_title_case(text) else None
    is_short = len(text.split()) <= _MAX_TITLE_WORDS < len(following.split())
    return _Found(text, 2, line) if is_short and text[-1] not in ".;,?!" and "@" not in text else None
