"""Clocks keep their unit and their owner."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.deadlines import Deadline, DeadlineBook, format_unit, load_deadlines


@pytest.fixture(scope="module")
def book() -> DeadlineBook:
    return load_deadlines()


def compute(book: DeadlineBook, key: str, start: date) -> Deadline:
    return book.compute(next(rule for rule in book.rules if rule.id == key), start)


def test_ten_calendar_days_before_a_special_visit_count_weekends(book: DeadlineBook) -> None:
    assert compute(book, "special-visit-request", date(2026, 12, 28)).last_day == date(2026, 12, 18)


def test_seven_business_days_before_a_visit_skip_weekends_and_state_holidays(book: DeadlineBook) -> None:
    """Back from Monday 28 December: 24, 23, 22, 21, 18, 17, 16; Christmas does not count."""
    assert compute(book, "ada-visitor-request", date(2026, 12, 28)).last_day == date(2026, 12, 16)


def test_ten_working_days_after_a_denial_skip_new_year(book: DeadlineBook) -> None:
    assert compute(book, "clergy-denial-appeal", date(2026, 12, 28)).last_day == date(2027, 1, 12)


def test_twenty_four_hours_are_a_day_and_business_hours_are_not_guessed(book: DeadlineBook) -> None:
    assert compute(book, "attorney-visit-hours", date(2026, 3, 4)).last_day == date(2026, 3, 3)
    assert compute(book, "attorney-visit-business-hours", date(2026, 3, 4)).last_day is None


def test_a_month_ends_on_the_last_day_there_is(book: DeadlineBook) -> None:
    assert compute(book, "infirmary-visit-wait", date(2026, 1, 31)).last_day == date(2026, 2, 28)


@pytest.mark.parametrize(
    "question",
    [
        "my visiting application was denied, how many days do I have to appeal?",
        "me negaron la visita, ¿cuántos días tengo para apelar?",
    ],
)
def test_a_mother_is_never_given_the_clergys_ten_working_days(book: DeadlineBook, question: str) -> None:
    (found,) = book.find(question, date(2026, 3, 4))

    assert found.rule.id == "clergy-denial-appeal"
    assert not found.applies
    assert found.last_day is None


def test_a_pastor_is_given_his_last_day(book: DeadlineBook) -> None:
    (found,) = book.find("I am a pastor, how long do I have to appeal the denial?", date(2026, 3, 4))

    assert found.applies
    assert found.last_day == date(2026, 3, 18)


def test_attorneys_are_shown_both_lines_of_the_page(book: DeadlineBook) -> None:
    found = book.find("how far in advance must an attorney ask to visit?")

    assert {deadline.rule.id for deadline in found} == {
        "attorney-visit-hours",
        "attorney-visit-business-hours",
    }


def test_a_revoked_parolees_appeal_runs_thirty_days(book: DeadlineBook) -> None:
    found = book.find("his parole was revoked on March 4, how long does he have to appeal?", date(2026, 3, 4))

    assert date(2026, 4, 3) in {deadline.last_day for deadline in found}


def test_what_asks_for_no_time_has_no_deadline(book: DeadlineBook) -> None:
    assert book.find("can my service dog come to the visit") == ()


def test_working_days_are_never_called_days() -> None:
    assert format_unit("working_days", "en") == "working days"
    assert "working days" in format_unit("working_days", "es")


def test_every_rule_has_its_own_name_and_positive_amount(book: DeadlineBook) -> None:
    assert len({rule.id for rule in book.rules}) == len(book.rules)
    assert all(rule.amount > 0 for rule in book.rules)
