"""The office is open 8 to 5 on business days in Denver, and nobody is told otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from assistant.hours import DENVER, OfficeHours, format_opening, is_business_day


def find(moment: datetime) -> tuple[bool, datetime]:
    state = OfficeHours().find_state(moment)
    return state.is_open, state.changes_at


def test_open_on_a_weekday_until_five() -> None:
    assert find(datetime(2026, 3, 4, 10)) == (True, datetime(2026, 3, 4, 17, tzinfo=DENVER))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 3, 4, 7, 59), datetime(2026, 3, 4, 8, tzinfo=DENVER)),
        (datetime(2026, 3, 4, 17, 0), datetime(2026, 3, 5, 8, tzinfo=DENVER)),
        (datetime(2026, 3, 6, 21, 0), datetime(2026, 3, 9, 8, tzinfo=DENVER)),
        (datetime(2026, 3, 7, 10, 0), datetime(2026, 3, 9, 8, tzinfo=DENVER)),
    ],
)
def test_closed_at_night_and_on_weekends(now: datetime, opens: datetime) -> None:
    assert find(now) == (False, opens)


def test_an_observed_state_holiday_is_skipped() -> None:
    """Independence Day 2026 is a Saturday and is kept on Friday, July 3."""
    assert find(datetime(2026, 7, 3, 10)) == (False, datetime(2026, 7, 6, 8, tzinfo=DENVER))


def test_colorados_own_holiday_counts_and_the_federal_one_does_not() -> None:
    """Frances Xavier Cabrini Day (first Monday of October) replaced Columbus Day."""
    assert not is_business_day(date(2026, 10, 5))
    assert is_business_day(date(2026, 10, 12))


def test_a_moment_elsewhere_is_read_in_denver_time() -> None:
    assert find(datetime(2026, 3, 4, 23, 30, tzinfo=UTC))[0] is True
    assert find(datetime(2026, 3, 5, 0, 30, tzinfo=UTC))[0] is False


@pytest.mark.parametrize(
    ("now", "english", "spanish"),
    [
        (
            datetime(2026, 3, 4, 10),
            "Open now, until 5 pm (Denver time)",
            "Abierta ahora, hasta las 5 p. m. (hora de Denver)",
        ),
        (
            datetime(2026, 3, 6, 21),
            "Closed now, opens Monday at 8 am (Denver time)",
            "Cerrada ahora, abre el lunes a las 8 a. m. (hora de Denver)",
        ),
        (
            datetime(2026, 3, 4, 20),
            "Closed now, opens tomorrow at 8 am (Denver time)",
            "Cerrada ahora, abre mañana a las 8 a. m. (hora de Denver)",
        ),
    ],
)
def test_hours_are_said_in_both_languages(now: datetime, english: str, spanish: str) -> None:
    state = OfficeHours().find_state(now)

    assert format_opening(state, "en") == english
    assert format_opening(state, "es") == spanish


def test_inside_a_sentence_hours_start_small() -> None:
    state = OfficeHours().find_state(datetime(2026, 3, 4, 10))

    assert format_opening(state, "en", inside_sentence=True).startswith("open now")
