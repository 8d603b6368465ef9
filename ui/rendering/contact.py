"""The places to turn to, each with why, how to reach it, and whether it is open."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.records import Service
from ui.rendering.markup import escape, format_link
from ui.wordings import Wordings


def render_services(services: Sequence[Service], say: Wordings) -> str:
    """Draw the services as cards, in the order given."""
    return "".join(render_service(service, say) for service in services)


def render_service(service: Service, say: Wordings) -> str:
    """Draw one service: only addresses and numbers that its record holds."""
    ways = []
    if service.url:
        ways.append(format_link(service.url, say("open_page")))
    if service.email:
        ways.append(format_link(f"mailto:{service.email}", service.email))
    if service.phone:
        ways.append(format_link("tel:" + re.sub(r"[^\d+]", "", service.phone), service.phone))
    hours = ""
    if service.hours:
        is_open = service.hours.lower().startswith(say("open_word").lower())
        hours = (
            f'<div class="cfa-soft"><span class="cfa-dot {"open" if is_open else ""}" aria-hidden="true"></span>'
            f"{escape(service.hours)}</div>"
        )
    why = f'<div class="cfa-soft">{escape(service.why)}</div>' if service.why else ""
    return f'<div class="cfa-service"><b>{escape(service.title)}</b>{why}{hours}<div>{" ".join(ways)}</div></div>'
