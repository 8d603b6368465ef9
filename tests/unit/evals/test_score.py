"""A run written, read back, scored and reported, without any assistant."""

from pathlib import Path

import pytest

from assistant.records import Answer, Citation, RetrievedPassage
from evals.records import Case, EvalsError, Gold, Produced, RankedText, RunInfo
from evals.report import render_report
from evals.score import score_run
from evals.storage import find_previous_run, read_run, write_run, write_scores
from evals.tables import format_markdown
from evals.worst import measure_badness

QUOTE = "no inmate shall be charged more than five dollars per visit"
SOURCES = {"law": f"(2) {QUOTE}."}


def make_info() -> RunInfo:
    return RunInfo(
        created_at="2026-01-01T00:00:00+00:00",
        datasets={"small": "0"},
        splits=("dev", "test"),
        is_quick=False,
        cases=3,
        systems=("assistant", "bm25"),
        model="extractive",
        corpus_hash="abc",
        index_version="v1",
        settings={"index.use_dense": True},
        machine={"python": "3.11"},
        peak_memory_mb=100.0,
        load_s=1.0,
    )


def make_case(case_id: str, *, split: str = "dev", lang: str = "en", **changes: object) -> Case:
    gold = (Gold(source="law", locator="17-1-113(2)", quote=QUOTE),)
    values: dict[str, object] = {"gold": gold, "expect": "answer", "kind": "lay", **changes}
    return Case.model_validate(
        {
            "id": case_id,
            "lang": lang,
            "turns": (f"<b>{case_id}</b>?",),
            "split": split,
            "dataset": "small",
            **values,
        }
    )


def make_answer(
    case: str, *, outcome: str = "answered", quote: str = QUOTE, language: str = "en"
) -> Produced:
    answer = Answer.model_validate(
        {
            "id": case,
            "question": "q",
            "standalone_question": "q",
            "language": language,
            "outcome": outcome,
            "status": outcome,
            "completeness": "complete",
            "text": "<img src=x> at most five dollars [1]",
            "citations": (
                Citation(
                    number=1,
                    source="law",
                    locator="17-1-113(2)",
                    label="l",
                    quote=quote,
                    url="",
                    authority="statute",
                    legal_status="in_force",
                ),
            ),
            "retrieved": (
                RetrievedPassage(
                    source="law", locator="17-1-113(2)", text=QUOTE, score=1.0, found_by=("dense",)
                ),
            ),
            "timings_ms": {"retrieve": 10.0, "total": 20.0},
        }
    )
    return Produced(case=case, system="assistant", answer=answer, duration_ms=21.0)


@pytest.fixture
def run_dir(tmp_path: Path) -> Path:
    cases = [
        make_case("a"),
        make_case("b", split="test", lang="es"),
        make_case("c", gold=(), expect="crisis"),
    ]
    passage = RankedText(source="law", locator="17-1-113(2)", text=QUOTE)
    other = RankedText(source="law", locator="17-1-101(1)", text="something else entirely in here")
    produced = [
        make_answer("a"),
        make_answer("b", outcome="declined", quote="words that stand nowhere", language="es"),
        make_answer("c", outcome="urgent"),
        Produced(case="a", system="bm25", retrieved=(other, passage), duration_ms=2.0),
        Produced(case="b", system="bm25", retrieved=(other,), duration_ms=3.0),
    ]
    write_run(tmp_path / "run", make_info(), cases, produced, SOURCES)
    return tmp_path / "run"


def test_a_run_is_scored_from_what_was_stored(run_dir: Path) -> None:
    metrics, scores = score_run(read_run(run_dir))
    assert len(scores) == 5
    found = metrics.find("quotes_exact")
    assert found is not None
    assert found.value == pytest.approx(2 / 3, abs=1e-3)
    recall = metrics.find("recall@1", "all", "bm25")
    assert recall is not None
    assert (recall.value, recall.cases) == (0.0, 2)
    refusal = metrics.find("over_refusal")
    assert refusal is not None
    assert (refusal.value, refusal.cases, refusal.left_out) == (0.5, 2, 1)
    gap = metrics.find("outcome_right_es_minus_en")
    assert gap is not None
    assert gap.value == -1.0


def test_the_answers_are_scored_alike_without_what_the_baselines_retrieved(run_dir: Path) -> None:
    whole, _ = score_run(read_run(run_dir))
    for name in ("retrieved.jsonl", "texts.json"):
        (run_dir / name).unlink()
    alone, scores = score_run(read_run(run_dir))
    assert {score.system for score in scores} == {"assistant"}
    assert alone.systems[0] == whole.systems[0]


def test_markdown_tells_what_was_expected_and_given_and_why_sentences_fail(run_dir: Path) -> None:
    text = format_markdown(score_run(read_run(run_dir))[0])
    assert "| answered | 1 | 1 |  |" in text
    assert "## Right kind of reply: expected and given" in text


def test_the_confusion_matrix_counts_expected_against_given(run_dir: Path) -> None:
    metrics, _ = score_run(read_run(run_dir))
    assert metrics.systems[0].confusion == {
        "answered": {"answered": 1, "declined": 1},
        "urgent": {"urgent": 1},
    }
    assert metrics.systems[0].stages_ms["total"] == {"p50": 20.0, "p95": 20.0}


def test_the_report_escapes_what_people_and_sources_wrote(run_dir: Path) -> None:
    run = read_run(run_dir)
    metrics, scores = score_run(run)
    html = render_report(run, metrics, scores)
    assert "<img" not in html
    assert "<b>a</b>" not in html
    assert "langchain" not in html
    assert "BM25 alone" in html
    assert "<th>own dev half</th><th>own test half</th>" in html


def test_the_test_half_stays_out_of_the_worst_cases(run_dir: Path) -> None:
    run = read_run(run_dir)
    metrics, scores = score_run(run)
    worst = max(scores, key=measure_badness)
    assert worst.case == "b"
    assert "&lt;b&gt;b&lt;/b&gt;" not in render_report(run, metrics, scores)


def test_markdown_shows_both_halves_and_every_system(run_dir: Path) -> None:
    metrics, _ = score_run(read_run(run_dir))
    text = format_markdown(metrics)
    assert "| measure | own dev half | own test half | all own (95 %) |" in text
    assert "| BM25 alone | 2 |" in text
    assert "| Right kind of reply | 1.000 | 0.000 | -1.000" in text


def test_the_run_before_is_the_last_scored_one_of_the_same_cases(run_dir: Path) -> None:
    run = read_run(run_dir)
    metrics, scores = score_run(run)
    quick = run.info.model_copy(update={"is_quick": True})
    for name, info in (("20260101", run.info), ("20260102", quick), ("20260103", run.info)):
        write_run(run_dir.parent / name, info, run.cases, run.produced, SOURCES)
        write_scores(run_dir.parent / name, metrics, scores)
    assert find_previous_run(run_dir.parent / "20260103") == (run_dir.parent / "20260101").resolve()
    assert find_previous_run(run_dir.parent / "20260102") is None
    assert find_previous_run(run_dir.parent / "20260101") is None


def test_a_directory_without_a_run_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EvalsError, match="python -m evals run"):
        read_run(tmp_path)
