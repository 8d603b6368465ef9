"""From when, until when: effective dates from the history, repeals from notes, self-repeals from the text itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.records import HistoryEntry, Note, Section, Subdivision
from ingest.statute.calendar import DATE, parse_date

_SELF_REPEAL = re.compile(
    rf"\b[Tt]his (?P<what>section|article|part|subsection|paragraph|subparagraph|sub-subparagraph)"
    rf"(?: (?P<label>\d[\d.]*(?![\d(])|(?:\([0-9A-Za-z.]{{1,7}}\))+))?"
    rf"(?: and (?:subsection|section|paragraph)s?[^.]{{0,80}}?)? (?:is|are|shall be) repealed,? (?:effective )?(?P<date>{DATE}, ?\d{{4}}|{DATE})"
)
_NOTED_REPEAL = re.compile(
    rf"(?:provided for the repeal (?:of )?(?:this|sections?)\b|this section is repealed\b|repeal date for this section)"
    rf"[^.]*?(?:effective|is also) (?P<date>{DATE})"
)
_UNTIL = re.compile(rf"effective until (?P<date>{DATE})")
_FROM = re.compile(rf"is effective (?P<date>{DATE})")
_REPEALS = ("repealed",)


@dataclass(frozen=True)
class _Change:
    """One dated clause of a history: what it changed as a whole, and of what only the introduction."""

    effective_on: date
    is_entire_section: bool
    whole: frozenset[str]
    introductory: frozenset[str]


def date_section(section: Section) -> Section:
    """Give a section and its subdivisions the dates that its history, its notes and its own text state."""
    whole_repeal = find_self_repeal(section, "section")
    subdivisions = _mark_self_repeals(section)
    changes = list_changes(section.history)
    dated = tuple(_date_subdivision(x, changes) for x in subdivisions)
    effective = [h.effective_on for h in section.history if h.effective_on]
    effective_from, applies_until = _date_version(section.version_note, effective)
    return section.model_copy(
        update={
            "subdivisions": dated,
            "effective_from": effective_from,
            "applies_until": applies_until,
            "repealed_on": find_repeal(section) if section.status in ("repealed", "relocated") else None,
            "repeals_on": whole_repeal,
        }
    )


def find_self_repeal(section: Section, what: str) -> date | None:
    """The date on which a section (or the article or part it stands in) repeals itself by its own words."""
    for subdivision in section.subdivisions:
        if " repealed" not in subdivision.text:
            continue
        for match in _SELF_REPEAL.finditer(subdivision.text):
            if match["what"] == what:
                return parse_date(match["date"])
    return None


def repeal_enclosing(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Carry "This article 5 is repealed, effective …" to every section of that article or part."""
    dates: dict[tuple[str, ...], date] = {}
    for section in sections:
        for what in ("article", "part"):
            found = find_self_repeal(section, what)
            if found:
                path = section.heading_path
                end = next((i + 1 for i, h in enumerate(path) if h.lower().startswith(what)), len(path))
                dates[path[:end]] = found
    if not dates:
        return tuple(sections)
    return tuple(_within(s, dates) for s in sections)


def _within(section: Section, dates: dict[tuple[str, ...], date]) -> Section:
    path = section.heading_path
    ends = [d for prefix, d in dates.items() if path[: len(prefix)] == prefix]
    if not ends or section.status != "in_force":
        return section
    return section.model_copy(
        update={"repeals_on": min([*ends, *([section.repeals_on] if section.repeals_on else [])])}
    )


def _mark_self_repeals(section: Section) -> tuple[Subdivision, ...]:
    """Mark what "This subsection (7) is repealed, effective …" speaks of, with all that stands below it."""
    marked = list(section.subdivisions)
    for subdivision in (x for x in section.subdivisions if " repealed" in x.text):
        for match in _SELF_REPEAL.finditer(subdivision.text):
            if match["what"] in ("section", "article", "part"):
                continue
            labels = _named_labels(match["label"] or "", subdivision)
            repeals_on = parse_date(match["date"])
            marked = [
                x.model_copy(update={"repeals_on": repeals_on})
                if labels and x.labels[: len(labels)] == labels
                else x
                for x in marked
            ]
    return tuple(marked)


def _named_labels(label: str, subdivision: Subdivision) -> tuple[str, ...]:
    """The path that "this subsection (1)(b.6)" or, inside it, "this paragraph (b.6)" names."""
    named = tuple(re.findall(r"\(([^)]*)\)", label))
    if subdivision.labels[: len(named)] == named:
        return named
    position = next((i for i, x in enumerate(subdivision.labels) if named == (x,)), None)
    return () if position is None else subdivision.labels[: position + 1]


def _date_subdivision(subdivision: Subdivision, changes: Sequence[_Change]) -> Subdivision:
    dates = find_dates(subdivision.labels, changes)
    effective_from, applies_until = _date_version(subdivision.version_note, dates)
    return subdivision.model_copy(update={"effective_from": effective_from, "applies_until": applies_until})


def _date_version(note: str | None, dates: Sequence[date]) -> tuple[date | None, date | None]:
    """From when and until when a version applies: by its note, else from the latest date of its history."""
    if note and (match := _UNTIL.search(note)):
        until = parse_date(match["date"])
        return max((d for d in dates if until is None or d < until), default=None), until
    if note and (match := _FROM.search(note)):
        return parse_date(match["date"]), None
    return max(dates, default=None), None


def list_changes(history: Sequence[HistoryEntry]) -> tuple[_Change, ...]:
    """The dated clauses of a history, in the form that `find_dates` reads."""
    return tuple(
        _Change(
            h.effective_on,
            h.is_entire_section,
            frozenset(h.subdivisions) - frozenset(h.introductory),
            frozenset(h.introductory),
        )
        for h in history
        if h.effective_on
    )


def find_dates(labels: tuple[str, ...], changes: Sequence[_Change]) -> list[date]:
    """The dates on which a subdivision's own text changed: by its label, by one above it, or with the whole section.

    "IP(1) amended" touches the introduction of (1) and nothing below.
    """
    above = [""]
    for label in labels:
        above.append(f"{above[-1]}({label})")
    own, prefixes = above[-1], above[1:]
    return [
        c.effective_on
        for c in changes
        if c.is_entire_section or own in c.introductory or any(x in c.whole for x in prefixes)
    ]


def find_repeal(section: Section) -> date | None:
    """The day a section was repealed: by its Source, else by the note that it provided for its own repeal.

    A section that was repealed twice was gone from the first time on (§ 17-20-104: March 16 and July 1, 1984);
    one whose subsections were repealed one by one, with the last of them (§ 17-30-101).
    """
    last_run: list[HistoryEntry] = []
    for entry in section.history:
        if entry.is_entire_section:
            last_run = [*last_run, entry] if entry.actions == _REPEALS else []
    dates = [h.effective_on for h in last_run if h.effective_on]
    piecemeal = [h.effective_on for h in section.history[-1:] if h.effective_on and h.actions == _REPEALS]
    return min(dates, default=None) or _find_noted_repeal(section.notes) or max(piecemeal, default=None)


def _find_noted_repeal(notes: Sequence[Note]) -> date | None:
    for note in notes:
        if note.kind == "editors_note" and (match := _NOTED_REPEAL.search(note.text)):
            return parse_date(match["date"])
    return None
