"""A real language model on loopback: small, mostly wrong, and never believed without proof."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.pipeline import load_assistant
from assistant.records import Answer, Question
from assistant.runner import Assistant
from assistant.settings import load_assistant_settings
from evals.__main__ import main
from evals.metrics.writing import find_writing
from evals.model_server import MODEL, find_weights, serve_model
from evals.records import Produced
from evals.storage import read_metrics
from ingest.settings import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (ROOT / "data" / "index" / "CURRENT").exists(), reason="no index: python -m index"
    ),
    pytest.mark.skipif(find_weights() is None, reason="no packaged language model: make model"),
]
QUESTION = Question(text="how long can they stop contact visits when he is in restrictive housing")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serve_model() as address:
        yield address


@pytest.fixture(scope="module")
def assistant(server: str) -> Assistant:
    return load_assistant(
        load_assistant_settings().model_copy(
            update={"model": MODEL, "model_timeout_s": 240.0, "use_standard_answers": False}
        )
    )


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    """Without standard answers the model is asked to write."""
    written = assistant.ask(QUESTION)
    assert written.trace.get("write"), written.status
    return written


def test_a_real_model_writes_and_every_sentence_is_judged(answer: Answer) -> None:
    note = find_writing(Produced(case="1", system="assistant", answer=answer, duration_ms=1.0))
    assert note is not None
    assert "failure" not in note
    assert note["released"] or note["dropped"]
    assert all(sentence["faults"] for sentence in note["dropped"])


def test_whatever_it_wrote_the_person_gets_a_cited_answer(answer: Answer, assistant: Assistant) -> None:
    assert answer.outcome == "answered"
    assert answer.citations
    dropped = [sentence["text"] for sentence in answer.trace["write"]["dropped"]]
    assert not [text for text in dropped if text in answer.text]


def test_a_run_with_it_reports_what_was_dropped_and_why(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "retrieval", "--model", MODEL, "--limit", "3", "--out", str(tmp_path / "run")]) == 0
    writing = read_metrics(tmp_path / "run").writing
    assert writing is not None
    assert writing.asked >= writing.shown
    assert bool(writing.dropped) == bool(writing.faults)
    assert "## Language model" in capsys.readouterr().out


def test_when_the_server_is_gone_the_embedded_answer_is_given_and_the_failure_noted() -> None:
    settings = load_assistant_settings().model_copy(
        update={"model": MODEL, "model_timeout_s": 10.0, "use_standard_answers": False}
    )
    with serve_model():
        assistant = load_assistant(settings)
    answer = assistant.ask(QUESTION)
    assert "failure" in answer.trace["write"]
    assert answer.citations
    assert answer.model == "extractive"
