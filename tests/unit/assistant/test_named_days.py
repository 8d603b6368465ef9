"""A day in a message is read as people mean it, and never made out of "may" or "sat"."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from assistant.named_days import find_named_day
from assistant.records import Language

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("text", "language", "direction", "day"),
    [
        ("our visit is on December 4, by when must I ask?", "en", "future", date(2026, 12, 4)),
        ("we come on 12/4 to see him", "en", "future", date(2026, 12, 4)),
        ("we drive down next Friday", "en", "future", date(2026, 11, 27)),
        ("they arrested him last tuesday and he may get a hearing", "en", "past", date(2026, 11, 17)),
        ("they arrested him three days ago", "en", "past", date(2026, 11, 19)),
        ("it was on the 3rd of November 2026", "en", "past", date(2026, 11, 3)),
        ("mi visita es el próximo viernes", "es", "future", date(2026, 11, 27)),
        ("lo arrestaron ayer", "es", "past", date(2026, 11, 21)),
        ("la audiencia fue el 4 de noviembre", "es", "past", date(2026, 11, 4)),
        ("hace dos semanas que se lo llevaron", "es", "past", date(2026, 11, 8)),
        ("we fly in friday and it is monday now", "en", "future", None),
        ("he may have sat in the hole, cell 12", "en", "past", None),
        ("see 17-2-103(7)", "en", "past", None),
        ("on 99/99 he left", "en", "past", None),
    ],
)
def test_the_day_that_a_message_names(
    text: str, language: Language, direction: Literal["past", "future"], day: date | None
) -> None:
    assert find_named_day(text, language, TODAY, direction) == day
