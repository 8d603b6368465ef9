"""A message that names no subject is asked back, one that names any is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.records import Turn
from assistant.screening import load_screener
from assistant.screening.examples import ORDINARY_FILE, ScreeningExample, load_examples
from assistant.screening.rules import Screener

PROBES = [
    json.loads(line)
    for line in Path(__file__).with_name("vague_probes.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def screener() -> Screener:
    return load_screener()


def is_asked_back(screener: Screener, text: str) -> bool:
    return screener(text).find("clarification") is not None


@pytest.mark.parametrize("example", [e for e in load_examples() if e.labels == ("clarification",)])
def test_what_names_no_subject_is_asked_back(screener: Screener, example: ScreeningExample) -> None:
    assert is_asked_back(screener, example.text)


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: str(probe["text"]))
def test_a_message_is_asked_back_exactly_when_it_names_no_subject(
    screener: Screener, probe: dict[str, str | bool]
) -> None:
    assert is_asked_back(screener, str(probe["text"])) is not probe["names_subject"]


def test_ordinary_questions_are_not_asked_back(screener: Screener) -> None:
    ordinary = load_examples(ORDINARY_FILE)

    asked_back = [e.text for e in ordinary if is_asked_back(screener, e.text)]

    assert len(asked_back) <= 2


@pytest.mark.parametrize(
    ("vague", "clear"),
    [
        ("can he get it back?", "can he get his phone time back?"),
        ("what are my rights", "what are my rights as a visitor"),
        ("when can I come", "when can I come to visit"),
        ("help with my son", "help with my son's parole"),
        ("¿se lo devuelven?", "¿le devuelven su buen tiempo?"),
        ("they denied it", "they denied the visit"),
    ],
)
def test_one_word_of_a_subject_makes_it_a_question(screener: Screener, vague: str, clear: str) -> None:
    assert is_asked_back(screener, vague)
    assert not is_asked_back(screener, clear)


def test_whom_to_turn_to_is_a_question(screener: Screener) -> None:
    assert not is_asked_back(screener, "I don't know who to turn to about my son")


def test_inside_a_conversation_the_turn_before_names_the_subject(screener: Screener) -> None:
    before = (Turn(text="can they take away his phone calls"),)

    assert screener("can he get it back?", before).find("clarification") is None


def test_danger_is_heard_before_anything_is_asked_back(screener: Screener) -> None:
    assert "clarification" not in {label.status for label in screener("they will kill my son").labels}
