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


def quote_rules(book: DeadlineBook, *keys: str) -> list[tuple[str, str]]:
    return [(rule.source, rule.quote) for rule in book.rules if rule.id in keys]


@pytest.mark.parametrize(
    "question",
    [
        "my visiting application was denied, how many days do I have to appeal?",
        "me negaron la visita, ¿cuántos días tengo para apelar?",
    ],
)
@pytest.mark.parametrize("shown", [("clergy-denial-appeal",), ("special-visit-request",)])
def test_a_mother_is_never_given_the_clergys_ten_working_days(
    book: DeadlineBook, question: str, shown: tuple[str, ...]
) -> None:
    found = {d.rule.id: d for d in book.find(question, quote_rules(book, *shown), date(2026, 3, 4))}

    assert not found["clergy-denial-appeal"].applies
    assert found["clergy-denial-appeal"].last_day is None


def test_a_pastor_is_given_his_last_day(book: DeadlineBook) -> None:
    quotes = quote_rules(book, "clergy-denial-appeal")
    (found,) = book.find("I am a pastor, how long do I have to appeal the denial?", quotes, date(2026, 3, 4))

    assert found.applies
    assert found.last_day == date(2026, 3, 18)


def test_a_revoked_parolees_appeal_is_not_the_clergys(book: DeadlineBook) -> None:
    quotes = quote_rules(book, "revocation-appeal")
    (found,) = book.find("his parole was revoked, how long does he have to appeal?", quotes, date(2026, 3, 4))

    assert found.rule.id == "revocation-appeal"
    assert found.last_day == date(2026, 4, 3)


def test_only_rules_that_the_answer_quotes_have_a_deadline(book: DeadlineBook) -> None:
    assert book.find("how long before a special visit must I ask?", [("crs-title-17", "No such text.")]) == ()


def test_the_clock_that_is_asked_about_comes_first(book: DeadlineBook) -> None:
    quotes = quote_rules(book, "parole-arrest-complaint", "revocation-hearing-arrest")
    found = book.find("they arrested my brother on his parole, when must the hearing be held?", quotes)

    assert [deadline.rule.id for deadline in found] == [
        "revocation-hearing-arrest",
        "parole-arrest-complaint",
    ]


def test_an_attorneys_hours_are_not_a_mothers(book: DeadlineBook) -> None:
    quotes = quote_rules(book, "attorney-visit-hours")

    assert not book.find("how many hours ahead must I ask to visit?", quotes)[0].applies
    assert book.find("as his attorney, how many hours ahead must I ask?", quotes)[0].applies


def test_working_days_are_never_called_days() -> None:
    assert format_unit("working_days", "en") == "working days"
    assert "working days" in format_unit("working_days", "es")


def test_every_rule_has_its_own_name_and_positive_amount(book: DeadlineBook) -> None:
    assert len({rule.id for rule in book.rules}) == len(book.rules)
    assert all(rule.amount > 0 for rule in book.rules)
