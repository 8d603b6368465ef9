"""A section as a reader sees it: its standing, its tree with addresses, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.records import Definition, HistoryEntry, Note, Reference, Section, Subdivision
from ui.rendering.dates import format_day
from ui.rendering.markup import escape, format_address
from ui.wordings import Wordings


def format_at(labels: Sequence[str]) -> str:
    """Format a path of labels for an address: ("4", "a", "I") → "4-a-I"."""
    return "-".join(labels)


def render_title(section: Section, is_page: bool, say: Wordings) -> str:
    """Draw the heading path, the title and the standing."""
    crumb = " › ".join(section.heading_path)
    name = section.catchline if is_page else f"{section.number}. {section.catchline or say('no_catchline')}"
    return (
        f'<div class="cfa"><div class="cfa-crumb">{escape(crumb)}</div><h1 lang="en">{escape(name)}</h1>'
        f"<p>{render_standing(section, is_page, say)}</p></div>"
    )


def render_standing(section: Section, is_page: bool, say: Wordings) -> str:
    """Say whether the section is in force, since when, until when, or where it went."""
    if is_page:
        return f'<span class="cfa-soft">{escape(say("standing_page"))}</span>'
    if section.status != "in_force":
        line = f'<span class="cfa-gone">{escape(say(f"status.{section.status}"))}</span>'
        if section.repealed_on:
            line += f' <span class="cfa-soft">{escape(format_day(section.repealed_on, say))}</span>'
        if section.relocated_to:
            line += f" {escape(say('moved_to', target=section.relocated_to))}"
        return line
    line = f'<span class="cfa-ok">{escape(say("status.in_force"))}</span>'
    if section.effective_from:
        line += f' <span class="cfa-soft">{escape(say("since", day=format_day(section.effective_from, say)))}</span>'
    if section.repeals_on:
        line += f'<div class="cfa-notice">{escape(say("repeals_itself", day=format_day(section.repeals_on, say)))}</div>'
    return line


def render_tree(section: Section, at: str, terms: Mapping[str, Definition], say: Wordings) -> str:
    """Draw the subdivisions, indented by depth, each label an address; `at` is marked."""
    drawn = [
        render_subdivision(section, s, at, terms, say) for s in section.subdivisions if s.labels or s.text
    ]
    return f'<div class="cfa cfa-tree" lang="en">{"".join(drawn)}</div>'


def render_subdivision(
    section: Section, subdivision: Subdivision, at: str, terms: Mapping[str, Definition], say: Wordings
) -> str:
    """Draw one subdivision with its label as a link to its own address."""
    path = format_at(subdivision.labels)
    css = f"d{max(1, len(subdivision.labels))}"
    if path and path == at:
        css += " at"
    label = ""
    if subdivision.labels:
        address = format_address("library", section=section.number, at=path, lang=say.language)
        name = say("address_of", locator=subdivision.locator)
        label = f'<a class="lab" href="{escape(address)}" aria-label="{escape(name)}">({escape(subdivision.labels[-1])})</a> '
    text = mark_terms(subdivision.text, terms)
    if subdivision.status != "in_force":
        text = f'<span class="gone">{text}</span>'
    return f'<div class="{css}" id="at-{escape(path)}">{label}{text}</div>'


def mark_terms(text: str, terms: Mapping[str, Definition]) -> str:
    """Escape text and underline the first use of each defined term, with its meaning as the tooltip."""
    marked = escape(text)
    for term, definition in terms.items():
        pattern = re.compile(rf"(?<![\w>\-]){re.escape(escape(term))}(?![\w\-<])", re.I)
        meaning = escape(definition.text)[:400]
        marked = pattern.sub(lambda m, t=meaning: f'<dfn title="{t}">{m.group(0)}</dfn>', marked, count=1)  # type: ignore[misc]
        if len(marked) > 20_000:
            break
    return marked


def render_terms(terms: Mapping[str, Definition], say: Wordings) -> str:
    """Draw the defined terms, each opening to its definition."""
    if not terms:
        return ""
    rows = "".join(
        f"<details><summary>{escape(term)}</summary><p lang='en'>{escape(d.text)} <span class='cfa-soft'>{escape(d.locator)}"
        f"</span></p></details>"
        for term, d in terms.items()
    )
    return f"<h2>{escape(say('words_with_meaning'))}</h2>{rows}"


def render_references(references: Sequence[Reference], say: Wordings) -> str:
    """Draw the law this section names: links where it is held, plain where it is not."""
    rows: dict[str, str] = {}
    for reference in references:
        if reference.target and not reference.is_historic:
            rows[reference.target] = render_locator_link(reference.target, say)
        elif reference.section and not reference.is_internal:
            rows[reference.section] = (
                f"{escape(reference.section)} <span class='cfa-soft'>{escape(say('not_held'))}</span>"
            )
    return _render_list(say("names"), list(rows.values()))


def render_named_by(locators: Sequence[str], say: Wordings) -> str:
    """Draw the places that name this section."""
    return _render_list(
        say("named_by"), [render_locator_link(locator, say) for locator in dict.fromkeys(locators)]
    )


def render_locator_link(locator: str, say: Wordings) -> str:
    """Draw a link to a pinpoint's place in the library."""
    number, *labels = re.split(r"[()]+", locator.rstrip(")"))
    address = format_address(
        "library", section=number, at=format_at([x for x in labels if x]), lang=say.language
    )
    return f'<a href="{escape(address)}">{escape(locator)}</a>'


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
