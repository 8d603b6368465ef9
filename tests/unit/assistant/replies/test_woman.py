"""A letter about a woman says "she", and leaves the law's own words alone."""

import pytest

from assistant.replies.template import load_words
from assistant.replies.woman import tells_of_woman, write_of_woman


@pytest.mark.parametrize(
    ("letter", "is_woman"),
    [
        ("My daughter is at Denver Women's. Her doctor stopped her medicine.", True),
        ("My son is at Limon and his doctor stopped his medicine.", False),
        ("My husband is at Limon. Our daughter wants to see him.", False),
        ("My sister is inside and my brother wants to visit her. She is ill and she asks for him.", True),
        (
            "They searched my niece, made her take off her shirt, and she is 16. We left without seeing him.",
            False,
        ),
        ("The lady at the desk said no and she was rude, she did not listen.", False),
    ],
)
def test_the_person_inside_is_a_woman_only_where_the_email_says_so(letter: str, is_woman: bool) -> None:
    words = load_words()
    assert tells_of_woman(letter, words.woman_inside, words.woman, words.man) is is_woman


def test_he_is_written_she_in_the_offices_own_words() -> None:
    told = "He may see his doctor. Ask him himself, the choice is his."
    assert write_of_woman(told) == "She may see her doctor. Ask her herself, the choice is hers."


def test_the_words_of_the_law_stay() -> None:
    assert (
        write_of_woman("The law says “if he asks” of his visit.") == "The law says “if he asks” of her visit."
    )
    assert write_of_woman("He or she may come with his lawyer.") == "He or she may come with his lawyer."
