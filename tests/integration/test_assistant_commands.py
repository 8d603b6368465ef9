"""The commands of the assistant's door."""

import json
from pathlib import Path

import pytest

from assistant.__main__ import main
from index.search import load_searcher

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def index() -> None:
    load_searcher()


def test_ask_prints_an_answer_a_person_can_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "can they take away visits if he's in the hole?"]) == 0
    printed = capsys.readouterr().out
    assert "17-20-130(4)(a)(I)" in printed
    assert "Where to turn" in printed
    assert "not legal advice" in printed


def test_ask_json_is_the_whole_record_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "--asked-on", "2026-08-01", "¿puede llamarme desde el hoyo?"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["language"] == "es"
    assert answer["asked_on"] == "2026-08-01"
    assert answer["citations"]


def test_a_batch_with_a_bad_line_answers_the_others_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "turns": ["who votes on parole"]}\n{"id": 2}\n', encoding="utf-8")
    assert main(["ask", "--batch", str(source), "--out", str(target)]) == 1
    assert "line 2" in capsys.readouterr().err
    assert json.loads(target.read_text(encoding="utf-8"))["id"] == "a"


@pytest.mark.parametrize(
    "arguments",
    [["ask"], ["ask", "x", "--batch", "y"], ["ask", "--batch", "x.jsonl"]],
)
def test_wrong_usage_is_two(arguments: list[str]) -> None:
    assert main(arguments) == 2


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["ask", "x", "--asked-on", "soon"], ["ask", "x", "--language", "fr"], []]
)
def test_wrong_flags_are_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "--batch", "/nonexistent/in.jsonl", "--out", "/nonexistent/out.jsonl"],
        ["ask", "x", "--model", "nosuchprovider:model"],
        ["ask", "x", "--model", "nonsense"],
    ],
)
def test_what_cannot_be_done_is_one_line_and_one(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    told = capsys.readouterr().err.strip()
    assert len(told.splitlines()) == 1
    assert "Traceback" not in told


def test_the_doctor_names_its_checks(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--json"])
    report = json.loads(capsys.readouterr().out)
    names = {check["name"] for check in report["checks"]}
    assert {"corpus", "index", "model files", "language model", "disk", "clock"} <= names
    assert {check["result"] for check in report["checks"]} <= {"ok", "warn", "fail"}


def test_the_standard_answers_are_all_bound_and_usable(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-answers", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["withdrawn"] == []
    assert report["usable"] >= 150
