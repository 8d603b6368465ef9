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
    if service.phone:
        ways.append(format_link("tel:" + re.sub(r"[^\d+]", "", service.phone), service.phone))
    if service.email:
        ways.append(format_link(f"mailto:{service.email}", service.email))
    if service.url:
        ways.append(format_link(service.url, say("open_page")))
    why = f'<div class="cfa-soft">{escape(service.why)}</div>' if service.why else ""
    return (
        f'<div class="cfa-service"><b>{escape(service.title)}</b>{render_hours(service.hours, say)}{why}'
        f'<div class="cfa-ways">{" ".join(ways)}</div></div>'
    )


def render_hours(hours: str | None, say: Wordings) -> str:
    """Draw whether an office is open, in words, with a dot beside them."""
    if not hours:
        return ""
    css = "cfa-dot open" if hours.casefold().startswith(say("open_word")) else "cfa-dot"
    return f'<div class="cfa-hours"><span class="{css}" aria-hidden="true"></span>{escape(hours)}</div>'
