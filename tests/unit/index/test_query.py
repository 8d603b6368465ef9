"""What a message asks for."""

from __future__ import annotations

import pytest

from index.query import detect_language, detect_place, fold_query, read_intent, split_questions, weigh_words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("can he get visits?", "en"),
        ("¿puede recibir visitas?", "es"),
        ("mi esposo no tiene dinero en la cuenta", "es"),
        ("17-20-130", "en"),
        ("my son is at La Vista, no visits", "en"),
        ("parole para mi hermano cuando puede salir", "es"),
        ("", "en"),
    ],
)
def test_language_is_told_from_small_words(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("my son is in the county jail", "jail"),
        ("está en la cárcel del condado", "jail"),
        ("he is in state prison", "prison"),
        ("moved from county jail to prison", None),
        ("He was in county jail. Now he is sentenced. Will the prison keep his medicine?", "prison"),
        ("can he have visits", None),
    ],
)
def test_a_place_is_believed_only_when_one_is_named(text: str, place: str | None) -> None:
    assert detect_place(text) == place


def test_old_law_and_history_are_noticed() -> None:
    assert read_intent("was 17-27-105 repealed?").wants_old_law
    assert read_intent("which bill added the phone rule?").wants_history
    plain = read_intent("can he call me?")
    assert not plain.wants_old_law
    assert not plain.wants_history


def test_a_short_message_is_one_question() -> None:
    assert split_questions("Can he call me? He is in seg.") == ()


def test_a_long_message_is_searched_by_its_asking_sentences() -> None:
    text = (
        "Sorry this is long. My son was moved to restrictive housing on Tuesday and nobody told us. "
        "Can they cancel my visit? Also who decides how many calls he gets each week in there?"
    )
    parts = split_questions(text)
    assert len(parts) == 2
    assert parts[0].endswith("Can they cancel my visit?")
    assert parts[1].startswith("Also who decides")


def test_words_that_only_tell_count_less_than_words_that_ask() -> None:
    text = (
        "My neighbour drove us there through snow all the way. Who decides about the visits at the facility?"
    )
    weights = weigh_words(text, split_questions(text), "en")
    assert weights["visit"] == 1.0
    assert weights["snow"] < 1.0


@pytest.mark.parametrize("text", ["a\x00b\u202e c\n\td", "x" * 60_000, "🙂 ¿?"])
def test_any_text_becomes_searchable(text: str) -> None:
    folded = fold_query(text)
    assert folded.isprintable()
    assert len(folded) <= 4000


def test_what_is_named_as_asking_is_the_only_part() -> None:
    text = "Does she get a lamp in her cell at night? Who pays for it?"
    assert split_questions(text, "Who pays for it?") == ("Who pays for it?",)
    weights = weigh_words(text, split_questions(text, "Who pays for it?"), "en")
    assert weights["pay"] > weights["lamp"]


def test_a_message_that_asks_as_a_whole_has_no_parts() -> None:
    assert split_questions("Who pays for it?", "Who pays for it?") == ()
