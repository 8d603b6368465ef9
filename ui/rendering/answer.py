"""An answer as a person reads it: plain words, then the rule quoted, then what to do and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.records import Answer, AnswerPart, Citation
from ui.rendering.citation import Context, format_label, render_citation
from ui.rendering.contact import render_services
from ui.rendering.markup import Anchor, escape, format_marks, format_paragraphs, remove_marks
from ui.rendering.urgent import list_call_keys, render_urgent
from ui.wordings import Wordings

SHOWN_PAIRS = 3
SENTENCES_A_PARAGRAPH = 2
SAME_LETTERS = 5
SHOWN_OTHERS = 3


def list_parts(answer: Answer) -> tuple[AnswerPart, ...]:
    """List an answer's parts; an answer that has none is split at its paragraphs."""
    if answer.parts:
        return answer.parts
    blocks = [block.strip() for block in re.split(r"\n\s*\n", answer.text) if block.strip()]
    kind = "help" if answer.outcome == "urgent" else "plain"
    return tuple(AnswerPart.model_validate({"kind": kind, "text": block}) for block in blocks)


def build_anchors(answer: Answer, turn: str, say: Wordings) -> dict[int, Anchor]:
    """Map each citation's number to its place within this turn."""
    return {
        citation.number: Anchor(
            target=f"{turn}-quote-{citation.number}",
            css="page" if citation.authority == "page" else "",
            label=say("citation_mark", number=citation.number, label=format_label(citation)),
        )
        for citation in answer.citations
    }


def render_question(text: str, element_id: str = "") -> str:
    """Draw what the person wrote."""
    return f'<div class="cfa cfa-me" id="{escape(element_id)}">{escape(text)}</div>'


def render_glossary(pairs: Sequence[tuple[str, str]], say: Wordings) -> str:
    """Draw what the person's words are called in the law, where that is another word."""
    told = [(w, m) for w, m in pairs if not _is_same_word(w.casefold(), m.casefold())]
    lines = [
        say("glossary_line", wrote=f"<b>{escape(w)}</b>", means=f"<b>{escape(m)}</b>")
        for w, m in told[:SHOWN_PAIRS]
    ]
    return f'<p class="cfa-gl">{"<br>".join(lines)}</p>' if lines else ""


def _is_same_word(wrote: str, means: str) -> bool:
    """Say whether the law's word is the person's own, perhaps in the other language: visitas, visitation."""
    is_near = " " not in wrote + means and wrote[:SAME_LETTERS] == means[:SAME_LETTERS]
    return wrote in means or means in wrote or is_near


def render_words(parts: Sequence[AnswerPart], anchors: Mapping[int, Anchor]) -> str:
    """Draw the sentences that are said, in order; the first plain one stands out."""
    before = [p for p in parts if p.kind == "preface"]
    plain = [p for p in parts if p.kind == "plain"]
    drawn = [format_paragraphs(p.text, anchors) for p in before]
    if plain:
        css = "" if remove_marks(plain[0].text).rstrip().endswith(":") else "cfa-first"
        drawn.append(format_paragraphs(plain[0].text, anchors, css))
    for start in range(1, len(plain), SENTENCES_A_PARAGRAPH):
        together = plain[start : start + SENTENCES_A_PARAGRAPH]
        drawn.append(format_paragraphs(" ".join(p.text for p in together), anchors))
    return "".join(drawn)


def render_steps(parts: Sequence[AnswerPart], anchors: Mapping[int, Anchor]) -> str:
    """Draw the steps as a numbered list, without numbers of their own."""
    steps = [re.sub(r"^\s*(?:\d+[.)]|[-•])\s+", "", p.text) for p in parts if p.kind == "step"]
    return "<ol>" + "".join(f"<li>{format_marks(s, anchors)}</li>" for s in steps) + "</ol>" if steps else ""


def list_shown(answer: Answer) -> tuple[Citation, ...]:
    """List the citations to show: one that no sentence marks is left out where it repeats one that is marked."""
    marked = {number for part in list_parts(answer) for number in part.citations}
    told = [" ".join(c.quote.split()) for c in answer.citations if c.number in marked]
    return tuple(
        c
        for c in answer.citations
        if c.number in marked or not any(quote in " ".join(c.quote.split()) for quote in told)
    )


def list_quoted(answer: Answer) -> tuple[int, ...]:
    """List the citations shown open: those the answer quotes in full, else those its first words rest on."""
    quoted = [n for part in answer.parts if part.kind == "quote" for n in part.citations]
    first = next((part.citations for part in answer.parts if part.citations), ())
    shown = tuple(dict.fromkeys(quoted)) or first or tuple(c.number for c in answer.citations[:1])
    return shown + tuple(n for n in _list_continued(answer, shown) if n not in shown)


def _list_continued(answer: Answer, shown: Sequence[int]) -> list[int]:
    """List the citations that end the sentence of a lead-in that is shown: "(3)(a) … shall not:" → (3)(a)(I)."""
    leads = [c for c in answer.citations if c.number in shown and c.quote.rstrip().endswith(":")]
    return [
        c.number for c in answer.citations if any(c.locator.startswith(lead.locator + "(") for lead in leads)
    ]


def render_quotes(
    answer: Answer,
    numbers: Sequence[int],
    contexts: Mapping[int, Context],
    turn: str,
    say: Wordings,
    *,
    is_open: bool,
) -> str:
    """Draw the citations of these numbers, each showing the words that the sentences citing it rest on."""
    drawn = []
    for citation in answer.citations:
        if citation.number in numbers:
            said = [
                p.text for p in answer.parts if p.kind in ("plain", "step") and citation.number in p.citations
            ]
            drawn.append(
                render_citation(
                    citation,
                    f"{turn}-quote-{citation.number}",
                    contexts.get(citation.number),
                    say,
                    said=[*said, answer.standalone_question],
                    is_open=is_open,
                )
            )
    return "".join(drawn)


def render_others(drawn: str, count: int, say: Wordings) -> str:
    """Draw the rules that are folded to their pinpoints; many of them in one fold, so that nobody scrolls past."""
    if count > SHOWN_OTHERS:
        return _fold(say("other_rules_count", count=count), drawn)
    return f'<h2 class="cfa-others">{escape(say("other_rules"))}</h2>{drawn}' if count else ""


def render_notes(answer: Answer, anchors: Mapping[int, Anchor], say: Wordings) -> str:
    """Draw the calm lines about the answer itself, each once; further ones of a kind are folded."""
    spoken = {remove_marks(p.text).strip(): p.text for p in answer.parts if p.kind == "note"}
    shown: list[str] = []
    folded: list[str] = []
    kinds: set[str] = set()
    for notice in answer.notices:
        text = spoken.pop(notice.text.strip(), notice.text)
        place = folded if notice.kind in kinds else shown
        place.append(f'<div class="cfa-notice">{format_marks(text, anchors)}</div>')
        kinds.add(notice.kind)
    more = f"<details class='cfa-more'><summary>{escape(say('more_notes', count=len(folded)))}</summary>{''.join(folded)}</details>"
    soft = "".join(f'<p class="cfa-soft">{format_marks(text, anchors)}</p>' for text in spoken.values())
    return "".join(shown) + (more if folded else "") + soft


def render_after(
    answer: Answer, anchors: Mapping[int, Anchor], say: Wordings, left_out: Sequence[str] = ()
) -> str:
    """Draw what to do next and whom to ask."""
    steps = render_steps(list_parts(answer), anchors)
    services = render_services([s for s in answer.services if s.key not in left_out], say)
    if not steps and not services:
        return ""
    return f'<section class="cfa-next"><h2>{escape(say("what_next"))}</h2>{steps}{services}</section>'


def render_answer(answer: Answer, contexts: Mapping[int, Context], turn: str, say: Wordings) -> str:
    """Draw the whole answer. `turn` makes element ids unique on the page."""
    anchors = build_anchors(answer, turn, say)
    parts = list_parts(answer)
    numbers = [c.number for c in list_shown(answer)]
    if answer.outcome == "urgent":
        quotes = render_quotes(answer, numbers, contexts, turn, say, is_open=False)
        drawn = [
            render_urgent(answer, [p for p in parts if p.kind == "help"], anchors, say),
            render_words(parts, anchors),
            render_after(answer, anchors, say, list_call_keys(answer)),
            _fold(say("rules_behind"), quotes + render_notes(answer, anchors, say)) if quotes else "",
        ]
    else:
        quoted = list_quoted(answer)
        others = [n for n in numbers if n not in quoted]
        rest = render_quotes(answer, others, contexts, turn, say, is_open=False)
        drawn = [
            render_glossary(answer.glossary, say),
            render_words(parts, anchors),
            render_quotes(answer, quoted, contexts, turn, say, is_open=True),
            render_notes(answer, anchors, say),
            render_after(answer, anchors, say),
            render_others(rest, len(others), say),
        ]
    return (
        f'<article class="cfa cfa-answer {answer.outcome}" lang="{answer.language}" '
        f'aria-label="{escape(say("answer_label"))}">{"".join(drawn)}</article>'
    )


def _fold(title: str, drawn: str) -> str:
    return f'<details class="cfa-more"><summary>{escape(title)}</summary>{drawn}</details>'
