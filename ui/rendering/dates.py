"""Days as people write them: June 4, 2025 · 4 de junio de 2025."""

from __future__ import annotations

from datetime import date

from ui.wordings import Wordings


def format_day(day: date, say: Wordings) -> str:
    """Format a day in the language of the wordings."""
    month = say.list("month")[day.month - 1]
    return say("day_form", day=day.day, month=month, year=day.year)
