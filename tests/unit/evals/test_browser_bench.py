import pytest

from evals.browser_bench import PEOPLE, count_strangers, name_person
from evals.records import EvalsError
from evals.visitors import Exchange


def build_exchange(drawn: str) -> Exchange:
    return Exchange(question="q", first_s=0.1, whole_s=0.2, drawn=drawn)


def test_everybody_writes_a_word_of_their_own() -> None:
    names = {name_person(person) for person in range(PEOPLE)}
    assert len(names) == PEOPLE
    assert not any(one in other for one in names for other in names if one != other)


def test_a_page_that_shows_anothers_word_is_counted() -> None:
    mine, other = name_person(0), name_person(1)
    people = [[build_exchange(mine), build_exchange(f"{mine} {other}")], [build_exchange(other)]]
    assert count_strangers(people) == 1


def test_a_person_whose_own_question_is_not_drawn_fails_the_run() -> None:
    with pytest.raises(EvalsError, match="own question"):
        count_strangers([[build_exchange("somebody's page")]])
