"""An answer as somebody would like to read it in a terminal: words wrapped, quotes set off, nothing technical first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from assistant.records import Answer, Service

_WIDTH = 92


def render_answer(answer: Answer, *, use_colour: bool = False) -> str:
    """Render an answer for the terminal."""
    bold, dim, end = ("\033[1m", "\033[2m", "\033[0m") if use_colour else ("", "", "")
    spanish = answer.language == "es"
    parts = ["", *_wrap_text(answer.text), ""]
    if answer.citations:
        parts.append(f"{bold}{'Fuentes' if spanish else 'Sources'}{end}")
        for citation in answer.citations:
            since = (
                f", {'desde' if spanish else 'since'} {citation.effective_from}"
                if citation.effective_from
                else ""
            )
            parts.append(
                f"  [{citation.number}] {citation.label} ({citation.legal_status.replace('_', ' ')}{since})"
            )
            parts += textwrap.wrap(
                f"“{citation.quote}”", _WIDTH, initial_indent="      ", subsequent_indent="      "
            )
        parts.append("")
    if answer.services:
        parts.append(f"{bold}{'Dónde preguntar' if spanish else 'Where to turn'}{end}")
        parts += [f"  {line}" for service in answer.services for line in _describe(service)]
        parts.append("")
    for notice in answer.notices:
        parts += textwrap.wrap(f"{'Nota' if spanish else 'Note'}: {notice.text}", _WIDTH)
    if answer.follow_ups:
        parts.append(f"{bold}{'También puede preguntar' if spanish else 'You could also ask'}{end}")
        parts += [f"  · {text}" for text in answer.follow_ups]
    told = "Esto es información, no consejo legal." if spanish else "This is information, not legal advice."
    parts += ["", f"{dim}{told} ({answer.status}, {answer.timings_ms.get('total', 0):.0f} ms){end}", ""]
    return "\n".join(parts)


def _wrap_text(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        indent = "  " if line.startswith("- ") else ""
        yield from textwrap.wrap(line, _WIDTH, subsequent_indent=indent) or [""]


def _describe(service: Service) -> Iterator[str]:
    yield f"• {service.title}" + (f" — {service.hours}" if service.hours else "")
    where = "  ".join(x for x in (service.phone, service.email, service.url) if x)
    if where:
        yield f"    {where}"
    if service.why:
        yield from textwrap.wrap(service.why, _WIDTH - 6, initial_indent="    ", subsequent_indent="    ")
