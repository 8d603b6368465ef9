"""Lines become headings, sections and notes by where they stand.

After a note nothing is law until the next header, so "(2) Amendments to …" there is the note's second
item; and a heading is one only where a section follows it, so "NOTICE" inside a section is its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.records import NoteKind
from ingest.statute.lines import Header, Line, note_label, split_header, split_heading

_LEVELS = ("title", "division", "subdivision", "article", "part", "subpart")
_NOTE_KINDS: dict[str, NoteKind] = {
    "Source": "source",
    "Editor's note": "editors_note",
    "Cross reference": "cross_references",
    "Law review": "law_reviews",
}


@dataclass
class NoteBlock:
    """A note and the lines that continue it."""

    kind: NoteKind
    owner: str
    lines: list[Line]


@dataclass
class SectionBlock:
    """A section's lines: header, body and notes, with the headings it stands under."""

    header: Header
    header_line: Line
    heading_path: tuple[str, ...]
    article: str
    body: list[Line] = field(default_factory=list)
    notes: list[NoteBlock] = field(default_factory=list)


@dataclass
class Blocks:
    """A whole title taken apart; `unclaimed` holds the lines that no rule explains (their text is kept)."""

    sections: list[SectionBlock] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    unclaimed: list[int] = field(default_factory=list)


def split_blocks(lines: Sequence[Line], title_label: str) -> Blocks:
    """Group the lines of a title; every line ends in a block or among the unclaimed."""
    builder = _Builder(lines, title_label)
    index = 0
    while index < len(lines):
        index = builder.take(index)
    if builder.section:
        builder.section.notes.extend(builder.pending)
    return builder.blocks


class _Builder:
    """Reads line by line; `zone` is what the last lines were: headings, the body of a section, or notes."""

    def __init__(self, lines: Sequence[Line], title_label: str) -> None:
        self.lines = lines
        self.blocks = Blocks()
        self.headings: dict[str, str] = {"title": title_label}
        self.zone = "headings"
        self.owner = "title"
        self.pending: list[NoteBlock] = []
        self.note: NoteBlock | None = None
        self.version_note: str | None = None

    @property
    def section(self) -> SectionBlock | None:
        return self.blocks.sections[-1] if self.blocks.sections else None

    def take(self, index: int) -> int:
        """Take the line at `index`, or the run of lines it begins; returns the next index."""
        line = self.lines[index]
        if line.kind == "blank":
            return index + 1
        if line.kind == "header":
            return self._open_section(index)
        if line.kind == "heading" and (self.zone != "body" or self._leads_to_section(index)):
            return self._open_heading(index)
        if line.kind == "note":
            return self._open_note(index)
        if line.kind == "version" and self._take_version(index):
            return index + 1
        if self.zone == "body" and self.section is not None and not self._is_closed_body(index):
            self.section.body.append(line)
            return index + 1
        if line.kind == "other" and self._division_end(index):
            return self._open_division(index)
        return self._continue_note(index)

    def _open_section(self, index: int) -> int:
        line = self.lines[index]
        header = split_header(line.text)
        if self.version_note:
            header = Header(header.numbers, header.joiner, header.rest, self.version_note)
        path = tuple(self.headings[level] for level in _LEVELS if level in self.headings)
        block = SectionBlock(header, line, path, self.headings.get("article", ""), notes=self.pending)
        self.blocks.sections.append(block)
        self.pending, self.version_note, self.note = [], None, None
        self.zone, self.owner = "body", header.numbers[0]
        return index + 1

    def _open_heading(self, index: int) -> int:
        kind, number = split_heading(self.lines[index].text)
        index += 1
        name: list[str] = []
        while index < len(self.lines) and self.lines[index].kind in ("other", "blank"):
            name.append(self.lines[index].text)
            index += 1
        label = f"{kind.capitalize()} {number}"
        self._set_heading(kind, f"{label}. {' '.join(filter(None, name))}" if any(name) else label)
        self.owner = label.lower()
        return index

    def _set_heading(self, level: str, text: str) -> None:
        depth = _LEVELS.index(level)
        self.headings = {k: v for k, v in self.headings.items() if _LEVELS.index(k) < depth}
        self.headings[level] = text
        self.blocks.headings.append(text)
        self.zone, self.note = "headings", None

    def _open_division(self, index: int) -> int:
        """Division headings have no marker: upper case is the first level, mixed case the second."""
        end = self._division_end(index)
        names: dict[str, list[str]] = {}
        for line in self.lines[index:end]:
            level = "division" if line.text.isupper() else "subdivision"
            names.setdefault(level, []).append(line.text)
        for level, parts in names.items():
            self._set_heading(level, " ".join(filter(None, parts)))
            self.owner = self.headings[level]
        return end

    def _open_note(self, index: int) -> int:
        line = self.lines[index]
        label = note_label(line.text)
        kinds = (k for prefix, k in _NOTE_KINDS.items() if label.startswith(prefix))
        kind: NoteKind = next(kinds, "editors_note")
        self.note = NoteBlock(kind, self.owner, [line])
        if self.zone == "headings" or self.section is None or self.owner not in self.section.header.numbers:
            self.pending.append(self.note)
        else:
            self.section.notes.append(self.note)
            self.zone = "notes"
        return index + 1

    def _continue_note(self, index: int) -> int:
        """Numbered items and vote tables continue a note; anything else is kept there and reported."""
        line = self.lines[index]
        if self.note is None or line.kind not in ("label", "vote"):
            self.blocks.unclaimed.append(line.number)
        if self.note is None:
            self.note = NoteBlock("editors_note", self.owner, [])
            self.pending.append(self.note)
        self.note.lines.append(line)
        return index + 1

    def _take_version(self, index: int) -> bool:
        """A note on a line of its own that tells when the section, article or part after it applies."""
        line, following = (
            self.lines[index],
            next((x for x in self.lines[index + 1 :] if x.kind != "blank"), None),
        )
        if following and following.kind == "header":
            self.version_note = line.text
        elif following and following.kind == "heading":
            owner = " ".join(split_heading(following.text))
            self.pending.append(NoteBlock("editors_note", owner, [line]))
        return bool(following and following.kind in ("header", "heading"))

    def _division_end(self, index: int) -> int:
        """The index after a run of unmarked lines that leads to an article; 0 where it does not.

        At the head of a file notes may stand in between, as after "CODE OF CRIMINAL PROCEDURE" of title 16.
        """
        end = index
        while end < len(self.lines) and self.lines[end].kind in ("other", "blank"):
            end += 1
        if end == len(self.lines) or end - index > 6:
            return 0
        after = end
        while after < len(self.lines) and self.lines[after].kind in ("note", "label", "blank"):
            after += 1
        follows = self.lines[after] if after < len(self.lines) else None
        return (
            end
            if follows
            and follows.kind == "heading"
            and split_heading(follows.text)[0] in ("title", "article")
            else 0
        )

    def _is_closed_body(self, index: int) -> bool:
        """True for a line after a "(Repealed)" header, which has no body."""
        section = self.section
        is_empty = section is not None and section.header.rest.endswith("(Repealed)") and not section.body
        return is_empty and self.lines[index].kind != "label"

    def _leads_to_section(self, index: int) -> bool:
        """True where a heading inside a body is a real one: its own article's sections come next."""
        kind, number = split_heading(self.lines[index].text)
        for line in self.lines[index + 1 : index + 12]:
            if line.kind == "header":
                article = split_header(line.text).numbers[0].split("-")[1]
                return kind != "article" or article == number
            if line.kind not in ("other", "blank", "heading", "note", "label"):
                return False
        return False
