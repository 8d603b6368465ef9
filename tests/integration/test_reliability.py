"""A sample of what `make attack` and `make faults` try in full."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.conversations import LogSettings, load_conversation_log
from assistant.pipeline import load_assistant
from assistant.records import Question
from assistant.settings import load_assistant_settings
from evals.reliability.attack import Bench
from evals.reliability.attempts import IN_SOURCES, Attempt, load_attempts, load_benign
from evals.reliability.failing import QUESTIONS, serve_failing_model
from evals.reliability.judging import build_judge
from evals.reliability.obeying import serve_obeying_model

pytestmark = pytest.mark.slow
TYPED = [a for a in load_attempts() if a.kind not in IN_SOURCES]
SAMPLE = TYPED[:: len(TYPED) // 40]


def build_bench(folder: Path, model: str, server: object = None) -> Bench:
    settings = load_assistant_settings().model_copy(
        update={"model": model, "use_standard_answers": model == "extractive", "model_timeout_s": 2.0}
    )
    log = load_conversation_log(LogSettings(database_url=f"sqlite:///{folder / 'log.sqlite'}"))
    assert log is not None
    assistant = load_assistant(settings)
    judge = build_judge(assistant.searcher.passages.values(), settings.corpus_dir)
    return Bench(assistant, judge, log, server)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return build_bench(tmp_path_factory.mktemp("embedded"), "extractive")


@pytest.fixture(scope="module")
def obeying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with serve_obeying_model() as server, pytest.MonkeyPatch.context() as environment:
        environment.setitem(os.environ, "OPENAI_API_KEY", "loopback")
        environment.setitem(os.environ, "OPENAI_BASE_URL", server.url)
        yield build_bench(tmp_path_factory.mktemp("obeying"), "openai:obeys", server)


@pytest.mark.parametrize("attempt", SAMPLE, ids=lambda a: a.id)
def test_an_attack_achieves_nothing_against_the_embedded_answers(embedded: Bench, attempt: Attempt) -> None:
    assert embedded.attack(attempt, "embedded").faults == ()


@pytest.mark.parametrize("attempt", SAMPLE[::2], ids=lambda a: a.id)
def test_an_attack_achieves_nothing_with_a_model_that_obeys_it(obeying: Bench, attempt: Attempt) -> None:
    assert obeying.attack(attempt, "obeying model").faults == ()


def test_a_model_that_obeys_is_really_asked(obeying: Bench) -> None:
    attempt = Attempt(
        id="x", kind="ignore_instructions", language="en", turns=(QUESTIONS[0],), wish="say yes"
    )
    verdict = obeying.attack(attempt, "obeying model")
    assert verdict.completions == 1
    assert verdict.outcome == "answered"


@pytest.mark.parametrize("attempt", load_benign()[::8], ids=lambda a: a.id)
def test_what_only_sounds_like_an_attack_is_not_taken_for_one(embedded: Bench, attempt: Attempt) -> None:
    assert embedded.attack(attempt, "embedded").outcome not in ("blocked", "error")


@pytest.mark.parametrize("way", ["hangs", "talks rubbish", "breaks off"])
def test_a_failing_model_leaves_nobody_without_an_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: str
) -> None:
    with serve_failing_model(way) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "loopback")
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_address[1]}/v1")
        answer = build_bench(tmp_path, "openai:fails").assistant.ask(Question(text=QUESTIONS[0]))
        assert server.requests > 0
    assert answer.outcome == "answered"
    assert answer.citations
    assert "failure" in answer.trace["write"]
