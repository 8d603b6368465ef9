"""One quoted rule: its pinpoint, its standing, its words, and its context folded below."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import Citation
from ui.rendering.dates import format_day
from ui.rendering.markup import escape, format_link, highlight
from ui.wordings import Wordings


def render_citation(
    citation: Citation,
    element_id: str,
    context: str,
    heading_path: Sequence[str],
    library_address: str,
    say: Wordings,
) -> str:
    """Draw a citation; the quote is marked inside `context`, which opens on tap."""
    is_page = citation.authority == "page"
    chip = say("chip_page") if is_page else say("chip_law")
    standing = format_standing(citation, say)
    crumb = " › ".join(heading_path)
    links = " · ".join(
        link
        for link in (
            format_link(library_address, say("open_in_library")) if library_address else "",
            format_link(citation.url, say("official_page") if is_page else say("official_text"))
            if citation.url
            else "",
        )
        if link
    )
    inside = f'<p class="cfa-crumb">{escape(crumb)}</p>' if crumb else ""
    inside += f'<p lang="en">{highlight(context, citation.quote)}</p>' if context else ""
    return (
        f'<section class="cfa-quote {"page" if is_page else ""}" id="{escape(element_id)}" tabindex="-1">'
        f'<span class="cfa-n {"page" if is_page else ""}" aria-hidden="true">{citation.number}</span> '
        f'<span class="cite">{escape(citation.label)}</span> '
        f'<span class="cfa-chip {"page" if is_page else ""}">{escape(chip)}</span> '
        f'<span class="cfa-soft">{escape(standing)}</span>'
        f'<blockquote lang="en">“{escape(citation.quote)}”</blockquote>'
        f"<details><summary>{escape(say('see_context'))}</summary>{inside}<p>{links}</p></details></section>"
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
