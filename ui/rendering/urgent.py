"""When a life is at stake the page stops looking like search: help first, numbers large enough to tap."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.records import Answer, AnswerPart, Service
from ui.rendering.markup import Anchor, escape, format_paragraphs
from ui.wordings import Wordings

FACILITY_PAGES = "facility-pages"


def list_call_keys(answer: Answer) -> tuple[str, ...]:
    """List the services that the urgent box offers as buttons."""
    return tuple(s.key for s in answer.services if s.phone or (s.key == FACILITY_PAGES and s.url))


def render_urgent(
    answer: Answer, parts: Sequence[AnswerPart], anchors: Mapping[int, Anchor], say: Wordings
) -> str:
    """Draw the first words, then the numbers, then the rest of the words."""
    title = say("urgent_title")
    text = "\n\n".join(part.text for part in parts)
    text = re.sub(rf"^{re.escape(title)}\s*[.!:]\s*", "", text)
    first, _, rest = text.partition("\n\n")
    keys = list_call_keys(answer)
    calls = "".join(render_call(service, say) for service in answer.services if service.key in keys)
    return (
        f'<section class="cfa-urgent" role="alert"><h2>{escape(title)}</h2>'
        f"{format_paragraphs(first, anchors)}{calls}{format_paragraphs(rest, anchors) if rest else ''}</section>"
    )


def render_call(service: Service, say: Wordings) -> str:
    """Draw one number, or the page of numbers, as a button over the whole width, with why below its name."""
    why = f"<small>{escape(service.why)}</small>" if service.why else ""
    if not service.phone:
        label = escape(say("facility_numbers"))
        address = escape(service.url or "")
        return f'<a class="call" href="{address}" target="_blank" rel="noopener noreferrer">{label}{why}</a>'
    digits = re.sub(r"[^\d+]", "", service.phone)
    is_named = service.phone in service.title
    label = service.title if is_named else say("call_number", title=service.title, phone=service.phone)
    return f'<a class="call" href="tel:{escape(digits)}">{escape(label)}{why}</a>'
