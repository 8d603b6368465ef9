"""What a part is worth, and what a model wrote, told from small runs made by hand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.records import Answer
from evals.effects import format_parts, format_writing, name_group
from evals.metrics.writing import name_fault, summarize_writing
from evals.publish import BEGIN, END, README_FILE, insert_section, publish_run
from evals.records import Case, CaseScore, EvalsError, Metric, Produced, RunInfo, RunMetrics, SystemMetrics
from evals.score import measure_effects
from evals.tables import format_headline

INFO = RunInfo(
    created_at="2026-01-01T00:00:00+00:00",
    datasets={"small": "0", "theirs": "1"},
    splits=("test", "given"),
    is_quick=False,
    cases=20,
    systems=("assistant",),
    model="openai:tiny",
    corpus_hash="0",
    index_version="v",
    settings={},
    machine={},
    peak_memory_mb=1.0,
    load_s=1.0,
    command="python -m evals run",
    parts_left_out=("projection",),
)


def make_score(case: str, system: str, split: str, **values: float) -> CaseScore:
    return CaseScore(
        case=case,
        system=system,
        dataset="small",
        kind="lay",
        lang="en",
        split=split,
        values=values,
        expected="answered",
    )


def make_metric(name: str, group: str, value: float) -> Metric:
    return Metric(name=name, group=group, value=value, low=value, high=value, cases=10, left_out=0)


def make_metrics(**changes: Any) -> RunMetrics:
    metrics = (
        make_metric("recall@5", "all", 0.9),
        make_metric("recall@5", "split=test", 0.9),
        make_metric("recall@5", "split=given", 0.7),
        make_metric("recall@5", "dataset=theirs split=given", 0.7),
    )
    return RunMetrics(info=INFO, systems=(SystemMetrics(system="assistant", metrics=metrics),), **changes)


def make_parts() -> RunMetrics:
    scores = []
    for split in ("test", "given"):
        for n in range(10):
            case = f"{split}-{n}"
            scores.append(make_score(case, "search", split, mrr=1.0, **{"recall@1": 1.0, "recall@5": 1.0}))
            lost = 0.0 if n < 8 else 1.0
            without = {"recall@1": lost, "recall@5": 1.0}
            scores.append(make_score(case, "search_without_glossary", split, mrr=lost, **without))
            scores.append(
                make_score(case, "search_without_place", split, mrr=1.0, **{"recall@1": 1.0, "recall@5": 1.0})
            )
    return make_metrics(effects=measure_effects(scores))


def test_a_part_whose_loss_costs_most_stands_first_and_is_told_to_be_real() -> None:
    lines = format_parts(make_parts())
    assert lines[4].startswith("| **whole** | 1.000")
    assert "the glossary (3) | **0.200 (-0.800)** | 1.000 (+0.000)" in lines[5]
    assert "county jail (8) | 1.000 (+0.000)" in lines[6]
    assert "Not there to be switched off: the learned projection" in lines[-1]


def test_long_messages_and_law_without_questions_are_told_apart() -> None:
    rows = [("search", 1.0), ("search_without_place", 1.0), ("search_unasked", 0.8)]
    rows += [("search_unasked_without_glossary", 0.4)]
    scores = [
        make_score(f"c{n}", system, "test", mrr=value, **{"recall@1": 1.0, "recall@5": 1.0})
        for n in range(9)
        for system, value in rows
    ]
    lines = format_parts(make_metrics(effects=measure_effects(scores, {"c1", "c2"})))
    assert "MRR, messages of 40 words or more (2)" in lines[2]
    unasked = lines.index("Over law that nobody has written questions for yet, as a newly added document is:")
    assert lines[unasked + 5].startswith("| without the glossary (3) |")
    assert "**0.400 (-0.400)**" in lines[unasked + 5]


def test_own_cases_and_given_questions_stand_side_by_side_and_are_never_mixed() -> None:
    head, _, row = format_headline(make_metrics())
    assert head == "| measure | own test half | given: theirs | all own (95 %) | cases | left out |"
    assert "| 0.900 | 0.700 | 0.900 (0.900–0.900) |" in row
    assert name_group(make_metrics(), "dev") == "own dev half"
    assert "own test half (10)" in format_parts(make_parts())[2]
    assert "given: theirs (10)" in format_parts(make_parts())[2]


def make_answer(model: str, note: Mapping[str, Any] | None) -> Answer:
    return Answer(
        id="1",
        question="?",
        standalone_question="?",
        language="en",
        outcome="answered",
        status="answered",
        completeness="complete",
        text="",
        model=model,
        trace={"write": note} if note else {},
    )


def make_written() -> tuple[list[Produced], dict[str, Case]]:
    dropped = [
        {
            "text": "He gets 500 visits.",
            "faults": ("far from its quote (0.31)", "numbers not in the quote: 500"),
        },
        {"text": "Visits are fun.", "faults": ("far from its quote (0.12)",)},
    ]
    notes: list[Mapping[str, Any] | None] = [
        {"model": "openai:tiny", "released": ["May."], "dropped": []},
        {"model": "openai:tiny", "released": [], "dropped": dropped},
        {
            "model": "openai:tiny",
            "released": [],
            "dropped": [],
            "failure": "openai:tiny did not answer within 30 s.",
        },
        None,
    ]
    models = ["openai:tiny", "extractive", "extractive", "extractive"]
    produced = [
        Produced(case=str(n), system="assistant", answer=make_answer(model, note), duration_ms=1.0)
        for n, (model, note) in enumerate(zip(models, notes, strict=True))
    ]
    cases = {
        str(n): Case(
            id=str(n), kind="lay", lang="en", turns=("?",), expect="answer", split="dev" if n < 2 else "test"
        )
        for n in range(4)
    }
    return produced, cases


def test_what_a_model_wrote_is_counted_with_why_it_was_dropped() -> None:
    found = summarize_writing(*make_written())
    assert found is not None
    assert (found.asked, found.shown, found.released, found.dropped) == (3, 1, 1, 2)
    assert found.faults == {"far from its quote": 2, "numbers not in the quote": 1}
    assert found.failures == {"openai:tiny did not answer within n s.": 1}
    assert [e.text for e in found.examples] == ["He gets 500 visits.", "Visits are fun."]
    told = "\n".join(format_writing(make_metrics(writing=found)))
    assert "1 were released (33%) and 2 dropped" in told


def test_dropped_sentences_of_the_test_half_are_no_examples() -> None:
    produced, cases = make_written()
    hidden = {k: case.model_copy(update={"split": "test"}) for k, case in cases.items()}
    found = summarize_writing(produced, hidden)
    assert found is not None
    assert found.dropped == 2
    assert found.examples == ()


def test_without_a_model_there_is_nothing_to_tell() -> None:
    produced, cases = make_written()
    assert summarize_writing(produced[3:], cases) is None
    assert format_writing(make_metrics()) == []


def test_faults_are_counted_without_their_particulars() -> None:
    assert name_fault("there is no passage 12") == "there is no passage n"


def test_publishing_writes_history_and_readme_and_twice_is_once(tmp_path: Path) -> None:
    results, readme = tmp_path / "RESULTS.md", tmp_path / "README.md"
    results.write_text("# Results\n\nNewest first.\n\n## 2025 · older\n\nkept\n", encoding="utf-8")
    readme.write_text(f"# Name\n{BEGIN}\nold table\n{END}\nafter\n", encoding="utf-8")
    for _ in range(2):
        publish_run(make_parts(), results, readme)
    history = results.read_text(encoding="utf-8")
    assert history.count("## 2026-01-01 00:00 · `python -m evals run`") == 1
    assert history.index("## 2026") < history.index("## 2025 · older")
    assert history.endswith("kept\n")
    page = readme.read_text(encoding="utf-8")
    assert "old table" not in page
    assert "| The passage that answers is among the first five" in page
    assert page.startswith("# Name\n")
    assert page.endswith("after\n")


def test_a_readme_without_its_place_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    results, readme = tmp_path / "RESULTS.md", tmp_path / "README.md"
    results.write_text("# Results\n", encoding="utf-8")
    readme.write_text("# Name\n", encoding="utf-8")
    with pytest.raises(EvalsError, match="no place"):
        publish_run(make_metrics(), results, readme)
    assert results.read_text(encoding="utf-8") == "# Results\n"


def test_the_readme_has_its_place_for_results() -> None:
    page = README_FILE.read_text(encoding="utf-8")
    assert page.index(BEGIN) < page.index(END)


def test_a_section_goes_below_the_introduction() -> None:
    assert insert_section("# R\n\nintro\n", "## a\n\nx\n") == "# R\n\nintro\n\n## a\n\nx\n"
