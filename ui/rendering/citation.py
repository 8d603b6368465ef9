"""One quoted rule: its pinpoint, its standing, its words, and its context folded below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Citation
from ui.rendering.dates import format_day
from ui.rendering.excerpt import format_excerpt
from ui.rendering.markup import escape, format_link, highlight
from ui.wordings import Wordings


@dataclass(frozen=True)
class Context:
    """What stands around a quote: found by the page, drawn here."""

    text: str
    heading_path: tuple[str, ...]
    library_address: str
    source: str = ""
    """Which edition of the law, or which day's page, this is."""


def render_citation(
    citation: Citation,
    element_id: str,
    context: Context | None,
    say: Wordings,
    *,
    said: Sequence[str] = (),
    is_open: bool = True,
) -> str:
    """Draw a citation: open with its key words, or folded to its pinpoint; `said` are the words it supports."""
    css = "cfa-quote page" if citation.authority == "page" else "cfa-quote"
    head = render_head(citation, say, is_whole=is_open or citation.legal_status != "in_force")
    body = (
        f'<blockquote lang="en">“{escape(format_excerpt(citation.quote, said))}”</blockquote>'
        f"{render_context(citation, context, say)}"
    )
    if is_open:
        return (
            f'<section class="{css}" id="{escape(element_id)}" tabindex="-1"><h3>{head}</h3>{body}</section>'
        )
    return (
        f'<details class="{css} folded" id="{escape(element_id)}" tabindex="-1"><summary>{head}</summary>'
        f"{body}</details>"
    )


def render_head(citation: Citation, say: Wordings, *, is_whole: bool) -> str:
    """Draw a citation's number, pinpoint and kind in one line; its standing too, when `is_whole`."""
    is_page = citation.authority == "page"
    css = "page" if is_page else ""
    is_told = is_whole and not is_page
    standing = f' <span class="cfa-soft">{escape(format_standing(citation, say))}</span>' if is_told else ""
    return (
        f'<span class="cfa-n {css}" aria-hidden="true">{citation.number}</span> '
        f'<span class="cite">{escape(format_label(citation))}</span> '
        f'<span class="cfa-chip {css}">{escape(say("chip_page") if is_page else say("chip_law"))}</span>{standing}'
    )


def format_label(citation: Citation) -> str:
    """Format what a citation is called: a heading the page does not print loses its square brackets."""
    return re.sub(r"[“\"]?\[([^\[\]]+)\][”\"]?$", r"\1", citation.label)


def render_context(citation: Citation, context: Context | None, say: Wordings) -> str:
    """Draw the quote marked inside its passage, with its heading path and links, folded."""
    is_page = citation.authority == "page"
    crumb = " › ".join(context.heading_path) if context else ""
    links = [
        format_link(context.library_address, say("open_in_library"))
        if context and context.library_address
        else "",
        format_link(citation.url, say("official_page") if is_page else say("official_text"))
        if citation.url
        else "",
    ]
    whole = context.text if context and context.text else citation.quote
    return (
        f"<details><summary>{escape(say('see_context'))}</summary>"
        + (f'<p class="cfa-crumb" lang="en">{escape(crumb)}</p>' if crumb else "")
        + f'<p class="cfa-whole" lang="en">{highlight(whole, citation.quote)}</p>'
        + (f'<p class="cfa-soft">{escape(context.source)}</p>' if context and context.source else "")
        + f'<p class="cfa-links">{" ".join(link for link in links if link)}</p></details>'
    )


def format_standing(citation: Citation, say: Wordings) -> str:
    """Say in a few words whether the text is in force and since when."""
    if citation.authority == "page":
        return say("standing_page")
    if citation.legal_status != "in_force":
        return say(f"status.{citation.legal_status}")
    if citation.effective_from is None:
        return say("status.in_force")
    return say("in_force_since", day=format_day(citation.effective_from, say))
