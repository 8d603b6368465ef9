"""Constituent Services' hours as the Contact page states them: 8 am to 5 pm Monday through Friday in Denver,
closed on state holidays.

"The Constituent Services Office is open from 8 am to 5 pm Monday through Friday and is closed on state
holidays." State holidays come from the `holidays` library.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from assistant.records import Language
from ingest.records import Record

DENVER = ZoneInfo("America/Denver")
_OPENS = time(8)
_CLOSES = time(17)
_SATURDAY = 5
_LOOK_AHEAD_DAYS = 14

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}


class OpeningState(Record):
    """Whether the office is open at a moment, and when that changes."""

    is_open: bool
    now: datetime
    changes_at: datetime
    """Closing time when open, the next opening when closed; Denver time."""


@lru_cache(maxsize=1)
def load_state_holidays() -> Container[date]:
    """Load Colorado's state holidays, observed days included; years are added as they are asked for."""
    observed: Container[date] = holidays.country_holidays("US", subdiv="CO", observed=True)
    return observed


def is_business_day(day: date, closed: Container[date] | None = None) -> bool:
    """Whether a day is neither a weekend day nor a Colorado state holiday."""
    return day.weekday() < _SATURDAY and day not in (load_state_holidays() if closed is None else closed)


@dataclass(frozen=True)
class OfficeHours:
    """Opening hours on business days, Denver time."""

    opens: time = _OPENS
    closes: time = _CLOSES
    closed: Container[date] | None = field(default=None)
    """Holidays; None means Colorado's own."""

    def find_state(self, now: datetime | None = None) -> OpeningState:
        """Find whether the office is open; a naive moment is taken as Denver time."""
        local = self._to_denver(now)
        if self._is_open_day(local.date()) and self.opens <= local.time() < self.closes:
            return OpeningState(is_open=True, now=local, changes_at=self._at(local.date(), self.closes))
        return OpeningState(is_open=False, now=local, changes_at=self._find_next_opening(local))

    def _find_next_opening(self, local: datetime) -> datetime:
        first = 0 if local.time() < self.opens else 1
        days = (local.date() + timedelta(days=n) for n in range(first, _LOOK_AHEAD_DAYS))
        return self._at(next(day for day in days if self._is_open_day(day)), self.opens)

    def _is_open_day(self, day: date) -> bool:
        return is_business_day(day, self.closed)

    @staticmethod
    def _at(day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, tzinfo=DENVER)

    @staticmethod
    def _to_denver(now: datetime | None) -> datetime:
        if now is None:
            return datetime.now(DENVER)
        return now.replace(tzinfo=DENVER) if now.tzinfo is None else now.astimezone(DENVER)


def format_opening(state: OpeningState, language: Language, *, inside_sentence: bool = False) -> str:
    """Format as "Open now, until 5 pm (Denver time)" or "Closed now, opens Monday at 8 am (Denver time)"."""
    when = format_hour(state.changes_at.time(), language)
    if language == "en":
        line = (
            f"Open now, until {when}"
            if state.is_open
            else f"Closed now, opens {_format_day(state, 'en')} at {when}"
        )
        line += " (Denver time)"
    else:
        day = _format_day(state, "es")
        line = (
            f"Abierta ahora, hasta las {when}" if state.is_open else f"Cerrada ahora, abre {day} a las {when}"
        )
        line += " (hora de Denver)"
    return line[0].lower() + line[1:] if inside_sentence else line


def _format_day(state: OpeningState, language: Language) -> str:
    gap = (state.changes_at.date() - state.now.date()).days
    if gap == 0:
        return "today" if language == "en" else "hoy"
    if gap == 1:
        return "tomorrow" if language == "en" else "mañana"
    name = _WEEKDAYS[language][state.changes_at.weekday()]
    return name if language == "en" else f"el {name}"


def format_hour(moment: time, language: Language) -> str:
    """Format as "8 am" or "8 a. m."."""
    hour = moment.hour % 12 or 12
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    half = "am" if moment.hour < 12 else "pm"
    return f"{hour}{minutes} {half}" if language == "en" else f"{hour}{minutes} {half[0]}. m."
