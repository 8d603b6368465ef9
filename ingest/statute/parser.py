"""Sections from blocks: catchline, status, subdivisions with their pinpoints, and what the notes say of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.errors import ParseError
from ingest.records import LegalStatus, Note, Section, Subdivision
from ingest.statute.blocks import SectionBlock, split_blocks
from ingest.statute.body import split_body
from ingest.statute.dates import date_section, repeal_enclosing
from ingest.statute.definitions import find_definitions
from ingest.statute.history import parse_history
from ingest.statute.lines import NUMBER, split_lines
from ingest.statute.references import find_section_references, resolve_references

_RELOCATED = re.compile(
    r"\b[Tt]h(?:is|ese) (?:section|provisions?|part \d[\d.]*|article \d[\d.]*)\b(?:[^.]|\.\d)*?\brelocated to "
    rf"(?:(?:§§?|sections?)\s*(?P<section>{NUMBER})|(?P<other>(?:part [\d.]+ of )?article [\d.]+ of title \d[\d.]*\d))"
)
_STATUS_END = re.compile(r"\s*\((Repealed|Reserved|Deleted[^()]*|Expired[^()]*)\)\.?$")
_VERSION = re.compile(r"^\[(?:Editor's note: )?This (?:version|section)[^\]]*\]")
_CATCHLINE_END = re.compile(r"(?<!\.[A-Z])(?<!\bNo)(?<!\bSt)\.(?= |$)")


@dataclass(frozen=True)
class ParsedStatute:
    """A parsed title: its sections and headings in order, and the lines that no rule explains."""

    sections: tuple[Section, ...]
    headings: tuple[str, ...]
    """Every heading, those without sections included."""
    unclaimed_lines: tuple[int, ...]


def parse_statute(text: str, source_id: str, *, title_label: str | None = None) -> tuple[Section, ...]:
    """Parse a title of the Code into its sections, in order; see `read_statute`."""
    return read_statute(text, source_id, title_label=title_label).sections


def read_statute(text: str, source_id: str, *, title_label: str | None = None) -> ParsedStatute:
    """Parse a title of the Code, with a report of the lines that no rule explains.

    `title_label` ("Title 17. Corrections") heads every heading path; without it the number alone does.
    Raises ParseError where no section header is found.
    """
    lines = split_lines(text)
    first = next((line for line in lines if line.kind == "header"), None)
    if first is None:
        raise ParseError(source_id, 1, 'a section header such as "17-1-101. Catchline."')
    blocks = split_blocks(lines, title_label or f"Title {first.text.lstrip('[').split('-')[0]}")
    drafts = [_build_section(block, source_id) for block in blocks.sections]
    dated = [date_section(section) for section in drafts]
    dated = list(repeal_enclosing(dated))
    referenced = [
        s.model_copy(update={"references": find_section_references(s), "definitions": find_definitions(s)})
        for s in dated
    ]
    return ParsedStatute(
        resolve_references(tuple(referenced)), tuple(blocks.headings), tuple(blocks.unclaimed)
    )


def _build_section(block: SectionBlock, source_id: str) -> Section:
    catchline, body, status, version = _split_rest(block)
    notes = tuple(_build_note(block, i) for i in range(len(block.notes)))
    header = block.header_line.text.removesuffix(body).strip()
    own = [n for n in notes if n.owner == block.header.numbers[0]]
    relocated = _find_relocation(own) if status == "repealed" else None
    number = block.header.numbers[0]
    subdivisions: tuple[Subdivision, ...] = ()
    if status == "in_force":
        subdivisions = split_body(number, body, block.header_line, block.body)
    return Section(
        source=source_id,
        number=number,
        numbers=_expand_numbers(block.header.numbers, block.header.joiner),
        catchline=catchline,
        heading_path=block.heading_path,
        status="relocated" if relocated else status,
        relocated_to=relocated,
        subdivisions=subdivisions,
        history=parse_history(" ".join(n.text for n in own if n.kind == "source")),
        notes=notes,
        version_note=version,
        header=header,
        line_start=block.header_line.number,
        line_end=max([block.header_line.number, *(x.number for x in block.body), *(n.line_end for n in own)]),
    )


def _split_rest(block: SectionBlock) -> tuple[str, str, LegalStatus, str | None]:
    """Split what follows the number into catchline and text, and tell the status and the version note."""
    rest, version = block.header.rest, block.header.version_note
    if match := _VERSION.match(rest):
        version, rest = match[0], rest[match.end() :].lstrip()
    status: LegalStatus = "in_force"
    if (match := _STATUS_END.search(rest)) and not block.body:
        status = "deleted" if match[1].startswith(("Deleted", "Reserved")) else "repealed"
        return rest[: match.start()].strip().removesuffix("."), "", status, version
    end = _CATCHLINE_END.search(rest)
    catchline, body = (rest[: end.start()], rest[end.end() :].strip()) if end else (rest, "")
    if not version and (match := _VERSION.match(body)) and "section" in match[0]:
        version = match[0]
    return catchline.strip(), body, status, version


def _build_note(block: SectionBlock, index: int) -> Note:
    note = block.notes[index]
    numbers = [line.number for line in note.lines]
    text = " ".join(line.text for line in note.lines)
    return Note(kind=note.kind, text=text, owner=note.owner, line_start=numbers[0], line_end=numbers[-1])


def _find_relocation(notes: list[Note]) -> str | None:
    for note in notes:
        if note.kind == "editors_note" and (match := _RELOCATED.search(note.text)):
            return match["section"] or match["other"]
    return None


def _expand_numbers(numbers: tuple[str, ...], joiner: str) -> tuple[str, ...]:
    """Name every section of "17-2-401 to 17-2-405"; decimals in between are not known to a header."""
    if joiner != "to" or len(numbers) != 2:
        return numbers
    stem, _, first = numbers[0].rpartition("-")
    last = numbers[1].rpartition("-")[2]
    whole = range(int(float(first)), int(float(last)) + 1)
    between = (f"{stem}-{n}" for n in whole if float(first) < n < float(last))
    return (numbers[0], *between, numbers[1])
