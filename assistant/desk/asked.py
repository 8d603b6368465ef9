"""What people ask: the kept turns as staff look through them, redacted as they were stored.

Nothing older than the retention is shown, and the id of a conversation, which opens it, never leaves the store.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import ValidationError

from assistant.conversations import FEEDBACK, TURNS
from assistant.conversations_export import format_cell
from assistant.desk.grouping import MAX_GROUPED, Traits, group_alike
from assistant.desk.records import StoreError
from assistant.desk.tables import find_now, translating
from assistant.records import Answer
from index.lexical import split_terms
from ingest.records import Record

DENVER = ZoneInfo("America/Denver")
UNANSWERED = ("unanswerable", "error")
MIN_CHANCE = 0.1
"""Of a topic, from which it says what a question is about."""
Feedback = Literal["right", "wrong", "none"]


class AskedFilters(Record):
    """Which turns are looked at; what is empty filters nothing."""

    outcomes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    since: date | None = None
    """First and last day, in Denver."""
    until: date | None = None
    words: str = ""
    """Words that stand in the question, in any case."""


class AskedTurn(Record):
    """One question as it was kept, with how it ended."""

    id: str
    asked_at: datetime
    """UTC."""
    question: str
    outcome: str
    status: str
    language: str
    topic: str
    """The standard answer that was used; empty for none."""
    duration_ms: float
    verdict: str = ""
    reasons: str = ""
    comment: str = ""

    @property
    def asked_on(self) -> date:
        """The day in Denver."""
        return self.asked_in_denver.date()

    @property
    def asked_in_denver(self) -> datetime:
        """The time on the clocks of Denver."""
        return self.asked_at.replace(tzinfo=ZoneInfo("UTC")).astimezone(DENVER)

    @property
    def is_poor(self) -> bool:
        """Whether nothing was answered, or the person said that the answer was wrong."""
        return self.outcome in UNANSWERED or self.verdict == "wrong"


@dataclass(frozen=True)
class AskedGroup:
    """Questions that ask for the same thing, the most typical first."""

    turns: tuple[AskedTurn, ...]
    locators: tuple[str, ...]
    """What the search found for most of them."""


@dataclass(frozen=True)
class AskedQuestions:
    """The kept turns of one store."""

    engine: sa.Engine
    retention_days: int

    def list_turns(
        self, filters: AskedFilters | None = None, limit: int | None = None
    ) -> tuple[AskedTurn, ...]:
        """List turns, newest first, each with the last feedback on it. Raises StoreError."""
        held = filters or AskedFilters()
        query = self._select(
            held, [c for c in TURNS.c if c.name not in ("answer", "conversation", "position")]
        )
        with translating("The questions could not be read."), self.engine.connect() as connection:
            rows = {row["id"]: row for row in connection.execute(query).mappings()}
        turns = [AskedTurn(**{k: "" if v is None else v for k, v in row.items()}) for row in rows.values()]
        if held.feedback:
            turns = [turn for turn in turns if (turn.verdict or "none") in held.feedback]
        turns.sort(key=lambda turn: turn.asked_at, reverse=True)
        return tuple(turns[:limit])

    def load_answer(self, turn: str) -> Answer | None:
        """Load one turn's answer with its trace; None where it is not kept any more. Raises StoreError."""
        query = sa.select(TURNS.c.answer).where(TURNS.c.id == turn, TURNS.c.asked_at >= self._find_oldest())
        with translating("The answer could not be read."), self.engine.connect() as connection:
            text = connection.execute(query).scalar()
        try:
            return Answer.model_validate_json(text) if text is not None else None
        except ValidationError as error:
            raise StoreError("The answer was kept by a program of another shape.") from error

    def delete_conversation_of(self, turn: str) -> None:
        """Delete the whole conversation that a turn belongs to, with its feedback. Raises StoreError."""
        conversation = sa.select(TURNS.c.conversation).where(TURNS.c.id == turn).scalar_subquery()
        held = sa.select(TURNS.c.id).where(TURNS.c.conversation == conversation)
        with translating("The conversation could not be deleted."), self.engine.begin() as connection:
            ids = list(connection.execute(held).scalars())
            connection.execute(FEEDBACK.delete().where(FEEDBACK.c.turn.in_(ids)))
            connection.execute(TURNS.delete().where(TURNS.c.id.in_(ids)))

    def group_turns(self, turns: Sequence[AskedTurn]) -> tuple[AskedGroup, ...]:
        """Group turns by meaning, the largest group first; the latest MAX_GROUPED are taken. Raises StoreError."""
        taken = tuple(turns[:MAX_GROUPED])
        query = sa.select(TURNS.c.id, TURNS.c.answer).where(TURNS.c.id.in_([turn.id for turn in taken]))
        with translating("The questions could not be read."), self.engine.connect() as connection:
            answers = {row.id: row.answer for row in connection.execute(query)}
        traits = [read_traits(answers.get(turn.id), turn.question) for turn in taken]
        return tuple(
            AskedGroup(tuple(taken[n] for n in group), name_common(traits[n].found for n in group))
            for group in group_alike(traits)
        )

    def _select(self, filters: AskedFilters, columns: Sequence[sa.Column[Any]]) -> sa.Select[Any]:
        query = (
            sa.select(*columns, FEEDBACK.c.verdict, FEEDBACK.c.reasons, FEEDBACK.c.comment)
            .join(FEEDBACK, FEEDBACK.c.turn == TURNS.c.id, isouter=True)
            .where(TURNS.c.asked_at >= self._find_oldest())
            .order_by(FEEDBACK.c.given_at)
        )
        for column, wanted in (
            (TURNS.c.outcome, filters.outcomes),
            (TURNS.c.language, filters.languages),
            (TURNS.c.topic, filters.topics),
        ):
            if wanted:
                query = query.where(column.in_(wanted))
        if filters.since:
            query = query.where(TURNS.c.asked_at >= begin_day(filters.since))
        if filters.until:
            query = query.where(TURNS.c.asked_at < begin_day(filters.until + timedelta(days=1)))
        for word in filters.words.split():
            query = query.where(TURNS.c.question.icontains(word, autoescape=True))
        return query

    def _find_oldest(self) -> datetime:
        return find_now() - timedelta(days=self.retention_days)


def find_today() -> date:
    """Return today in Denver."""
    return datetime.now(DENVER).date()


def begin_day(day: date) -> datetime:
    """Return when a day begins in Denver, in UTC without a zone."""
    return datetime.combine(day, time(), DENVER).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def read_traits(text: str | None, question: str) -> Traits:
    """Read from a stored answer what was found, what the question came near, and how the search read it."""
    try:
        answer = Answer.model_validate_json(text or "{}")
    except ValidationError:
        return Traits({}, {}, frozenset(split_terms(question)))
    noted = {stage: held for stage, held in answer.trace.items() if isinstance(held, dict)}
    judged = noted.get("topic", {}).get("judged")
    topics = {str(key): float(chance) for key, chance in judged} if isinstance(judged, list) else {}
    need = noted.get("need", {})
    if need.get("need"):
        topics[str(need["need"])] = float(need.get("chance", 0.0))
    searched = str(noted.get("retrieve", {}).get("searched") or question)
    return Traits(
        found={f"{passage.source} {passage.locator}": passage.score for passage in answer.retrieved},
        topics={key: chance for key, chance in topics.items() if chance > MIN_CHANCE},
        words=frozenset(split_terms(searched)),
    )


def name_common(found: Iterable[Mapping[str, float]]) -> tuple[str, ...]:
    """Name the pinpoints that weigh most over several questions, at most three."""
    total: dict[str, float] = {}
    for one in found:
        for key, score in one.items():
            total[key] = total.get(key, 0.0) + score
    return tuple(key.split(" ", 1)[1] for key in sorted(total, key=lambda key: -total[key])[:3])


def format_turns(turns: Iterable[AskedTurn]) -> str:
    """Format turns as CSV; no cell runs in a spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(AskedTurn.model_fields)
    for turn in turns:
        writer.writerow(format_cell(str(value)) for value in turn.model_dump().values())
    return file.getvalue()
