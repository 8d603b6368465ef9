"""The weakest kinds are named with the step at which their cases were lost."""

import pytest

from evals.records import CaseScore
from evals.weakest import explain_miss, find_weakest, format_weakest, judge_kind

LOST = {"outcome_right": 1.0, "recall@10": 0.0, "evidence_complete": 0.0, "citation_recall": 0.0}


def make_score(
    kind: str, number: int, split: str = "dev", outcome: str = "answered", **values: float
) -> CaseScore:
    return CaseScore(
        case=f"{kind}{number}",
        system="assistant",
        dataset="retrieval",
        kind=kind,
        lang="en",
        split=split,
        values=values,
        expected="answered",
        outcome=outcome,
    )


def make_kind(kind: str, right: int, wrong: int, split: str = "dev") -> list[CaseScore]:
    good = [make_score(kind, n, split, outcome_right=1.0, evidence_complete=1.0) for n in range(right)]
    bad = [make_score(kind, 100 + n, split, **LOST) for n in range(wrong)]
    return [*good, *bad]


def test_the_three_weakest_of_our_own_come_before_those_of_given_questions() -> None:
    scores = [
        *make_kind("a", 9, 1),
        *make_kind("b", 5, 5),
        *make_kind("c", 7, 3),
        *make_kind("d", 8, 2),
        *make_kind("whole", 10, 0),
        *make_kind("e", 1, 9, "given"),
    ]
    found = find_weakest(scores)
    assert [(kind.kind, kind.is_given) for kind in found] == [
        ("retrieval/b", False),
        ("retrieval/c", False),
        ("retrieval/d", False),
        ("retrieval/e", True),
    ]
    assert found[0].reasons == {"the passage is not among the first ten": 5}
    assert found[0].low < found[0].value == 0.5 < found[0].high
    assert format_weakest(found)[0][4] == "the passage is not among the first ten (5)"


def test_a_kind_of_few_cases_is_not_judged() -> None:
    assert judge_kind("x", make_kind("x", 2, 2)) is None


@pytest.mark.parametrize(
    ("values", "outcome", "measure", "said"),
    [
        ({"outcome_right": 0.0}, "declined", "outcome_right", "declined where answered was right"),
        ({"outcome_right": 0.0}, "declined", "evidence_complete", "declined where answered was right"),
        ({"recall@10": 0.5}, "answered", "evidence_complete", "a needed passage is not among the first ten"),
        (
            {"recall@10": 1.0, "citation_recall": 1.0},
            "answered",
            "evidence_complete",
            "the right place is cited",
        ),
        ({"recall@10": 1.0, "citation_recall": 0.5}, "answered", "evidence_complete", "only a part"),
        (
            {"recall@10": 1.0, "citation_recall": 0.0},
            "answered",
            "evidence_complete",
            "another place is quoted",
        ),
        ({"evidence_complete": 1.0}, "answered", "must_say", "quoted whole"),
    ],
)
def test_a_miss_is_explained_by_the_step_that_lost_it(
    values: dict[str, float], outcome: str, measure: str, said: str
) -> None:
    row = make_score("k", 1, outcome=outcome, **values)
    assert said in explain_miss(row, measure)
