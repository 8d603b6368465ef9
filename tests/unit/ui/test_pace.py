"""A family never meets the limit, a script does; nobody loses their question to it."""

from ui.chat.pace import MOST_ADDRESSES, AddressBook, TokenBucket
from ui.settings import UiSettings

SETTINGS = UiSettings()


def start_visit() -> TokenBucket:
    return TokenBucket(SETTINGS.visit_burst, SETTINGS.visit_per_minute)


def test_a_family_that_asks_every_ten_seconds_for_two_hours_never_waits() -> None:
    book, own = AddressBook(), start_visit()
    waits = [book.admit(own, "192.0.2.1", SETTINGS, now) for now in range(0, 7200, 10)]
    assert set(waits) == {0.0}


def test_ten_families_behind_one_address_never_wait() -> None:
    book, visits = AddressBook(), [start_visit() for _ in range(10)]
    waits = [
        book.admit(own, "192.0.2.1", SETTINGS, now + n / 10)
        for now in range(0, 1800, 8)
        for n, own in enumerate(visits)
    ]
    assert set(waits) == {0.0}


def test_a_script_in_one_visit_waits_after_the_first_twenty() -> None:
    book, own = AddressBook(), start_visit()
    waits = [book.admit(own, None, SETTINGS, 0.0) for _ in range(25)]
    assert waits[:20] == [0.0] * 20
    assert all(0 < wait <= 6 for wait in waits[20:])


def test_a_script_that_begins_a_visit_for_every_question_waits_all_the_same() -> None:
    book = AddressBook()
    waits = [book.admit(start_visit(), "192.0.2.7", SETTINGS, n / 100) for n in range(1000)]
    asked = waits.count(0.0)
    assert SETTINGS.address_burst <= asked <= SETTINGS.address_burst + 21
    assert book.admit(start_visit(), "192.0.2.8", SETTINGS, 10.0) == 0.0


def test_who_waited_as_long_as_was_said_may_ask() -> None:
    book, own = AddressBook(), start_visit()
    for _ in range(20):
        book.admit(own, None, SETTINGS, 0.0)
    wait_s = book.admit(own, None, SETTINGS, 0.0)
    assert book.admit(own, None, SETTINGS, wait_s) == 0.0


def test_waiting_costs_nothing() -> None:
    book, own = AddressBook(), start_visit()
    for _ in range(500):
        last = book.admit(own, None, SETTINGS, 1.0)
    assert last <= 6


def test_an_address_is_forgotten_when_its_allowance_is_full_again() -> None:
    book = AddressBook()
    book.admit(start_visit(), "192.0.2.1", SETTINGS, 0.0)
    book.admit(start_visit(), "192.0.2.2", SETTINGS, 60.0)
    assert list(book.buckets) == ["192.0.2.2"]


def test_no_flood_of_addresses_fills_the_memory() -> None:
    book = AddressBook()
    for n in range(MOST_ADDRESSES + 500):
        book.admit(start_visit(), f"2001:db8::{n:x}", SETTINGS, 0.0)
    assert len(book.buckets) <= MOST_ADDRESSES + 1
