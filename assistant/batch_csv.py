"""A CSV of questions in, a CSV of answers with citations out; what is answered is kept, so a broken run goes on.

Each answer is one line of a file of its own, written at once and without what identifies a person; the file's name
is the digest of the questions, so that the same questions find it again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.conversations_export import format_cell
from assistant.errors import BatchLineError
from assistant.records import Answer, Language, Question
from assistant.redaction import redact
from assistant.redaction_answers import redact_answer
from ingest.records import Record

MAX_ROWS = 2000
MAX_BYTES = 5_000_000
QUESTION_COLUMNS = ("question", "questions", "text", "message", "pregunta")
COLUMNS = (
    "id",
    "question",
    "language",
    "outcome",
    "status",
    "answer",
    "citations",
    "quotes",
    "links",
    "index_version",
)


class BatchRow(Record):
    """One question of a file."""

    id: str
    text: str
    language: Language | None = None
    asked_on: date | None = None


class BatchAnswer(Record):
    """One line of the answers: as it is kept, and as it is given out."""

    id: str
    question: str
    language: str
    outcome: str
    status: str
    answer: str
    citations: str
    quotes: str
    links: str
    index_version: str


def parse_rows(content: bytes) -> tuple[BatchRow, ...]:
    """Read a CSV: a column "question" (or the only column), and where there are any "id", "language", "asked_on".

    Raises BatchLineError with the row and what is wrong.
    """
    if len(content) > MAX_BYTES:
        raise BatchLineError(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    try:
        table = [
            row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise BatchLineError(f"this is not a CSV file: {error}") from error
    if not table:
        raise BatchLineError("the file is empty")
    names = [name.strip().casefold() for name in table[0]]
    column = next((names.index(name) for name in QUESTION_COLUMNS if name in names), None)
    if column is None and len(names) > 1:
        raise BatchLineError('no column is named "question"')
    rows = table[1:] if column is not None else table
    if len(rows) > MAX_ROWS:
        raise BatchLineError(f"the file has {len(rows)} questions; {MAX_ROWS} at most are taken at once")
    return tuple(_parse_row(row, number, names, column) for number, row in enumerate(rows, start=1))


def _parse_row(row: Sequence[str], number: int, names: Sequence[str], column: int | None) -> BatchRow:
    cells = dict(zip(names, row, strict=False)) if column is not None else {}
    text = row[column or 0].strip() if len(row) > (column or 0) else ""
    language = cells.get("language", "").strip().casefold()[:2]
    asked_on = cells.get("asked_on", "").strip()
    try:
        return BatchRow(
            id=cells.get("id", "").strip() or str(number),
            text=text,
            language="es" if language == "es" else "en" if language == "en" else None,
            asked_on=date.fromisoformat(asked_on) if asked_on else None,
        )
    except ValueError as error:
        raise BatchLineError(f'row {number}: asked_on "{asked_on}" is no day like 2026-11-22') from error


@dataclass(frozen=True)
class CsvBatch:
    """The questions of one file and where their answers are kept."""

    rows: tuple[BatchRow, ...]
    folder: Path

    @property
    def file(self) -> Path:
        """Where the answers are kept while the batch goes on."""
        asked = json.dumps([row.model_dump(mode="json") for row in self.rows])
        return self.folder / f"{hashlib.sha256(asked.encode()).hexdigest()[:32]}.jsonl"

    def load_done(self) -> tuple[BatchAnswer, ...]:
        """Load what is answered, in order; a line cut off by a crash ends it."""
        if not self.file.exists():
            return ()
        done: list[BatchAnswer] = []
        for line in self.file.read_text(encoding="utf-8").splitlines():
            try:
                done.append(BatchAnswer(**json.loads(line)))
            except ValueError:
                break
        return tuple(done[: len(self.rows)])

    def answer(self, ask: Callable[[Question], Answer]) -> Iterator[int]:
        """Answer what is not answered yet, one question a step; gives how many are done. Raises OSError."""
        done = self.load_done()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = "".join(answer.model_dump_json() + "\n" for answer in done)
        partial = self.file.with_suffix(".part")
        partial.write_text(kept, encoding="utf-8")
        os.replace(partial, self.file)
        for number in range(len(done), len(self.rows)):
            with self.file.open("a", encoding="utf-8") as out:
                out.write(self._answer_row(self.rows[number], ask).model_dump_json() + "\n")
            yield number + 1

    def forget(self) -> None:
        """Delete what was kept."""
        self.file.unlink(missing_ok=True)

    def _answer_row(self, row: BatchRow, ask: Callable[[Question], Answer]) -> BatchAnswer:
        question = Question(id=row.id, text=row.text, language=row.language or "auto", asked_on=row.asked_on)
        answer = redact_answer(ask(question))
        links = dict.fromkeys(s.url or s.email or s.phone or "" for s in answer.services)
        return BatchAnswer(
            id=redact(row.id),
            question=answer.question,
            language=answer.language,
            outcome=answer.outcome,
            status=answer.status,
            answer=answer.text,
            citations="; ".join(dict.fromkeys(f"[{c.number}] {c.label}" for c in answer.citations)),
            quotes="\n".join(f"[{c.number}] “{c.quote}”" for c in answer.citations),
            links="; ".join(link for link in links if link),
            index_version=answer.index_version,
        )


def delete_old_batches(folder: Path, days: int) -> int:
    """Delete what is kept of batches that nobody touched for so many days, and return how many files went."""
    before = time.time() - days * 24 * 3600
    gone = 0
    for pattern in ("*.jsonl", "*.part"):
        for file in folder.glob(pattern):
            try:
                if file.stat().st_mtime < before:
                    file.unlink()
                    gone += 1
            except OSError:
                continue
    return gone


def format_answers(answers: Sequence[BatchAnswer]) -> bytes:
    """Format answers as CSV that spreadsheets open as UTF-8; no cell runs there."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow(COLUMNS)
    for answer in answers:
        writer.writerow(format_cell(str(getattr(answer, name))) for name in COLUMNS)
    return held.getvalue().encode("utf-8-sig")
