"""Many questions from a file."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from assistant.batch import answer_batch, parse_line
from assistant.errors import BatchLineError
from assistant.records import Answer, Question
from assistant.runner import Assistant, NamedStage
from assistant.state import TurnState
from tests.unit.assistant.law import SmallLibrary


class StubSearcher(SmallLibrary):
    version = "test"


def make_assistant() -> Assistant:
    def answer(state: TurnState) -> TurnState:
        raise RuntimeError("no index in this test")

    return Assistant(searcher=StubSearcher(), stages=(NamedStage("only", answer),))  # type: ignore[arg-type]


def test_turns_before_the_last_are_the_conversation() -> None:
    question = parse_line('{"id": 7, "turns": ["a", "b", "c"], "lang": "es", "asked_on": "2026-07-01"}', 1)
    assert question.id == "7"
    assert question.text == "c"
    assert [turn.text for turn in question.previous] == ["a", "b"]
    assert question.language == "es"
    assert question.asked_on == date(2026, 7, 1)


@pytest.mark.parametrize(
    "line",
    ["nonsense", "[]", '{"id": "x"}', '{"turns": ["a"]}', '{"id": "x", "turns": []}', '{"id": "x", "turns": [1]}',
     '{"id": "x", "turns": "a"}', '{"id": "x", "turns": ["a"], "asked_on": "yesterday"}'],
)  # fmt: skip
def test_a_bad_line_is_named_with_its_number(line: str) -> None:
    with pytest.raises(BatchLineError, match="line 12"):
        parse_line(line, 12)


@pytest.mark.parametrize("line", ["[" * 5000, '{"id": 1, "turns": ' + "[" * 3000])
def test_a_line_that_is_nested_too_deeply_is_named_like_any_bad_line(line: str) -> None:
    with pytest.raises(BatchLineError, match="line 3: it is nested too deeply"):
        parse_line(line, 3)


def test_a_bad_line_is_skipped_and_counted_and_the_others_are_answered(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        '{"id": "a", "turns": ["x"]}\nbroken\n\n{"id": "b", "turns": ["y"]}\n', encoding="utf-8"
    )
    said = io.StringIO()
    result = answer_batch(make_assistant(), source, target, said)
    assert (result.answered, result.bad_lines) == (2, 1)
    assert "line 2" in said.getvalue()
    assert [json.loads(line)["id"] for line in target.read_text(encoding="utf-8").splitlines()] == ["a", "b"]


def test_a_failure_of_ours_is_an_answer_with_where_to_turn() -> None:
    answer = make_assistant().ask(Question(text="can he have visits"))
    assert answer.outcome == "error"
    assert "cdoc@state.co.us" in answer.text
    assert "no index in this test" in answer.trace["error"]


def test_the_stream_ends_with_the_answer() -> None:
    events = list(make_assistant().stream(Question(text="x")))
    assert events[0] == ("stage", "only")
    assert isinstance(events[-1][1], Answer)
