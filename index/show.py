"""The verbatim text of one citation, with everything the Code prints about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from index.records import LocatorError
from index.references import find_references, resolve_locator
from ingest.records import HistoryEntry, LegalStatus, Note, Record, Reference, Section, Subdivision


class ShownSubdivision(Record):
    """One line of the shown text."""

    locator: str
    text: str
    status: LegalStatus
    repeals_on: date | None


class ShownText(Record):
    """A section or a pinpoint with everything under it, as `python -m index show --json` prints it."""

    asked: str
    locator: str
    is_nearest: bool
    """True when the label asked for does not exist, and this is the closest pinpoint above it."""
    label: str
    source: str
    section: str
    catchline: str
    heading_path: tuple[str, ...]
    status: LegalStatus
    relocated_to: str | None
    effective_from: date | None
    repealed_on: date | None
    repeals_on: date | None
    lead_in: tuple[ShownSubdivision, ...]
    """The text of the subdivisions above, without which the pinpoint cannot be read."""
    subdivisions: tuple[ShownSubdivision, ...]
    text: str
    history: tuple[HistoryEntry, ...]
    references: tuple[Reference, ...]
    notes: tuple[Note, ...]


def find_shown_text(asked: str, sections: Mapping[str, Section]) -> ShownText:
    """Find what a citation names; raises LocatorError when it names nothing the corpus holds."""
    locator = resolve_locator(asked, sections)
    if locator is None:
        raise LocatorError(_explain_missing(asked, sections))
    section = sections.get(locator) or sections[locator.split("(")[0]]
    kinds = {r.locator: r.kind for r in find_references(asked, sections)}
    labels = next((s.labels for s in section.subdivisions if s.locator == locator), ())
    shown = [s for s in section.subdivisions if s.labels[: len(labels)] == labels]
    above = [
        s for s in section.subdivisions if s.labels == labels[: len(s.labels)] and len(s.labels) < len(labels)
    ]
    locators = {s.locator for s in shown}
    return ShownText(
        asked=asked,
        locator=locator,
        is_nearest=kinds.get(locator) == "nearest",
        label=f"C.R.S. § {locator}" if locator[:1].isdigit() else locator,
        source=section.source,
        section=section.number,
        catchline=section.catchline,
        heading_path=section.heading_path,
        status=shown[0].status if labels and shown else section.status,
        relocated_to=section.relocated_to,
        effective_from=(shown[0].effective_from if labels and shown else None) or section.effective_from,
        repealed_on=section.repealed_on,
        repeals_on=(shown[0].repeals_on if labels and shown else None) or section.repeals_on,
        lead_in=tuple(_show(s) for s in above if s.text),
        subdivisions=tuple(_show(s) for s in shown),
        text="\n".join(_format_line(s) for s in shown),
        history=section.history,
        references=tuple(r for r in section.references if r.at in locators or not labels),
        notes=section.notes,
    )


def render_shown_text(shown: ShownText) -> str:
    """Lay out for a terminal: what it is, its text, its status, history and notes."""
    lines = [" › ".join((*shown.heading_path, shown.catchline))]
    lines.append(f"{shown.label} — {shown.status.replace('_', ' ')}")
    if shown.is_nearest:
        lines.append(f"({shown.asked!r} does not exist; this is the nearest pinpoint that does)")
    dates = {
        "in effect since": shown.effective_from,
        "repealed on": shown.repealed_on,
        "repeals itself on": shown.repeals_on,
    }
    lines += [f"{what} {day}" for what, day in dates.items() if day]
    if shown.relocated_to:
        lines.append(f"relocated to {shown.relocated_to}")
    lines += ["", *(f"[{part.locator}] {part.text}" for part in shown.lead_in), shown.text]
    internal = sorted({r.target for r in shown.references if r.target})
    if internal:
        lines += ["", "Refers to: " + ", ".join(internal)]
    if shown.history:
        lines += ["", "History:", *(f"  {entry.text}" for entry in shown.history)]
    lines += [f"\n{note.text}" for note in shown.notes if note.kind != "source"]
    return "\n".join(lines)


def _show(part: Subdivision) -> ShownSubdivision:
    return ShownSubdivision(
        locator=part.locator, text=part.text, status=part.status, repeals_on=part.repeals_on
    )


def _format_line(part: Subdivision) -> str:
    label = f"({part.labels[-1]}) " if part.labels else ""
    return "    " * max(len(part.labels) - 1, 0) + label + part.text


def _explain_missing(asked: str, sections: Mapping[str, Section]) -> str:
    named = find_references(asked, sections)
    outside = [r.section for r in named if r.kind == "outside"]
    missing = [r.section for r in named if r.kind == "missing"]
    if missing:
        return f"§ {missing[0]} does not exist in this edition."
    if outside:
        return f"{outside[0]} lies outside the documents held here."
    return f"{asked!r} names no section, pinpoint or heading held here. Try: python -m index search {asked!r}"
