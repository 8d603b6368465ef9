"""An answer as a thing to keep: one list of blocks, written as plain text, as a document, or on paper.

Complete without a single link, so that it can be mailed into a facility.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from assistant.records import Answer, Service
from ui.rendering.answer import list_parts, list_shown
from ui.rendering.citation import format_label, format_standing
from ui.rendering.dates import format_day
from ui.rendering.markup import escape, remove_marks
from ui.wordings import Wordings

_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MAX_HEADING = 90
"""A longer line is no heading."""
BlockKind = Literal["title", "heading", "text", "item", "step", "quote"]


@dataclass(frozen=True)
class DocumentBlock:
    """One paragraph and what it is."""

    kind: BlockKind
    text: str


def list_blocks(question: str, answer: Answer, say: Wordings) -> tuple[DocumentBlock, ...]:
    """List what stands on the page: question, answer, rules in full, steps, places, the day, what this is."""
    parts = list_parts(answer)
    said = [p.text for p in parts if p.kind in ("help", "preface", "plain")]
    notes = [p.text for p in parts if p.kind == "note"]
    spoken = {remove_marks(text).strip() for text in notes}
    notes += [notice.text for notice in answer.notices if notice.text.strip() not in spoken]
    blocks = [
        DocumentBlock("title", say("document_title")),
        DocumentBlock("heading", say("you_asked")),
        DocumentBlock("text", question),
        DocumentBlock("heading", say("answer_label")),
        *(block for text in said for block in _split_lines(text)),
    ]
    steps = [DocumentBlock("step", p.text) for p in parts if p.kind == "step"]
    blocks += _with_heading(say("what_next"), steps)
    rules = [
        DocumentBlock("quote", f"[{c.number}] {format_label(c)} ({format_standing(c, say)})\n“{c.quote}”")
        for c in list_shown(answer)
    ]
    blocks += _with_heading(say("rules_quoted"), rules)
    blocks += _with_heading(
        say("whom_to_ask"), [DocumentBlock("item", _format_place(s)) for s in answer.services]
    )
    if answer.asked_on:
        notes.append(say("speaks_for", day=format_day(answer.asked_on, say)))
    notes.append(say("not_advice"))
    blocks += _with_heading(say("good_to_know"), [DocumentBlock("text", note) for note in notes])
    return tuple(DocumentBlock(block.kind, make_printable(block.text)) for block in blocks)


def make_printable(text: str) -> str:
    """Leave out what neither a document nor a file can hold: control characters and halves of surrogate pairs."""
    return _UNPRINTABLE.sub("", text)


def format_plain_text(question: str, answer: Answer, say: Wordings) -> str:
    """Format the blocks as plain text, a blank line between paragraphs."""
    lines: list[str] = []
    step = 0
    for block in list_blocks(question, answer, say):
        step = step + 1 if block.kind == "step" else 0
        start = f"{step}. " if step else "- " if block.kind == "item" else ""
        is_listed = block.kind in ("step", "item")
        lines.append(("" if is_listed or not lines else "\n") + start + block.text)
    return "\n".join(lines) + "\n"


def write_docx(question: str, answer: Answer, say: Wordings) -> bytes:
    """Write an answer as a .docx with headings, lists and quotes."""
    return write_blocks(list_blocks(question, answer, say))


def list_letter_blocks(text: str) -> tuple[DocumentBlock, ...]:
    """List the blocks of a letter that was written as plain text: paragraphs, "- " lists, quotes, and headings,
    which are short lines of their own without a mark at the end, or lead to a list."""
    blocks: list[DocumentBlock] = []
    for number, paragraph in enumerate(re.split(r"\n\s*\n", _UNPRINTABLE.sub("", text).strip())):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        leads = len(lines) > 1 and lines[1].startswith("- ")
        for row, line in enumerate(lines):
            is_short = len(lines) == 1 and len(line) <= MAX_HEADING and line[-1:] not in ".,:;!)]”"
            if line.startswith("- "):
                blocks.append(DocumentBlock("item", line[2:]))
            elif line.startswith("“"):
                blocks.append(DocumentBlock("quote", line))
            elif number and row == 0 and (leads or is_short):
                blocks.append(DocumentBlock("heading", line))
            else:
                blocks.append(DocumentBlock("text", line))
    return tuple(blocks)


def write_blocks(blocks: Sequence[DocumentBlock]) -> bytes:
    """Write blocks as a .docx with headings, lists and quotes."""
    from docx import Document

    styles = {"step": "List Number", "item": "List Bullet", "quote": "Intense Quote", "text": "Normal"}
    document = Document()
    for block in blocks:
        if block.kind in ("title", "heading"):
            document.add_heading(block.text, level=1 if block.kind == "title" else 2)
        else:
            document.add_paragraph(block.text, style=styles[block.kind])
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def render_paper(question: str, answer: Answer, say: Wordings, *, is_large: bool) -> str:
    """Draw the blocks for the printer."""
    draw: Mapping[BlockKind, Callable[[str], str]] = {
        "title": lambda text: f"<h1>{text}</h1>",
        "heading": lambda text: f"<h2>{text}</h2>",
        "text": lambda text: f"<p>{text}</p>",
        "item": lambda text: f"<p>{text}</p>",
        "step": lambda text: f"<li>{text}</li>",
        "quote": lambda text: f"<blockquote>{text}</blockquote>",
    }
    drawn = "".join(
        draw[block.kind](escape(block.text).replace("\n", "<br>"))
        for block in list_blocks(question, answer, say)
    )
    css = "cfa cfa-paper cfa-large" if is_large else "cfa cfa-paper"
    return f'<article class="{css}" lang="{answer.language}">{_wrap_steps(drawn)}</article>'


def _wrap_steps(drawn: str) -> str:
    first, last = drawn.find("<li>"), drawn.rfind("</li>")
    if first < 0:
        return drawn
    end = last + len("</li>")
    return f"{drawn[:first]}<ol>{drawn[first:end]}</ol>{drawn[end:]}"


def _with_heading(heading: str, blocks: Sequence[DocumentBlock]) -> list[DocumentBlock]:
    return [DocumentBlock("heading", heading), *blocks] if blocks else []


def _split_lines(text: str) -> list[DocumentBlock]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [
        DocumentBlock("item", line[2:]) if line.startswith("- ") else DocumentBlock("text", line)
        for line in lines
    ]


def _format_place(service: Service) -> str:
    held = (service.title, service.phone, service.email, service.url, service.hours)
    return " · ".join(text for text in held if text)
