"""Own questions have words of their own."""

from pathlib import Path

import pytest

from evals.cases import find_datasets, load_cases
from evals.overlap import OverlapReport, Wording, format_overlaps, measure_overlaps, read_wordings
from evals.records import Case
from ingest.settings import ROOT


def make_case(text: str) -> Case:
    return Case(id="c1", kind="lay", lang="en", turns=("first", text), expect="answer", dataset="retrieval")


def compare(text: str, *others: str) -> OverlapReport:
    return measure_overlaps([make_case(text)], [Wording("standard_answers/a.toml", o) for o in others])


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Can he call me?", "can he call me"),
        ("¿Cuánto cobra el Dr. López?", "cuanto cobra el dr lopez"),
    ],
)
def test_the_same_words_in_the_same_order_are_exact_whatever_marks_and_accents(text: str, other: str) -> None:
    assert compare(text, other).count("exact") == 1


def test_a_question_with_a_few_words_more_is_near() -> None:
    found = compare("how long does he have to appeal", "how long does he have to appeal a revocation").found
    assert [one.kind for one in found] == ["near"]
    assert found[0].shingles == 1


def test_the_same_words_in_another_order_are_near() -> None:
    assert compare("are parole board votes public", "public votes: are parole board").count("near") == 1


def test_a_common_beginning_alone_is_not_near() -> None:
    text = "does a county jail have to take federal prisoners"
    assert not compare(text, "does a county jail have to do more for a pregnant woman who is sick").found


def test_of_several_askings_the_closest_is_told() -> None:
    report = compare("can my son get his GED", "can my son get his GED inside", "can my son get his GED")
    assert [(one.kind, one.other) for one in report.found] == [("exact", "can my son get his GED")]
    assert "1 exact, 0 near" in format_overlaps(report)


def test_one_or_two_words_are_the_same_whoever_writes_them() -> None:
    assert not compare("help", "help").found


def test_more_questions_too_close_than_allowed_do_not_hold() -> None:
    assert not compare("can he call me", "can he call me").holds
    assert compare("can he call me", "who appoints the director").holds


def test_askings_are_read_from_every_place_the_assistant_learned_from() -> None:
    origins = {wording.origin.split("/")[0] for wording in read_wordings(ROOT)}
    assert {"standard_answers", "passage_questions", "glossary", "screening_examples.jsonl"} <= origins


def test_own_questions_do_not_repeat_what_the_answers_were_written_from() -> None:
    cases = [case for file in find_datasets(()) for case in load_cases(file)]
    report = measure_overlaps(cases, tuple(read_wordings(Path(ROOT))))
    assert sum(report.wordings.values()) > 10_000, "the askings were not found"
    assert report.holds, format_overlaps(report)
