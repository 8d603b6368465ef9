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
    assert "nurse" in parts[0]
    assert "money order" in parts[1]


def test_a_second_question_in_one_sentence_is_found() -> None:
    parts = split_parts(
        "How long may they keep him in the hole, and how do I get my new number on his phone list?"
    )
    assert len(parts) == 2
    assert parts[1].startswith("how do I get my new number")


def test_a_vague_question_takes_the_story_along() -> None:
    parts = split_parts(
        "They cancelled my Sunday trip. Is that allowed? What is the visiting policy called so I can read it?"
    )
    assert parts[0] == "They cancelled my Sunday trip. Is that allowed?"


def test_a_full_question_takes_only_the_situation() -> None:
    parts = split_parts(
        "My husband was thrown in the hole. Does the county take his tax refund for child support? "
        "How many telephone calls does a prison allow somebody's elderly mother each week?"
    )
    assert parts[1].endswith("(restrictive housing)")


def test_no_more_than_three_parts_are_answered() -> None:
    assert (
        len(
            split_parts(
                "Can he call his mother? Can he write his father? Can he see his dentist? Can he read his books?"
            )
        )
        == 3
    )
