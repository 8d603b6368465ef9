"""A section as a reader sees it: its standing, its tree with addresses, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.records import Definition, HistoryEntry, Note, Reference, Section, Subdivision
from ui.rendering.dates import format_day
from ui.rendering.markup import escape, format_address, show_heading
from ui.rendering.terms import TermMarker
from ui.wordings import Wordings


def format_at(labels: Sequence[str]) -> str:
    """Format a path of labels for an address: ("4", "a", "I") → "4-a-I"."""
    return "-".join(labels)


def render_title(
    section: Section, is_page: bool, source: str, catchlines: Mapping[str, str], say: Wordings
) -> str:
    """Draw the heading path, the title and the standing."""
    crumb = " › ".join(show_heading(x).rstrip(".") for x in section.heading_path)
    name = (
        show_heading(section.catchline)
        if is_page
        else f"{section.number}. {section.catchline or say('no_catchline')}"
    )
    return (
        f'<div class="cfa"><p class="cfa-crumb" lang="en">{escape(crumb)}</p><h1 lang="en">{escape(name)}</h1>'
        f'<p>{render_standing(section, is_page, catchlines, say)}</p><p class="cfa-soft">{escape(source)}</p></div>'
    )


def render_standing(section: Section, is_page: bool, catchlines: Mapping[str, str], say: Wordings) -> str:
    """Say whether the section is in force, since when, until when, or where it went."""
    if is_page:
        return f'<span class="cfa-soft">{escape(say("standing_page"))}</span>'
    if section.status != "in_force":
        return render_gone(section, catchlines, say)
    line = f'<span class="cfa-ok">{escape(say("standing_in_force"))}</span>'
    if section.effective_from:
        line += f' <span class="cfa-soft">{escape(say("since", day=format_day(section.effective_from, say)))}</span>'
    if section.repeals_on:
        line += f'<span class="cfa-notice">{escape(say("repeals_itself", day=format_day(section.repeals_on, say)))}</span>'
    if section.version_note:
        line += f'<span class="cfa-notice" lang="en">{escape(section.version_note)}</span>'
    return line


def render_gone(section: Section, catchlines: Mapping[str, str], say: Wordings) -> str:
    """Say that a section is no longer law, since when, and where the law went."""
    line = f"<b>{escape(say(f'status.{section.status}'))}</b>"
    if section.repealed_on:
        line += f" {escape(say('since', day=format_day(section.repealed_on, say)))}"
    line += f". {escape(say('gone_line'))}"
    if section.relocated_to:
        link = render_locator_link(section.relocated_to, catchlines, say)
        line += f" {say('moved_to', target=link)}"
    return f'<span class="cfa-notice cfa-gone">{line}</span>'


def render_tree(section: Section, at: str, terms: Mapping[str, Definition], say: Wordings) -> str:
    """Draw the subdivisions, indented by depth, each label an address; `at` is marked."""
    marker = TermMarker.build(terms)
    drawn = [
        render_subdivision(section, s, at, marker, say) for s in section.subdivisions if s.labels or s.text
    ]
    return f'<div class="cfa cfa-tree" lang="en">{"".join(drawn)}</div>'


def render_subdivision(
    section: Section, subdivision: Subdivision, at: str, marker: TermMarker, say: Wordings
) -> str:
    """Draw one subdivision with its label as a link to its own address."""
    path = format_at(subdivision.labels)
    css = f"d{min(4, max(1, len(subdivision.labels)))}"
    current = ""
    if path and path == at:
        css, current = f"{css} at", ' aria-current="location"'
    label = ""
    if subdivision.labels:
        address = format_address("library", section=section.number, at=path, lang=say.language)
        name = say("address_of", locator=subdivision.locator)
        label = (
            f'<a class="lab" href="{escape(address)}" aria-label="{escape(name)}">'
            f"({escape(subdivision.labels[-1])})</a> "
        )
    text = marker.mark(subdivision.text)
    if subdivision.status != "in_force":
        text = f'<span class="gone">{text}</span>'
    if subdivision.version_note:
        text += f'<div class="cfa-notice">{escape(subdivision.version_note)}</div>'
    return f'<div class="{css}" id="at-{escape(path)}"{current}>{label}{text}</div>'


def render_references(
    number: str, references: Sequence[Reference], catchlines: Mapping[str, str], say: Wordings
) -> str:
    """Draw the other law this section names: links where it is held, plain where it is not."""
    rows: dict[str, str] = {}
    for reference in references:
        if reference.is_historic or reference.section == number:
            continue
        if reference.target:
            rows[reference.target] = render_locator_link(reference.target, catchlines, say)
        elif reference.section and not reference.is_internal:
            rows[reference.section] = render_locator_link(reference.section, {}, say)
    return _render_list(say("names"), list(rows.values()))


def render_named_by(locators: Sequence[str], catchlines: Mapping[str, str], say: Wordings) -> str:
    """Draw the places that name this section."""
    rows = [render_locator_link(locator, catchlines, say) for locator in dict.fromkeys(locators)]
    return _render_list(say("named_by"), rows)


def render_locator_link(locator: str, catchlines: Mapping[str, str], say: Wordings) -> str:
    """Draw a link to a pinpoint's place in the library, with its section's name; plain where it is not held."""
    number, *labels = re.split(r"[()]+", locator.rstrip(")"))
    if number not in catchlines:
        return f'{escape(locator)} <span class="cfa-soft">{escape(say("not_held"))}</span>'
    at = format_at([label for label in labels if label])
    address = format_address("library", section=number, at=at, lang=say.language)
    name = f' <span class="cfa-soft" lang="en">{escape(catchlines[number])}</span>'
    return f'<a href="{escape(address)}">{escape(locator)}</a>{name}'


def render_history(history: Sequence[HistoryEntry], say: Wordings) -> str:
    """Draw the amendments as a timeline, latest first."""
    if not history:
        return ""
    rows = []
    for entry in sorted(
        history, key=lambda e: e.effective_on.toordinal() if e.effective_on else e.year * 366, reverse=True
    ):
        what = say("whole_section") if entry.is_entire_section else ", ".join(entry.subdivisions)
        when = format_day(entry.effective_on, say) if entry.effective_on else str(entry.year)
        acts = ", ".join(say.texts.get(f"action.{a.replace(' ', '_')}", a) for a in entry.actions)
        bill = f" · {escape(entry.bill)}" if entry.bill else ""
        rows.append(f"<li><b>{escape(when)}</b><br>{escape(what)} {escape(acts)}{bill}</li>")
    shown, rest = rows[:4], rows[4:]
    more = (
        f"<details class='cfa-more'><summary>{escape(say('older_history', count=len(rest)))}</summary>"
        f"<ul class='cfa-timeline'>{''.join(rest)}</ul></details>"
        if rest
        else ""
    )
    return f"<h2>{escape(say('history'))}</h2><ul class='cfa-timeline'>{''.join(shown)}</ul>{more}"


def render_notes(notes: Sequence[Note], say: Wordings) -> str:
    """Draw the notes apart from the law, folded."""
    if not notes:
        return ""
    rows = "".join(f"<p lang='en'>{escape(note.text)}</p>" for note in notes)
    return f'<details class="cfa cfa-more"><summary>{escape(say("notes"))}</summary>{rows}</details>'


def _render_list(title: str, rows: Sequence[str]) -> str:
    if not rows:
        return ""
    return f"<h2>{escape(title)}</h2><ul>{''.join(f'<li>{row}</li>' for row in rows[:30])}</ul>"
