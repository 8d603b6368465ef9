"""Misspelt danger words are repaired, ordinary words never."""

from __future__ import annotations

import pytest

from assistant.screening.patterns import load_patterns
from assistant.screening.spelling import build_spelling_repair, measure_distance
from assistant.screening.text import fold, split_sentences


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("siezure", "seizure"),
        ("unconcious", "unconscious"),
        ("threatend", "threatened"),
        ("funral", "funeral"),
    ],
)
def test_near_spellings_of_danger_words_are_repaired(written: str, meant: str) -> None:
    assert load_patterns().repair(written) == meant


@pytest.mark.parametrize(
    "word", ["treatment", "building", "surgical", "override", "collections", "breaking", "hallway", "overdue"]
)
def test_ordinary_words_are_left_alone(word: str) -> None:
    assert load_patterns().repair(word) == word


def test_the_first_letter_must_agree() -> None:
    repair = build_spelling_repair(["seizure"], [])

    assert repair("leizure") == "leizure"


@pytest.mark.parametrize(
    ("left", "right", "edits"), [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "xbcd", 2)]
)
def test_distance_counts_a_swap_once(left: str, right: str, edits: int) -> None:
    assert measure_distance(left, right) == edits


def test_folding_drops_case_accents_apostrophes_and_hidden_marks() -> None:
    assert fold("¿Él  DON\u2019T\u200b caaaan’t?") == "¿el dont caant?"


def test_sentences_end_at_marks_and_line_breaks() -> None:
    assert split_sentences("he is in. a jail\ncan i visit? yes") == (
        "he is in",
        "a jail",
        "can i visit",
        "yes",
    )


def test_a_word_of_thousands_of_letters_is_left_alone_and_costs_nothing() -> None:
    endless = "suicidle" * 500
    assert load_patterns().repair(endless) == endless
