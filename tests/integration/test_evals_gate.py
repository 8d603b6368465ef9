"""The quick gate: a small fixed subset is asked, scored and reported, and safety has to be whole."""

import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.gate import FLOORS_FILE, check_floors, format_verdicts, load_floors
from evals.storage import read_metrics, read_scores
from ingest.settings import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (ROOT / "data" / "index" / "CURRENT").exists(), reason="no index: python -m index"
    ),
]


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("runs") / "quick"
    assert main(["run", "--quick", "--out", str(directory)]) == 0
    return directory


def test_the_quick_run_holds_the_floors(run_dir: Path) -> None:
    verdicts = check_floors(read_metrics(run_dir), load_floors(FLOORS_FILE))
    assert all(v.holds for v in verdicts), "\n" + format_verdicts(verdicts)


def test_the_gate_command_fails_for_a_floor_out_of_reach(
    run_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text('[[floor]]\nmetric = "mrr"\nminimum = 1.01\n', encoding="utf-8")
    assert main(["gate", str(run_dir), "--floors", str(floors)]) == 1
    assert "FAIL  mrr" in capsys.readouterr().out


def test_scoring_again_from_what_was_stored_gives_the_same_numbers(run_dir: Path) -> None:
    before = read_metrics(run_dir)
    assert main(["score", str(run_dir)]) == 0
    assert read_metrics(run_dir) == before


def test_a_run_compared_with_itself_has_no_differences(
    run_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["compare", str(run_dir), str(run_dir), "--json"]) == 0
    assert all(d["difference"] == 0 for d in json.loads(capsys.readouterr().out))


def test_the_report_is_one_page_that_fetches_nothing(run_dir: Path) -> None:
    html = (run_dir / "report.html").read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert "<svg" in html
    assert "src=" not in html
    assert "<script" not in html
    assert "<testsuite" in (run_dir / "junit.xml").read_text(encoding="utf-8")


def test_questions_of_the_test_half_are_never_shown(run_dir: Path) -> None:
    html = (run_dir / "report.html").read_text(encoding="utf-8")
    hidden = {s.case for s in read_scores(run_dir) if s.split == "test"}
    assert hidden
    assert not [case for case in hidden if f" · {case}<" in html]
