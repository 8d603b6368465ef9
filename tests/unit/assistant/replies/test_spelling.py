"""Spanish written by ear is read as it was meant, and names stay."""

import pytest

from assistant.replies.asking import find_asked
from assistant.replies.spelling import respell


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("kiero saber kuando sale", "quiero saber cuando sale"),
        ("pueden aser eso?", "pueden hacer eso?"),
        ("Ke tengo ke aser pa vicitar?", "Que tengo que hacer para visitar?"),
        ("mi hijo Kevin está en Kit Carson", "mi hijo Kevin está en Kit Carson"),
        ("¿cómo puedo visitarlo?", "¿cómo puedo visitarlo?"),
    ],
)
def test_what_was_written_as_it_sounds_is_put_right(heard: str, written: str) -> None:
    assert respell(heard) == written


def test_a_question_that_was_spelled_by_ear_is_found() -> None:
    sentence = respell("kiero saber como le ago pa ke lo regresen serca de mi")
    assert [asked.text for asked in find_asked([sentence])] == [
        "como le hago para que lo regresen cerca de mi"
    ]
