"""Proposed floors: where the interval ends, and never softer on safety."""

import tomllib
from pathlib import Path

from evals.gate import Floor, load_floors
from evals.propose import format_floors, propose_floor
from evals.records import CaseScore
from tests.unit.evals.test_gate import make_metrics


def make_rows(name: str, values: list[float]) -> list[CaseScore]:
    return [
        CaseScore(
            case=str(n),
            system="assistant",
            dataset="d",
            kind="k",
            lang="en",
            split="dev",
            values={name: v},
            expected="answered",
        )
        for n, v in enumerate(values)
    ]


def test_a_floor_goes_to_the_lower_end_and_the_quick_subset_has_its_own() -> None:
    rows = make_rows("mrr", [1.0] * 80 + [0.0] * 20)
    found = propose_floor(
        Floor(metric="mrr", minimum=0.1, max_drop=0.02), rows, {str(n) for n in range(70, 90)}
    )
    assert found.minimum is not None
    assert found.quick_minimum is not None
    assert 0.7 <= found.minimum < 0.8
    assert found.quick_minimum < 0.4
    assert found.max_drop == 0.02


def test_a_measure_without_a_miss_is_not_held_to_perfection() -> None:
    found = propose_floor(
        Floor(metric="language_right", minimum=0.5), make_rows("language_right", [1.0] * 100), ()
    )
    assert found.minimum == 0.97


def test_a_ceiling_goes_to_the_upper_end() -> None:
    found = propose_floor(
        Floor(metric="over_refusal", maximum=0.9), make_rows("over_refusal", [0.0] * 95 + [1.0] * 5), ()
    )
    assert found.maximum is not None
    assert 0.05 < found.maximum < 0.15


def test_safety_promises_and_what_was_not_measured_stay() -> None:
    rows = make_rows("urgent_recall", [1.0, 0.0]) + make_rows("reading_grade", [3.0, 4.0])
    for floor in (
        Floor(metric="urgent_recall", minimum=1.0, is_safety=True),
        Floor(metric="reading_grade", maximum=8.0),
        Floor(metric="mrr", minimum=0.5),
    ):
        assert propose_floor(floor, rows, ()) == floor


def test_what_is_proposed_is_a_floors_file(tmp_path: Path) -> None:
    floors = (
        Floor(metric="mrr", minimum=0.5, quick_minimum=0.4, max_drop=0.03),
        Floor(metric="quotes_exact", minimum=1.0, is_safety=True),
    )
    text = format_floors(floors, make_metrics(mrr=0.5).info)
    file = tmp_path / "floors.toml"
    file.write_text(text, encoding="utf-8")
    assert load_floors(file) == floors
    assert tomllib.loads(text)["floor"][1]["is_safety"] is True
