"""Runs the stages of an answer in order, times them, and keeps what each decided.

Only `Assistant.ask` catches everything: whatever breaks, a person gets a sane word and where to turn.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.dates import find_today
from assistant.finish import build_answer, build_error_answer
from assistant.records import Answer, Question
from assistant.state import Emit, Event, TurnState, ignore_event
from index.search import Searcher

Stage = Callable[[TurnState], TurnState]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class NamedStage:
    """A stage and the name under which it is timed and traced."""

    name: str
    run: Stage


@dataclass(frozen=True)
class Assistant:
    """Answers questions; safe to share between threads."""

    searcher: Searcher
    stages: tuple[NamedStage, ...]
    model: str = "extractive"
    today: Callable[[], date] = find_today

    def ask(self, question: Question, emit: Emit = ignore_event) -> Answer:
        """Answer one question; never raises."""
        started = time.perf_counter()
        asked_on = question.asked_on or self.today()
        state = TurnState(question=question, asked_on=asked_on, emit=emit)
        timings: dict[str, float] = {}
        try:
            for stage in self.stages:
                emit(("stage", stage.name))
                begun = time.perf_counter()
                state = stage.run(state)
                timings[stage.name] = (time.perf_counter() - begun) * 1000
            answer = build_answer(
                state, version=self.searcher.version, timings=_sum_timings(timings, started)
            )
        except Exception as error:  # the one place: a person is never left with a traceback
            logger.exception("answering failed")
            answer = build_error_answer(state, error, _sum_timings(timings, started))
        emit(("answer", answer))
        return answer

    def stream(self, question: Question) -> Iterator[Event]:
        """Answer one question as events: stages begun, sentences released by the checker, the answer last."""
        events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        worker = threading.Thread(target=self.ask, args=(question, events.put), daemon=True)
        worker.start()
        while True:
            event = events.get()
            yield event
            if event[0] == "answer":
                return


def _sum_timings(timings: Mapping[str, float], started: float) -> dict[str, float]:
    """Milliseconds as the contract names them, each stage beside them."""
    retrieve = timings.get("retrieve", 0.0)
    total = (time.perf_counter() - started) * 1000
    composing = sum(ms for name, ms in timings.items() if name not in ("screen", "understand", "retrieve"))
    named = {"retrieve": retrieve, "compose": composing, "total": total}
    return {
        name: round(ms, 2) for name, ms in (named | {f"stage:{n}": ms for n, ms in timings.items()}).items()
    }
