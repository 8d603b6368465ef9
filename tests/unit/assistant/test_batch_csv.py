"""Questions from a CSV: read as spreadsheets write them, answered once, gone on with after a break."""

import os
import time
from pathlib import Path

import pytest

from assistant.batch_csv import CsvBatch, delete_old_batches, format_answers, parse_rows
from assistant.errors import BatchLineError
from assistant.records import Answer, Question
from tests.unit.ui.answers import build_answer


class Counting:
    """Answers and counts; breaks at the question it is told to."""

    def __init__(self, breaks_at: int = 0) -> None:
        self.asked: list[str] = []
        self.breaks_at = breaks_at

    def ask(self, question: Question) -> Answer:
        if self.breaks_at and len(self.asked) + 1 == self.breaks_at:
            raise KeyboardInterrupt
        self.asked.append(question.text)
        return build_answer(question=question.text, standalone_question=question.text)


def test_columns_are_found_by_name() -> None:
    (row,) = parse_rows("﻿ID,Question,Language\r\na,¿Cómo visito?,es\r\n".encode())
    assert (row.id, row.text, row.language) == ("a", "¿Cómo visito?", "es")


def test_a_single_column_without_a_name_is_the_questions() -> None:
    assert [row.text for row in parse_rows(b"How do I visit?\nCan he call?\n")] == [
        "How do I visit?",
        "Can he call?",
    ]


def test_a_spreadsheets_own_encoding_is_read() -> None:
    assert parse_rows("question\n¿Cuánto cuesta?\n".encode("cp1252"))[0].text == "¿Cuánto cuesta?"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no column"),
        (b"question,asked_on\nx,tomorrow\n", "row 1"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, why: str) -> None:
    with pytest.raises(BatchLineError, match=why):
        parse_rows(content)


def test_a_broken_batch_goes_on_where_it_stopped(tmp_path: Path) -> None:
    rows = parse_rows(b"question\none\ntwo\nthree\n")
    broken = Counting(breaks_at=3)
    with pytest.raises(KeyboardInterrupt):
        list(CsvBatch(rows, tmp_path).answer(broken.ask))
    batch = CsvBatch(rows, tmp_path)
    with batch.file.open("a", encoding="utf-8") as file:
        file.write('{"id": "cut of')
    again = Counting()
    assert list(batch.answer(again.ask)) == [3]
    assert again.asked == ["three"]
    assert [answer.question for answer in batch.load_done()] == ["one", "two", "three"]
    batch.forget()
    assert batch.load_done() == ()


def test_what_is_kept_and_given_out_is_redacted_and_runs_nowhere(tmp_path: Path) -> None:
    rows = parse_rows(b'question\n"My son Marcus Whitfield DOC# 184532"\n=1+1\n')
    batch = CsvBatch(rows, tmp_path)
    list(batch.answer(Counting().ask))
    written = format_answers(batch.load_done()).decode("utf-8-sig")
    assert "Whitfield" not in written + batch.file.read_text(encoding="utf-8")
    assert "'=1+1" in written
    assert "C.R.S. § 17-20-130(4)(a)(I)" in written


def test_what_is_kept_of_a_batch_goes_with_the_conversations(tmp_path: Path) -> None:
    old, new = (CsvBatch(parse_rows(f"question\n{text}\n".encode()), tmp_path) for text in ("old", "new"))
    for batch in (old, new):
        list(batch.answer(Counting().ask))
    before = time.time() - 31 * 24 * 3600
    os.utime(old.file, (before, before))
    assert delete_old_batches(tmp_path, 30) == 1
    assert old.load_done() == ()
    assert len(new.load_done()) == 1
    assert delete_old_batches(tmp_path / "none", 30) == 0
