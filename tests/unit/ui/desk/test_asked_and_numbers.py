"""Staff see what was asked and why it was answered so, start an answer from a group, and read the numbers."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.conversations import LogSettings, load_conversation_log
from assistant.desk.asked import AskedQuestions
from evals.records import CaseScore, Metric, RunInfo, RunMetrics, SystemMetrics
from evals.storage import write_scores
from tests.unit.assistant.desk.test_asked import build_answer
from tests.unit.ui.desk.conftest import TestDesk, read
from ui.desk.charts import Column, Share, render_columns, render_shares


@pytest.fixture
def asked(desk: TestDesk) -> TestDesk:
    log = load_conversation_log(LogSettings(database_url=f"sqlite:///{desk.folder / 'log.sqlite'}"))
    assert log is not None
    visits = {"17-20-130(4)": 0.5}
    for number, question in enumerate(("visits <b>lost</b>", "perdió la visita")):
        trace = {"screen": {"labels": []}, "check": {"dropped": ["a sentence"]}}
        answer = build_answer(question, outcome="unanswerable", found=visits, trace=trace)
        log.write_turn(str(number) * 24, answer)
    log.write_turn("c" * 24, build_answer("can he call", glossary=[["call", "telephone"]]))
    log.engine.dispose()
    return desk


def choose_turn(app: AppTest, asked: TestDesk, question: str) -> None:
    turns = AskedQuestions(asked.load().engine, 30).list_turns()
    turn = next(turn.id for turn in turns if turn.question == question)
    app.selectbox(key="asked-turn").set_value(turn).run()


def test_nothing_asked_is_said(desk: TestDesk) -> None:
    for page in ("desk-asked", "desk-numbers"):
        app = desk.open("reader", page)
        assert not app.exception
        assert "No question is kept" in app.info[0].value


def test_questions_are_listed_filtered_and_one_is_shown_whole(asked: TestDesk) -> None:
    app = asked.open("reader", "desk-asked")
    assert not app.exception
    assert len(app.dataframe[0].value) == 3
    app.multiselect(key="asked-outcome").set_value(["unanswerable"]).run()
    assert set(app.dataframe[0].value["Question (personal details removed)"]) == {
        "visits <b>lost</b>",
        "perdió la visita",
    }
    choose_turn(app, asked, "perdió la visita")
    assert not app.exception
    assert list(app.dataframe[1].value["Pinpoint"]) == ["17-20-130(4)"]
    assert {expander.label.split(" ·")[0] for expander in app.expander} == {"screen", "check"}
    assert "<b>lost" not in read(app)
    assert not [button for button in app.button if button.key == "asked-delete"]


def test_an_editor_deletes_a_conversation_and_the_log_says_so(asked: TestDesk) -> None:
    app = asked.open("editor", "desk-asked")
    choose_turn(app, asked, "can he call")
    app.button(key="asked-delete").click().run()
    assert not app.exception
    assert len(app.dataframe[0].value) == 2
    assert asked.load().audit.list_entries()[0].action == "conversation.delete"


def open_groups(asked: TestDesk, role: str) -> AppTest:
    app = asked.open(role, "desk-asked")  # type: ignore[arg-type]
    return app.radio(key="asked-view").set_value("Unanswered or rated wrong, grouped").run()


def test_poor_answers_are_one_group_over_two_languages(asked: TestDesk) -> None:
    app = open_groups(asked, "reader")
    assert not app.exception
    assert "2 questions without a good answer, in 1 groups." in read(app)
    assert "Asked 2 times" in read(app)
    assert not [button for button in app.button if button.label == "Start a standard answer"]


def test_numbers_are_drawn_and_listed(asked: TestDesk) -> None:
    app = asked.open("reader", "desk-numbers")
    assert not app.exception
    assert "desk-column" in read(app)
    assert list(app.dataframe[0].value["Questions"]) == [3]
    assert list(app.dataframe[0].value["Unanswered (share)"]) == [0.6667]
    app.toggle(key="numbers-weekly").set_value(True).run()
    assert not app.exception


def test_runs_of_another_shape_are_left_out(asked: TestDesk, tmp_path: Path) -> None:
    from ui.desk.numbers import load_runs

    (tmp_path / "runs" / "1").mkdir(parents=True)
    (tmp_path / "runs" / "1" / "metrics.json").write_text('{"of": "another shape"}')
    assert load_runs(tmp_path / "runs") == {}
    assert load_runs(tmp_path / "nowhere") == {}


def test_a_column_chart_says_its_numbers_and_runs_nothing() -> None:
    columns = [Column("<script>", 4, 1), Column("b", 0)]
    drawn = render_columns(columns, title="Asked", unit="ms", part="unanswered")
    assert "<script>" not in drawn
    assert "&lt;script&gt;: 4 ms, 1 unanswered" in drawn
    assert 'aria-label="Asked"' in drawn
    assert render_columns([], title="none") == ""
    assert "height:0.0px" in render_columns([Column("a", 0)], title="zero")


def test_a_share_shows_its_value_and_interval() -> None:
    drawn = render_shares([Share("a <b>", 0.5, 0.4, 0.6)], title="Run")
    assert "0.500 (0.400 … 0.600)" in drawn
    assert "width:50.0%" in drawn
    assert "a <b>" not in drawn
    assert render_shares([], title="none") == ""


def write_run(folder: Path, name: str, right: list[float]) -> None:
    info = RunInfo(
        created_at="2026-11-22T00:00:00+00:00",
        datasets={},
        splits=("test",),
        is_quick=False,
        cases=len(right),
        systems=("assistant",),
        model="extractive",
        corpus_hash="",
        index_version="",
        settings={},
        machine={},
        peak_memory_mb=1.0,
        load_s=1.0,
    )
    mean = sum(right) / len(right)
    metric = Metric(
        name="outcome_right", group="all", value=mean, low=mean, high=mean, cases=len(right), left_out=0
    )
    metrics = RunMetrics(info=info, systems=(SystemMetrics(system="assistant", metrics=(metric,)),))
    scores = [
        CaseScore(
            case=str(number),
            system="assistant",
            dataset="outcomes",
            kind="other",
            lang="en",
            split="test",
            values={"outcome_right": value},
            expected="answered",
        )
        for number, value in enumerate(right)
    ]
    (folder / name).mkdir(parents=True)
    write_scores(folder / name, metrics, scores)


def test_two_runs_are_listed_and_compared(desk: TestDesk) -> None:
    write_run(desk.load().settings.runs_dir, "first", [0.0] * 20 + [1.0] * 10)
    write_run(desk.load().settings.runs_dir, "second", [1.0] * 30)
    app = desk.open("reader", "desk-numbers")
    assert not app.exception
    assert list(app.dataframe[0].value["Run"]) == ["second", "first"]
    assert "desk-track" in read(app)
    difference = app.dataframe[1].value.iloc[0]
    assert (difference["Before"], difference["After"], difference["More than chance"]) == (0.333, 1.0, "yes")
    assert difference["Better / worse"] == "20 / 0"
