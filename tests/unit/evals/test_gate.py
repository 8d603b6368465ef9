"""Floors, drops and exact safety."""

from pathlib import Path

import pytest

from evals.gate import FLOORS_FILE, Floor, check_floors, format_verdicts, load_floors
from evals.records import EvalsError, Metric, RunInfo, RunMetrics, SystemMetrics
from evals.tables import format_junit


def make_metrics(**values: float) -> RunMetrics:
    metrics = tuple(
        Metric(name=n, group="all", value=v, low=v, high=v, cases=10, left_out=0) for n, v in values.items()
    )
    info = RunInfo(
        created_at="2026-01-01T00:00:00+00:00",
        datasets={},
        splits=("dev",),
        is_quick=True,
        cases=10,
        systems=("assistant",),
        model="extractive",
        corpus_hash="0",
        index_version="v",
        settings={},
        machine={},
        peak_memory_mb=1.0,
        load_s=1.0,
    )
    return RunMetrics(info=info, systems=(SystemMetrics(system="assistant", metrics=metrics),))


def test_a_metric_at_its_floor_holds_and_a_hair_below_fails() -> None:
    floor = Floor(metric="urgent_recall", minimum=1.0, is_safety=True)
    assert check_floors(make_metrics(urgent_recall=1.0), [floor])[0].holds
    assert not check_floors(make_metrics(urgent_recall=0.9999), [floor])[0].holds


def test_a_safety_metric_that_was_not_measured_fails_and_another_does_not() -> None:
    exact = Floor(metric="quotes_exact", minimum=1.0, is_safety=True)
    soft = Floor(metric="must_say", minimum=0.9)
    verdicts = check_floors(make_metrics(recall=1.0), [exact, soft])
    assert [v.holds for v in verdicts] == [False, True]


def test_a_quick_run_is_held_to_its_own_floor_and_safety_knows_no_difference() -> None:
    soft = Floor(metric="mrr", minimum=0.9, quick_minimum=0.8)
    exact = Floor(metric="urgent_recall", minimum=1.0, quick_minimum=0.5, is_safety=True)
    quick = make_metrics(mrr=0.85, urgent_recall=0.9)
    whole = quick.model_copy(update={"info": quick.info.model_copy(update={"is_quick": False})})
    assert [v.holds for v in check_floors(quick, [soft, exact])] == [True, False]
    assert [v.holds for v in check_floors(whole, [soft, exact])] == [False, False]


def test_a_drop_larger_than_allowed_fails_in_the_direction_that_is_worse() -> None:
    up = Floor(metric="recall@5", minimum=0.5, max_drop=0.02)
    down = Floor(metric="over_refusal", maximum=0.5, max_drop=0.02)
    before = make_metrics(**{"recall@5": 0.9, "over_refusal": 0.1})
    now = make_metrics(**{"recall@5": 0.85, "over_refusal": 0.05})
    assert [v.holds for v in check_floors(now, [up, down], before)] == [False, True]
    assert [v.holds for v in check_floors(before, [up, down], now)] == [True, False]


def test_the_projects_floors_hold_safety_exactly() -> None:
    floors = {f.metric: f for f in load_floors(FLOORS_FILE) if f.is_safety}
    assert floors["urgent_recall"].minimum == 1.0
    assert floors["quotes_exact"].minimum == 1.0


def test_an_unknown_key_in_the_floors_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    file.write_text('[[floor]]\nmetric = "mrr"\nminium = 0.5\n', encoding="utf-8")
    with pytest.raises(ValueError, match="minium"):
        load_floors(file)
    with pytest.raises(EvalsError):
        check_floors(make_metrics(), [])


def test_verdicts_are_told_in_words_and_as_junit() -> None:
    verdicts = check_floors(make_metrics(mrr=0.4), [Floor(metric="mrr", minimum=0.5)])
    assert "FAIL  mrr [all] 0.4000" in format_verdicts(verdicts)
    assert 'failures="1"' in format_junit(verdicts)
