"""Examples for the encoder: split by section, so that nothing is measured on law that was trained on."""

from __future__ import annotations

import random

from index.records import SurfaceQuestion
from index.training.examples import (
    Example,
    build_batches,
    choose_part,
    choose_question_part,
    choose_questions,
)


def find_number(part: str) -> str:
    """A section number of a part."""
    return next(n for i in range(200) if choose_part(n := f"17-1-{100 + i}") == part)


def make_question(section: str) -> SurfaceQuestion:
    return SurfaceQuestion(
        text="may he",
        language="en",
        source="crs-title-17",
        locator=f"{section}(1)",
        passage_ids=("p",),
        origin="x",
    )


def make_example(number: int, *, spanish: tuple[str, ...] = ()) -> Example:
    return Example(
        locator=f"17-1-{number}(1)",
        section=f"17-1-{number}",
        passage=f"p{number % 90}",
        text="Visits. Text",
        focus="Visits. Text",
        part="train",
        english=(f"first {number}", f"second {number}"),
        spanish=spanish,
    )


def test_a_section_is_in_one_part_and_most_are_for_training() -> None:
    parts = [choose_part(f"17-1-{n}") for n in range(1000)]
    assert 700 < parts.count("train") < 880
    assert parts == [choose_part(f"17-1-{n}") for n in range(1000)]


def test_a_question_answered_in_a_held_back_section_too_is_not_trained_on() -> None:
    train, dev, test = (find_number(part) for part in ("train", "dev", "test"))
    assert choose_question_part(make_question(train), [train]) == "train"
    assert choose_question_part(make_question(train), [train, dev]) == "dev"
    assert choose_question_part(make_question(dev), [dev, test]) == "test"


def test_a_passage_stands_once_in_a_batch_and_a_seed_gives_the_same_batches() -> None:
    examples = [make_example(n) for n in range(300)]
    batches = build_batches(examples, 32, random.Random(5))
    assert all(len({e.passage for e in batch}) == len(batch) <= 32 for batch in batches)
    assert batches == build_batches(examples, 32, random.Random(5))
    assert batches != build_batches(examples, 32, random.Random(6))


def test_a_pair_is_two_questions_of_one_subdivision_often_in_two_languages() -> None:
    example = make_example(1, spanish=("¿puede él?",))
    pairs = [choose_questions(example, random.Random(seed)) for seed in range(50)]
    assert all(a != b and {a, b} <= set(example.questions) for a, b in pairs)
    assert 15 < sum("¿puede él?" in pair for pair in pairs) < 50
