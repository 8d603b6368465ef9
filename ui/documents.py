"""An answer as a thing to keep: plain text or a document, complete without a single link."""

from __future__ import annotations

import re
from io import BytesIO

from assistant.records import Answer
from ui.rendering.answer import list_parts
from ui.rendering.citation import format_standing
from ui.rendering.dates import format_day
from ui.wordings import Wordings


def format_plain_text(question: str, answer: Answer, say: Wordings) -> str:
    """Format question, answer, quoted rules and places to turn to, fit to be mailed into a facility."""
    blocks = [say("document_title"), f"{say('you_asked')}\n{question}"]
    parts = list_parts(answer)
    steps = [p.text for p in parts if p.kind == "step"]
    blocks.append("\n\n".join(p.text for p in parts if p.kind not in ("step", "quote")))
    if steps:
        bare = [re.sub(r"^\d+[.)] ", "", step) for step in steps]
        numbered = [f"{n}. {step}" for n, step in enumerate(bare, 1)]
        blocks.append(say("what_next") + "\n" + "\n".join(numbered))
    rules = [f"[{c.number}] {c.label} ({format_standing(c, say)})\n“{c.quote}”" for c in answer.citations]
    if rules:
        blocks.append(say("rules_quoted") + "\n\n" + "\n\n".join(rules))
    blocks.extend(notice.text for notice in answer.notices)
    places = [
        " · ".join(x for x in (s.title, s.hours, s.email, s.phone, s.url) if x) for s in answer.services
    ]
    if places:
        blocks.append(say("whom_to_ask") + "\n" + "\n".join(places))
    if answer.asked_on:
        blocks.append(say("speaks_for", day=format_day(answer.asked_on, say)))
    blocks.append(say("not_advice"))
    return "\n\n".join(block for block in blocks if block.strip())


def write_docx(question: str, answer: Answer, say: Wordings) -> bytes:
    """Write the same as a .docx, the title as a heading."""
    from docx import Document

    document = Document()
    title, *blocks = format_plain_text(question, answer, say).split("\n\n")
    document.add_heading(title, level=1)
    for block in blocks:
        document.add_paragraph(block)
    held = BytesIO()
    document.save(held)
    return held.getvalue()
