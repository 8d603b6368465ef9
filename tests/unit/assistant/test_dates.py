"""The day an answer speaks for."""

from datetime import date

import pytest

from assistant.dates import (
    Period,
    find_repeal_date,
    find_steps,
    find_today,
    format_day,
    parse_period,
    read_build_day,
)
from tests.unit.assistant.law import SmallLibrary


@pytest.mark.parametrize(
    ("text", "period"),
    [
        (
            "Beginning July 1, 2024, through June 30, 2025, the department shall",
            Period(date(2024, 7, 1), date(2025, 6, 30)),
        ),
        ("Beginning July 1, 2026, and thereafter, the department shall", Period(date(2026, 7, 1), None)),
        ("On and after January 1, 2025, a person", Period(date(2025, 1, 1), None)),
        ("Until July 1, 2027, the board", Period(None, date(2027, 6, 30))),
        (
            "Effective July 1, 2023, but before July 1, 2024, the jail",
            Period(date(2023, 7, 1), date(2024, 6, 30)),
        ),
        ("The department shall, on and after July 1, 2024, report", None),
        ("A person has visitation rights.", None),
    ],
)
def test_the_days_are_read_from_the_opening(text: str, period: Period | None) -> None:
    assert parse_period(text) == period


STEPS = (
    "Beginning September 1, 2023, through June 30, 2024, twenty-five percent;",
    "Beginning July 1, 2024, through June 30, 2025, thirty-five percent;",
    "Beginning July 1, 2025, seventy-five percent; and",
    "Beginning July 1, 2026, and thereafter, one hundred percent.",
)


@pytest.mark.parametrize(
    ("day", "current"),
    [
        (date(2024, 6, 30), 0),
        (date(2024, 7, 1), 1),
        (date(2025, 7, 1), 2),
        (date(2026, 6, 30), 2),
        (date(2026, 7, 1), 3),
    ],
)
def test_the_step_changes_on_the_day_the_rate_changes(day: date, current: int) -> None:
    assert [n for n, step in enumerate(find_steps(STEPS, day)) if step == "current"] == [current]


def test_a_list_without_dates_is_no_schedule() -> None:
    assert find_steps(("The name;", "The date;"), date(2026, 1, 1)) == (None, None)


def test_a_section_that_repeals_itself_has_its_day() -> None:
    section = SmallLibrary().sections["17-40-108"]
    assert find_repeal_date(section, "17-40-108(1)") == date(2026, 6, 30)


def test_days_are_written_in_both_languages() -> None:
    assert format_day(date(2026, 7, 1), "en") == "July 1, 2026"
    assert format_day(date(2026, 7, 1), "es") == "1 de julio de 2026"


def test_no_answer_speaks_for_a_day_before_its_index_was_built() -> None:
    assert read_build_day("20940101T062807036930-fb3552f6") == date(2093, 12, 31)
    assert find_today(read_build_day("20940101T062807036930-fb3552f6")) == date(2093, 12, 31)


@pytest.mark.parametrize("version", ["", "test", "2094", "fake-20940101T062807036930"])
def test_a_version_without_a_day_does_not_move_today(version: str) -> None:
    assert read_build_day(version) == date.min
    assert find_today(read_build_day(version)) == find_today()
