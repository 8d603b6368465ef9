"""Checked sentences become the text a person reads: plain words first, the quoted rule, then what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import Language
from assistant.state import Block, Sentence

_HEADINGS: dict[Language, dict[Block, str]] = {
    "en": {"law": "What the law or page says:", "next": "What you can do next:"},
    "es": {
        "law": "Lo que dice la ley o la página (texto oficial en inglés):",
        "next": "Qué puede hacer ahora:",
    },
}


def render_text(sentences: Sequence[Sentence], language: Language) -> str:
    """Join sentences into paragraphs by block, in block order."""
    blocks: dict[Block, list[Sentence]] = {}
    for sentence in sentences:
        blocks.setdefault(sentence.block, []).append(sentence)
    paragraphs = []
    for block in ("preface", "lead", "law", "more", "note", "next"):
        members = blocks.get(block, [])
        if not members:
            continue
        if block == "law":
            lines = [s.text for s in members]
            if "lead" in blocks and not blocks["lead"][-1].text.rstrip().endswith(":"):
                lines.insert(0, _HEADINGS[language]["law"])
            paragraphs.append("\n".join(lines))
        elif block == "more":
            paragraphs += _join_parts(members)
        elif block == "next":
            paragraphs.append("\n".join([_HEADINGS[language]["next"], *(f"- {s.text}" for s in members)]))
        else:
            paragraphs.append(" ".join(s.text for s in members))
    return "\n\n".join(paragraphs)


def _join_parts(members: Sequence[Sentence]) -> list[str]:
    """Further questions: a paragraph each, their quoted law on lines of its own."""
    paragraphs: list[str] = []
    for sentence in members:
        if not paragraphs or (
            sentence.kind == "fixed" and sentence.text.endswith(":") and not sentence.quotes
        ):
            paragraphs.append(sentence.text)
        elif sentence.kind == "quoted":
            paragraphs[-1] = f"{paragraphs[-1]}\n{sentence.text}"
        else:
            paragraphs[-1] = f"{paragraphs[-1]} {sentence.text}"
    return paragraphs
