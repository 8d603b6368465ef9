"""What asks how a law came to be is told from what it says, and cut away before the search."""

import pytest

from index.history_questions import asks_history, cut_history
from index.lexical import fold_text


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Which bill made the diaper rule for nursing mothers?", "made the diaper rule for nursing mothers"),
        ("when was the law about library carts added", "library carts"),
        ("What year did they pass the law on barber tools?", "barber tools"),
        ("legislative history of the rule on kitchen work", "kitchen work"),
        ("¿Cuándo se aprobó la ley de talleres?", "talleres"),
        ("when did the statute on court shuttles take effect", "court shuttles"),
    ],
)
def test_the_rule_asked_about_is_what_remains(text: str, subject: str) -> None:
    plain = fold_text(text)
    assert asks_history(plain)
    assert cut_history(plain) == subject


@pytest.mark.parametrize(
    "text",
    [
        "When did his custody level change?",
        "what bill do I pay for his medicine",
        "does intake ask about the history of his illness",
        "when does the new phone law take effect",
        "when was he moved and does he still have his property",
        "What acts count against him?",
        "¿Cuándo lo cambiaron de prisión?",
        "did he pass his class when he was in Sterling",
    ],
)
def test_other_questions_with_the_same_words_are_left_alone(text: str) -> None:
    assert not asks_history(fold_text(text))


def test_a_question_that_is_all_frame_is_searched_as_it_is() -> None:
    assert cut_history("when was it amended") == "when was it amended"
