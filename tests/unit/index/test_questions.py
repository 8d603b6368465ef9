"""Questions bound to the text they were written from."""

from __future__ import annotations

import json
from pathlib import Path

from index.questions import (
    WrittenQuestions,
    hash_subdivisions,
    load_bindings,
    load_written_questions,
    parse_standard_answer_asks,
    resolve_questions,
    write_bindings,
)
from tests.unit.index.law import make_passage, make_section

SECTION = make_section("17-20-130", ["1", "4", "4 a", "4 a I"])
PASSAGES = (
    make_passage("17-20-130(1)", "first"),
    make_passage(
        "17-20-130(4)",
        "fourth",
        locators=("17-20-130(4)", "17-20-130(4)(a)", "17-20-130(4)(a)(I)"),
        position=1,
    ),
    make_passage("17-20-130", "history", part="notes", position=2),
)
ASKED = WrittenQuestions(
    "crs-title-17", ("17-20-130(4)(a)(I)",), (("en", "how long in the hole"),), "passage_question"
)


def test_a_question_points_to_the_passage_that_holds_its_locator() -> None:
    hashes = hash_subdivisions([SECTION])
    questions, left_out = resolve_questions([ASKED], PASSAGES, hashes, hashes)
    assert [q.passage_ids for q in questions] == [(PASSAGES[1].id,)]
    assert left_out == ()


def test_a_question_about_a_whole_section_points_to_its_first_passage_of_text() -> None:
    asked = WrittenQuestions(
        "crs-title-17", ("17-20-130",), (("en", "what is this section about"),), "passage_question"
    )
    hashes = hash_subdivisions([SECTION])
    (question,), _ = resolve_questions([asked], PASSAGES, hashes, hashes)
    assert question.passage_ids == (PASSAGES[0].id,)


def test_a_question_is_left_out_when_its_text_changed_or_was_never_bound() -> None:
    bindings = hash_subdivisions([SECTION])
    changed = hash_subdivisions([make_section("17-20-130", ["1", "4", "4 a", "4 a I"], text="Other.")])
    questions, left_out = resolve_questions([ASKED], PASSAGES, changed, bindings)
    assert questions == ()
    assert "has changed" in left_out[0]
    _, unbound = resolve_questions([ASKED], PASSAGES, changed, {})
    assert "python -m index bind" in unbound[0]


def test_a_change_below_a_subdivision_changes_its_hash_and_one_beside_it_does_not() -> None:
    before = hash_subdivisions([SECTION])
    after = hash_subdivisions([make_section("17-20-130", ["1", "4", "4 a", "4 a II"])])
    assert before["crs-title-17 17-20-130(4)"] != after["crs-title-17 17-20-130(4)"]
    assert before["crs-title-17 17-20-130(1)"] == after["crs-title-17 17-20-130(1)"]


def test_bindings_are_written_and_read(tmp_path: Path) -> None:
    hashes = hash_subdivisions([SECTION])
    assert write_bindings(tmp_path, [ASKED], hashes) == 1
    assert load_bindings(tmp_path) == {ASKED.keys[0]: hashes[ASKED.keys[0]]}


def test_a_line_that_cannot_be_read_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    directory = tmp_path / "passage_questions"
    directory.mkdir()
    good = {"source": "crs-title-17", "locator": "17-20-130(1)", "en": ["who"], "es": ["quién"]}
    (directory / "a.jsonl").write_text(f"{json.dumps(good)}\n{{broken\n[1]\n", encoding="utf-8")
    written, unreadable = load_written_questions(tmp_path)
    assert [item.texts for item in written] == [(("en", "who"), ("es", "quién"))]
    assert [line.split(" is ")[0] for line in unreadable] == ["a.jsonl line 2", "a.jsonl line 3"]


def test_a_standard_answers_askings_point_to_what_it_quotes_first() -> None:
    asked = parse_standard_answer_asks(
        'id = "visits"\nasks_en = ["can I visit"]\nasks_es = ["puedo visitar"]\n'
        '[[sentences]]\nen = "Ask first."\n'
        '[[sentences]]\nen = "Yes."\nquotes = [{source = "crs-title-17", locator = "17-20-130(1)", text = "x"}]\n'
    )
    assert asked == WrittenQuestions(
        "crs-title-17", ("17-20-130(1)",), (("en", "can I visit"), ("es", "puedo visitar")), "visits"
    )
