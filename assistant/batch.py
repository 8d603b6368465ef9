"""Many questions from a file: each answered line is written at once, a bad line is named and skipped."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from assistant.errors import BatchLineError
from assistant.records import Question, Turn
from assistant.runner import Assistant

EXAMPLE = '{"id": "1", "turns": ["can he have a fan in his cell?"]}'


@dataclass(frozen=True)
class BatchResult:
    """How a batch went."""

    answered: int
    bad_lines: int
    seconds: float


def parse_line(line: str, number: int) -> Question:
    """Read one line; raises BatchLineError with its number and what is wrong."""
    try:
        record: dict[str, Any] = json.loads(line)
        turns = record["turns"]
        if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
            raise ValueError('"turns" must be a list of messages with at least one')
        language = record.get("lang") or "auto"
        asked_on = record.get("asked_on")
        return Question(
            id=str(record["id"]),
            text=turns[-1],
            previous=tuple(Turn(text=turn) for turn in turns[:-1]),
            language=language if language in ("en", "es") else "auto",
            asked_on=date.fromisoformat(asked_on) if asked_on else None,
        )
    except KeyError as error:
        raise BatchLineError(f"line {number}: {error} is missing; a line reads {EXAMPLE}") from error
    except RecursionError as error:
        raise BatchLineError(f"line {number}: it is nested too deeply") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise BatchLineError(f"line {number}: {str(error).splitlines()[0]}") from error


def read_lines(file: Path) -> Iterator[tuple[int, str]]:
    """Read the lines that are not blank, with their numbers; odd bytes are kept for the parser to name."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield number, line


def answer_batch(
    assistant: Assistant, source: Path, target: Path, progress: TextIO | None = None
) -> BatchResult:
    """Answer every line of a file into another, flushing after each; progress and bad lines go to stderr.

    Raises OSError when a file cannot be read or written.
    """
    progress = progress or sys.stderr
    started = time.perf_counter()
    answered = bad = 0
    with target.open("w", encoding="utf-8") as out:
        for number, line in read_lines(source):
            try:
                question = parse_line(line, number)
            except BatchLineError as error:
                bad += 1
                print(f"{source.name}, {error}; skipped", file=progress)
                continue
            out.write(assistant.ask(question).model_dump_json() + "\n")
            out.flush()
            answered += 1
            if answered % 25 == 0:
                print(f"{answered} answered", file=progress)
    return BatchResult(answered, bad, time.perf_counter() - started)
