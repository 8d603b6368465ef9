"""Messages that ask more than one thing."""

import pytest

from assistant.parts import split_parts


@pytest.mark.parametrize(
    "text",
    [
        "Can he still get visits?",
        "My son is at Limon. He is sick. Who do I call?",
        "How long do I have to fight it, and who hears it?",
        "What if she forgets her ID?",
        "",
    ],
)
def test_one_question_is_one_question(text: str) -> None:
    assert split_parts(text) == ()


def test_two_questions_are_two() -> None:
    parts = split_parts("Is the nurse visit free in prison? And how do I send my brother a money order?")
    assert len(parts) == 2
    assert "nurse" in parts[0].asked
    assert "money order" in parts[1].asked


def test_a_second_question_in_one_sentence_is_found() -> None:
    parts = split_parts(
        "How long may they keep him in the hole, and how do I get my new number on his phone list?"
    )
    assert len(parts) == 2
    assert parts[1].asked.startswith("how do I get my new number")


def test_a_vague_question_takes_the_story_along() -> None:
    parts = split_parts(
        "They cancelled my Sunday trip. Is that allowed? What is the visiting policy called so I can read it?"
    )
    assert parts[0].whole == "They cancelled my Sunday trip. Is that allowed?"
    assert parts[0].asked == "Is that allowed?"


def test_a_full_question_takes_the_story_and_not_the_question_before() -> None:
    parts = split_parts(
        "My husband was thrown in the hole. Does the county take his tax refund for child support? "
        "How many telephone calls does a prison allow somebody's elderly mother each week?"
    )
    assert parts[1].told == "My husband was thrown in the hole."


def test_no_more_than_three_parts_are_answered() -> None:
    assert (
        len(
            split_parts(
                "Can he call his mother? Can he write his father? Can he see his dentist? Can he read his books?"
            )
        )
        == 3
    )


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "May he have a lamp in his cell and if the sergeant takes it how long can he complain?",
            "May he have a lamp",
            "how long can he complain",
        ),
        (
            "If she goes home early will they mail her shoes to us, and are they supposed to return the watch?",
            "will they mail her shoes",
            "are they supposed to return the watch",
        ),
        (
            "May I bring a chair to the picnic? And later - some other year, is there a way to bring the dog, he is old.",
            "bring a chair",
            "bring the dog",
        ),
        (
            "Are they going to paint the gate? and after, if it rains can the paint be given back to the shop",
            "paint the gate",
            "paint be given back",
        ),
        (
            "Out last week. 1) do i need a bus pass if i walk to school 2) i broke the lamp, do i call the landlord",
            "bus pass",
            "landlord",
        ),
        (
            "I want to know (a) where I find the garden plan and (b) where do I go for the fence permit",
            "garden plan",
            "fence permit",
        ),
        (
            "For the museum I need two things: what the guide wrote about the painting, and proof of every repair since May.",
            "guide wrote about the painting",
            "proof of every repair",
        ),
    ],
)
def test_a_second_need_is_found_however_it_is_joined(text: str, first: str, second: str) -> None:
    parts = split_parts(text)
    assert len(parts) == 2
    assert first in parts[0].asked
    assert second not in parts[0].asked
    assert second in parts[1].asked
    assert first not in parts[1].asked


@pytest.mark.parametrize(
    "text",
    [
        "If he gets out and can he not find work, who pays the rent?",
        "He walked out and when they found him he was asleep. What happens now?",
        "My sister, she is at the county jail, needs her glasses, and I have them here.",
    ],
)
def test_a_condition_or_a_story_is_no_question(text: str) -> None:
    assert split_parts(text) == ()


def test_the_question_before_is_told_and_not_asked_again() -> None:
    parts = split_parts("Can the family ask for the early hearing? And how long does that take?")
    assert "early hearing" not in parts[1].asked
    assert "early hearing" in parts[1].told


def test_words_that_say_nothing_by_themselves_are_not_searched_alone() -> None:
    parts = split_parts(
        "They moved him to the state hospital. When is that allowed? And who pays for his food there?"
    )
    assert parts[0].focus == ""
    assert parts[1].focus == "And who pays for his food there?"
