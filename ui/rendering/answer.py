"""An answer as a person reads it: plain words, then the rule quoted, then what to do and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Answer, AnswerPart, Citation
from ui.rendering.citation import render_citation
from ui.rendering.contact import render_services
from ui.rendering.markup import escape, format_marks
from ui.wordings import Wordings


@dataclass(frozen=True)
class Context:
    """What stands around a quote: found by the page, drawn here."""

    text: str
    heading_path: tuple[str, ...]
    library_address: str


def list_parts(answer: Answer) -> tuple[AnswerPart, ...]:
    """List an answer's parts; an answer that has none is split at its paragraphs."""
    if answer.parts:
        return answer.parts
    lines = [line.strip() for line in answer.text.splitlines() if line.strip()]
    return tuple(AnswerPart(kind="plain", text=line) for line in lines)


def build_anchors(answer: Answer, turn: str, say: Wordings) -> dict[int, tuple[str, str, str]]:
    """Map each citation's number to (element id, css class, label read aloud) within this turn."""
    return {
        citation.number: (
            f"{turn}-quote-{citation.number}",
            "page" if citation.authority == "page" else "",
            say("citation_mark", number=citation.number, label=citation.label),
        )
        for citation in answer.citations
    }


def render_question(text: str) -> str:
    """Draw what the person wrote."""
    return f'<div class="cfa cfa-me">{escape(text)}</div>'


def render_glossary(pairs: Sequence[tuple[str, str]], say: Wordings) -> str:
    """Draw what the person's words are called in the law."""
    if not pairs:
        return ""
    lines = " ".join(
        say("glossary_line", wrote=f"<b>{escape(w)}</b>", means=f"<b>{escape(m)}</b>") for w, m in pairs
    )
    return f'<p class="cfa-gl">{lines}</p>'


def render_words(parts: Sequence[AnswerPart], anchors: dict[int, tuple[str, str, str]]) -> str:
    """Draw the sentences that are said, in order; quotes and steps have places of their own."""
    said = [p for p in parts if p.kind in ("preface", "plain", "note")]
    drawn = []
    for number, part in enumerate(said):
        css = "cfa-first" if number == 0 else "cfa-soft" if part.kind == "note" else ""
        drawn.append(f'<p class="{css}">{format_marks(part.text, anchors)}</p>')
    return "".join(drawn)


def render_steps(parts: Sequence[AnswerPart], anchors: dict[int, tuple[str, str, str]]) -> str:
    """Draw the steps as a numbered list, without numbers of their own."""
    steps = [re.sub(r"^\s*(?:\d+[.)]|[-•])\s+", "", p.text) for p in parts if p.kind == "step"]
    return "<ol>" + "".join(f"<li>{format_marks(s, anchors)}</li>" for s in steps) + "</ol>" if steps else ""


def render_quotes(
    citations: Sequence[Citation], contexts: dict[int, Context], turn: str, say: Wordings
) -> str:
    """Draw every quoted rule, each with its context folded below it."""
    drawn = []
    for citation in citations:
        context = contexts.get(citation.number)
        drawn.append(
            render_citation(
                citation,
                f"{turn}-quote-{citation.number}",
                context.text if context else "",
                context.heading_path if context else (),
                context.library_address if context else "",
                say,
            )
        )
    return "".join(drawn)


def render_notices(answer: Answer) -> str:
    """Draw the calm lines about the answer itself."""
    return "".join(f'<div class="cfa-notice">{escape(notice.text)}</div>' for notice in answer.notices)


def render_answer(answer: Answer, contexts: dict[int, Context], turn: str, say: Wordings) -> str:
    """Draw the whole answer. `turn` makes element ids unique on the page."""
    anchors = build_anchors(answer, turn, say)
    parts = list_parts(answer)
    urgent = render_urgent(answer, anchors, say) if answer.outcome == "urgent" else ""
    steps = render_steps(parts, anchors)
    services = render_services([s for s in answer.services if not (urgent and s.phone)], say)
    after = (
        f'<section class="cfa-next"><h2>{escape(say("what_next"))}</h2>{steps}{services}</section>'
        if steps or services
        else ""
    )
    return (
        f'<article class="cfa" lang="{answer.language}" aria-label="{escape(say("answer_label"))}">'
        + render_glossary(answer.glossary, say)
        + urgent
        + render_words(parts, anchors)
        + render_quotes(answer.citations, contexts, turn, say)
        + render_notices(answer)
        + after
        + "</article>"
    )


def render_urgent(answer: Answer, anchors: dict[int, tuple[str, str, str]], say: Wordings) -> str:
    """Draw the help that comes first, with numbers large enough to tap."""
    help_lines = [p for p in list_parts(answer) if p.kind == "help"]
    words = "".join(f"<p>{format_marks(p.text, anchors)}</p>" for p in help_lines)
    calls = []
    for service in answer.services:
        if service.phone:
            digits = re.sub(r"[^\d+]", "", service.phone)
            label = say("call_number", title=service.title, phone=service.phone)
            calls.append(f'<a class="call" href="tel:{escape(digits)}">{escape(label)}</a>')
        elif service.key == "facility-pages" and service.url:
            label = escape(say("facility_numbers"))
            calls.append(
                f'<a class="call" href="{escape(service.url)}" target="_blank" rel="noopener noreferrer">{label}</a>'
            )
    return (
        f'<section class="cfa-urgent" role="alert"><h2>{escape(say("urgent_title"))}</h2>'
        f"{words}{''.join(calls)}</section>"
    )
