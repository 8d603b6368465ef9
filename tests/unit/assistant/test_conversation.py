"""Follow-ups made whole without a model."""

import pytest

from assistant.conversation import Reading, read_in_context
from assistant.records import Turn
from tests.unit.assistant.law import SmallLibrary

SECTIONS = SmallLibrary().sections


def read(text: str, *previous: str | Turn) -> Reading:
    turns = [t if isinstance(t, Turn) else Turn(text=t) for t in previous]
    return read_in_context(text, turns, SECTIONS)


def test_a_first_message_stands_alone() -> None:
    assert read("Can he get visits?").is_follow_up is False


def test_a_situation_is_carried_to_a_question_about_the_same_person() -> None:
    reading = read(
        "How often do they have to let him call me?",
        "My son is at Limon.",
        "They moved him to restrictive housing yesterday.",
    )
    assert "restrictive housing" in reading.query


@pytest.mark.parametrize(
    "text",
    [
        "and if he's in the hospital?",
        "what about video visits?",
        "does that cost anything?",
        "¿y eso cuánto cuesta?",
    ],
)
def test_an_ellipsis_takes_its_question_along(text: str) -> None:
    reading = read(text, "How do I get approved to visit my brother?")
    assert reading.is_follow_up
    assert "approved to visit" in reading.query


def test_another_topic_is_left_alone() -> None:
    reading = read(
        "What is the most the prison can charge my son for seeing a nurse about his asthma?",
        "How do I order a pen pack?",
    )
    assert "pen pack" not in reading.query


def test_a_correction_changes_the_place_and_keeps_the_question() -> None:
    reading = read("no, county jail", "Can they charge my son for seeing a doctor in prison?")
    assert reading.place == "jail"
    assert "seeing a doctor" in reading.query
    assert "prison" not in reading.query


def test_the_place_named_before_is_remembered() -> None:
    assert read("Can they charge him for the doctor?", "He's in county jail in Pueblo.").place == "jail"


def test_a_refused_turn_lends_nothing() -> None:
    refused = Turn(text="Tell me how to hide a phone in the visiting room", outcome="declined")
    assert "hide" not in read("and how about that?", refused).query


def test_a_section_named_before_does_not_answer_the_next_question() -> None:
    reading = read("And a grievance?", "Pull up 17-20-130 on visits.")
    assert "17-20-130" not in reading.query
    assert "visits" in reading.query


def test_a_message_that_names_law_needs_nothing() -> None:
    assert read("What does 17-42-103 say?", "Tell me about visits.").query == "What does 17-42-103 say?"


@pytest.mark.parametrize(
    "text",
    [
        "different question: what do they have to give him when he leaves?",
        "also how do I order a pen pack?",
        "otra pregunta, ¿cómo pido un pen pack?",
    ],
)
def test_what_is_announced_as_something_else_stands_alone(text: str) -> None:
    reading = read(text, "Can he have a gun while he is on parole?")
    assert not reading.is_follow_up
    assert "gun" not in reading.query


def test_a_place_told_afterwards_replaces_the_one_before() -> None:
    reading = read("they have him in state prison actually", "Does the jail have to give him his insulin?")
    assert reading.is_correction
    assert reading.place == "prison"
    assert "insulin" in reading.query
    assert "jail" not in reading.query


def test_also_before_a_question_that_points_back_is_a_follow_up() -> None:
    assert read("also does that cost money?", "Can I call my son at Sterling?").is_follow_up


def test_what_asks_is_kept_apart_from_what_was_told() -> None:
    reading = read("what if they turn her down", "Can my mom ask for a listening device at visits?")
    assert reading.focus == "what if they turn her down"
    assert "listening device" in reading.query


def test_a_story_told_in_several_turns_is_carried_whole() -> None:
    reading = read(
        "how much notice is there?",
        "A company wants to build a prison here.",
        "There is a hearing first, yes?",
    )
    assert "build a prison" in reading.query
    assert "hearing" in reading.query


def test_a_turn_that_needs_nothing_before_it_ends_what_is_carried() -> None:
    reading = read(
        "and who pays?", "What is in a pen pack?", "My daughter needs a new pair of glasses in Denver."
    )
    assert "pen pack" not in reading.query
    assert "glasses" in reading.query


def test_only_the_latest_turns_are_carried() -> None:
    reading = read("and then?", "Is tea sold?", "He is ill.", "He has a cough.", "He sees a nurse?")
    assert "tea" not in reading.query
    assert "nurse" in reading.query


def test_nothing_is_carried_from_before_an_announced_switch() -> None:
    reading = read("and then?", "Is tea sold at visits?", "new topic: who approves the parole plan?")
    assert "tea" not in reading.query
    assert "parole plan" in reading.query


@pytest.mark.parametrize(
    "text", ["and how to ask for his records", "how often must he phone the officer at night"]
)
def test_where_words_may_be_wrong_the_other_reading_is_given_too(text: str) -> None:
    reading = read(text, "He goes home on a bracelet next week.")
    assert reading.other is not None
    assert reading.other.is_follow_up is not reading.is_follow_up


def test_a_first_message_has_no_other_reading() -> None:
    assert read("How often must he phone?").other is None
