"""Reading cases, choosing some of them, and storing a run."""

import json
from pathlib import Path

import pytest

from evals.cases import find_datasets, limit_cases, load_cases, load_given_cases, sample_cases, select_cases
from evals.compare import compare_scores, format_differences
from evals.growth import renumber_title
from evals.plots import Bar, render_histogram, render_intervals
from evals.records import Case, CaseScore, EvalsError
from evals.tutorial import split_sources

LINE = '{"id": "a", "kind": "k", "lang": "en", "turns": ["q"], "expect": "answer"}'


def make_cases(count: int, expect: str = "answer") -> list[Case]:
    return [
        Case.model_validate(
            {"id": f"{expect}-{n}", "kind": "k", "lang": "en", "turns": ("q",), "expect": expect}
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"id": "a"}', "line 1: kind"),
        (f"{LINE}\n{LINE}", "line 2: the id a is used twice"),
        (LINE.replace('"expect"', '"all_needed": [0], "expect"'), "line 1: all_needed"),
        (LINE.replace('"lang": "en"', '"lang": "en", "extra": 1'), "line 1: extra"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(EvalsError, match=said):
        load_cases(file)


def test_an_unknown_dataset_is_told_with_the_known_ones() -> None:
    with pytest.raises(EvalsError, match=r"Known: .*retrieval"):
        find_datasets(("retrievel",))


def test_the_quick_subset_keeps_every_emergency_and_a_fixed_sample() -> None:
    cases = [*make_cases(70), *make_cases(5, "crisis")]
    quick = select_cases(cases, ("dev",), is_quick=True)
    assert sum(c.expect == "crisis" for c in quick) == 5
    assert sum(c.expect == "answer" for c in quick) == 10
    assert quick == select_cases(cases, ("dev",), is_quick=True)
    assert select_cases(cases, ("test",)) == ()
    assert 10 <= len(sample_cases(cases)) <= 45


def test_the_quick_subset_of_our_own_cases_has_every_kind_and_both_halves() -> None:
    cases = [case for file in find_datasets(()) for case in load_cases(file)]
    quick = select_cases(cases, ("dev", "test"), is_quick=True)
    assert {(c.dataset, c.kind) for c in quick} == {(c.dataset, c.kind) for c in cases}
    assert {c.split for c in quick} == {"dev", "test"}
    assert len(quick) < len(cases) / 4


def test_outcomes_follow_from_what_is_expected_unless_named() -> None:
    case = make_cases(1, "crisis")[0]
    assert case.right_outcomes == ("urgent",)
    assert case.model_copy(update={"outcomes": ("declined",)}).right_outcomes == ("declined",)
    assert make_cases(1)[0].must_answer


def make_score(case: str, value: float) -> CaseScore:
    return CaseScore(
        case=case,
        system="assistant",
        dataset="d",
        kind="k",
        lang="en",
        split="dev",
        values={"mrr": value},
        expected="answered",
    )


def test_runs_are_compared_on_the_cases_both_hold() -> None:
    first = [make_score(f"c{n}", 0.0) for n in range(20)]
    second = [make_score(f"c{n}", 1.0) for n in range(5, 30)]
    found = compare_scores(first, second)[0]
    assert (found.cases, found.better, found.worse) == (15, 15, 0)
    assert found.is_real
    assert "**mrr**" in format_differences([found])
    assert not compare_scores(first, first)[0].is_real
    assert compare_scores(first, [make_score("other", 1.0)]) == ()


def test_the_tutorial_cuts_by_characters_and_keeps_the_section_of_a_window() -> None:
    law = "17-1-101. Director. " + "word " * 300 + "\n17-1-102. Definitions. " + "term " * 300
    windows = split_sources({"law": law})
    assert all(len(w.text) <= 1000 for w in windows)
    assert {w.locator for w in windows} == {"17-1-101", "17-1-102"}


def test_a_copied_title_changes_its_section_numbers_only() -> None:
    assert renumber_title("17-22.5-405. Earned time. See section 17-2-201 (5) and 2017-18.", 51) == (
        "51-22.5-405. Earned time. See section 51-2-201 (5) and 2017-18."
    )


def test_plots_escape_their_labels_and_survive_no_data() -> None:
    assert "<script>" not in render_intervals([Bar("<script>", 0.5, 0.4, 0.6)])
    assert render_intervals([]) == ""
    assert render_histogram([], unit="ms") == ""
    assert render_histogram([0.0], unit="ms").startswith("<svg")


def test_given_questions_are_kept_apart_by_split_and_id(tmp_path: Path) -> None:
    file = tmp_path / "theirs.jsonl"
    file.write_text(
        '{"id": "q1", "kind": "lay", "lang": "en", "turns": ["?"], "expect": "answer"}\n', encoding="utf-8"
    )
    (case,) = load_given_cases([file])
    assert (case.id, case.split, case.dataset) == ("theirs/q1", "given", "theirs")
    with pytest.raises(EvalsError, match="no file of questions"):
        load_given_cases([tmp_path / "none.jsonl"])


def test_a_limit_chooses_the_same_cases_in_their_order_whatever_stands_beside_them() -> None:
    cases = tuple(
        Case(
            id=f"c{n}", kind="lay", lang="en", turns=("?",), expect="answer", split="dev" if n % 2 else "test"
        )
        for n in range(40)
    )
    chosen = limit_cases(cases, 7)
    assert len(chosen) == 7
    assert limit_cases(tuple(reversed(cases)), 7) == tuple(reversed(chosen))
    assert [c.id for c in cases if c in chosen] == [c.id for c in chosen]
    assert limit_cases(cases, None) == cases
    assert {c for c in cases if c.split == "test"} <= set(sample_cases(cases))


def test_who_asks_and_notes_may_stand_beside_a_case(tmp_path: Path) -> None:
    file = tmp_path / "others.jsonl"
    line = {
        "id": "a",
        "kind": "k",
        "lang": "en",
        "turns": ["q"],
        "expect": "answer",
        "asker": "aunt",
        "notes": "n",
    }
    file.write_text(json.dumps(line), encoding="utf-8")
    assert load_cases(file)[0].asker == "aunt"
