"""What is measured is shown with its goal, and a missed goal is seen."""

from evals.bench import format_bench
from evals.measuring import Measure


def test_a_missed_goal_stands_in_bold_and_a_reached_one_does_not() -> None:
    slow = Measure(name="search p50", unit="ms", ours=41.0, tutorial=12.0, at_most=40.0)
    fine = Measure(name="passages embedded", unit="/s", ours=30.0, at_least=25.0, note="copies")
    lines = format_bench([slow, fine]).splitlines()
    assert lines[2] == "| search p50 | **41.0 ms** | 12.0 ms | ≤ 40 |"
    assert lines[3] == "| passages embedded | 30.0 /s | — | ≥ 25 |"
    assert lines[-1] == "copies"
    assert not slow.holds
    assert not Measure(name="rate", unit="/s", ours=20.0, at_least=25.0).holds
    assert Measure(name="free", unit="s", ours=20.0).holds
