"""Dates as the Code writes them: "July 1, 2026", or "July 1" of a year that is known from elsewhere."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DATE = rf"(?:{'|'.join(MONTHS)}) \d{{1,2}}(?:, \d{{4}})?"
"""A written date; the year may be missing."""

_PARTS = re.compile(rf"(?P<month>{'|'.join(MONTHS)}) (?P<day>\d{{1,2}})(?:, (?P<year>\d{{4}}))?")


def parse_date(text: str, year: int | None = None) -> date | None:
    """Read the first written date of a text; `year` stands in where it gives none. None for no or no real date."""
    match = _PARTS.search(text)
    if match is None or not (match["year"] or year):
        return None
    try:
        return date(int(match["year"] or year or 0), MONTHS.index(match["month"]) + 1, int(match["day"]))
    except ValueError:
        return None
