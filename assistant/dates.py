"""The day an answer speaks for: schedules by date, provisions not yet or no longer in force.

Nothing here asks the clock but `find_today`; everything else is given the day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from ingest.records import HistoryEntry, Section

DENVER = ZoneInfo("America/Denver")
_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_SPANISH_MONTHS = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
_SPANISH_WEEKDAYS = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]
_DATE = r"(January|February|March|April|May|June|July|August|September|October|November|December)\s+(\d{1,2}),\s+(\d{4})"
_FROM = re.compile(
    rf"^\W*(?:(?:Beginning|Starting|Effective|Commencing|On and after|On or after|From and after|After)(?: on)?)\s+{_DATE}",
    re.I,
)
_THROUGH = re.compile(rf"(?:through|until|but (?:on or )?before|and before|and prior to)\s+{_DATE}", re.I)
_UNTIL = re.compile(rf"^\W*(?:Until|Before|Prior to|Through)\s+{_DATE}", re.I)

Standing = Literal["past", "current", "future"]


@dataclass(frozen=True)
class Period:
    """The days a text says it is for; the last one included."""

    first: date | None
    last: date | None

    def standing(self, day: date) -> Standing:
        """Where a day lies."""
        if self.first is not None and day < self.first:
            return "future"
        return "past" if self.last is not None and day > self.last else "current"


def find_today(not_before: date = date.min) -> date:
    """Today in Denver; `not_before` where a clock that was set back shows an earlier day."""
    return max(datetime.now(DENVER).date(), not_before)


def read_build_day(version: str) -> date:
    """The day in Denver on which a version of the index was built, from its name; the first of all days where none stands there."""
    try:
        built = datetime.strptime(version.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    except ValueError:
        return date.min
    return built.astimezone(DENVER).date()


def format_day(day: date, language: str) -> str:
    """Write a day as people read it."""
    if language == "es":
        return f"{day.day} de {_SPANISH_MONTHS[day.month - 1]} de {day.year}"
    return f"{day:%B} {day.day}, {day.year}"


def format_weekday(day: date, language: str) -> str:
    """Write a day with its day of the week: "Friday, December 4, 2026"."""
    if language == "es":
        return f"{_SPANISH_WEEKDAYS[day.weekday()]} {format_day(day, language)}"
    return f"{day:%A}, {format_day(day, language)}"


def parse_period(text: str) -> Period | None:
    """Read the days from the opening of a provision: "Beginning July 1, 2024, through June 30, 2025, …".

    None where it opens without a date, which is nearly always.
    """
    opening = text[:160]
    until = _UNTIL.match(opening)
    if until:
        last = _read_date(until)
        is_inclusive = opening.lower().lstrip().startswith("through")
        return Period(None, last if is_inclusive else last - timedelta(days=1)) if last else None
    begins = _FROM.match(opening)
    if begins is None:
        return None
    through = _THROUGH.search(opening, begins.end())
    last = _read_date(through) if through else None
    if through and last and not through.group().lower().startswith("through"):
        last -= timedelta(days=1)
    return Period(_read_date(begins), last)


def _read_date(match: re.Match[str]) -> date | None:
    month, day, year = match.groups()[-3:]
    try:
        return date(int(year), _MONTHS[month.lower()], int(day))
    except ValueError:
        return None


def find_steps(texts: Sequence[str], day: date) -> tuple[Standing | None, ...]:
    """For the members of a list, where each stands on a day; all None unless the list is a schedule.

    A later step ends the one before it, whether or not the earlier says so.
    """
    periods = [parse_period(text) for text in texts]
    if sum(period is not None for period in periods) < 2:
        return tuple(None for _ in texts)
    steps: list[Standing | None] = []
    for number, period in enumerate(periods):
        if period is None:
            steps.append(None)
            continue
        following = next((p.first for p in periods[number + 1 :] if p and p.first), None)
        last = period.last or (following - timedelta(days=1) if following else None)
        steps.append(Period(period.first, last).standing(day))
    return tuple(steps)


def find_repeal_date(section: Section, locator: str) -> date | None:
    """The day on which the text at a pinpoint repeals itself, by its own words or its section's."""
    ends = [section.repeals_on] if section.repeals_on else []
    ends += [
        part.repeals_on
        for part in section.subdivisions
        if part.repeals_on and (locator == part.locator or locator.startswith(part.locator + "("))
    ]
    return min(ends) if ends else None


def find_repealing_entry(section: Section) -> HistoryEntry | None:
    """The act that repealed a section, when its Source note names one."""
    acts = [e for e in section.history if e.is_entire_section and "repealed" in e.actions]
    return acts[-1] if acts else None
