"""Rules with a clock: the rule's own words, its unit, from when it runs, and whom it binds.

A last day is computed only for the person the rule is about: the ten working days are the clergy's, and a
family is told so instead of being given a date. Working and business days leave out weekends and Colorado
state holidays; "business hours" are not defined by the page, so no moment is made up for them.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from assistant.errors import naming_file
from assistant.hours import is_business_day
from assistant.records import Language
from assistant.screening.text import fold
from index.lexical import split_terms
from ingest.records import Record
from ingest.settings import ROOT

DEADLINES_FILE = ROOT / "corpus" / "deadlines.toml"
DeadlineUnit = Literal[
    "calendar_days", "days", "business_days", "working_days", "hours", "business_hours", "months"
]
Direction = Literal["before", "after"]
_HOURS_IN_DAY = 24

_ASKS_DEADLINE = re.compile(
    r"(?<![a-z])(?:deadline|last day|by when|how (?:long|soon|many days)|how much time|when (?:must|do|does|should|is|can)"
    r"|too late|within|time (?:limit|left|to)|plazo|ultimo dia|hasta cuando|cuant[oa]s? (?:tiempo|dias)|fecha limite|vence)"
    r"(?![a-z])"
)


class DeadlineText(Record):
    """A phrase in both languages."""

    en: str
    es: str

    def in_language(self, language: Language) -> str:
        """The phrase in one language."""
        return self.en if language == "en" else self.es


class DeadlineRule(Record):
    """One rule with a clock (`corpus/deadlines.toml`)."""

    id: str
    source: str
    locator: str
    quote: str
    amount: int
    unit: DeadlineUnit
    direction: Direction
    acts: tuple[str, ...]
    """Who must act: visitor, inmate, clergy, attorney, parolee, board, department, jail, victim, …"""
    runs_from: DeadlineText
    who: DeadlineText
    asker: tuple[str, ...] = ()
    """Patterns of words by which the one the rule is for is known; empty: anybody may be told the day."""
    mistaken: tuple[str, ...] = ()
    """Patterns of words of those who take the rule for their own."""
    note: DeadlineText | None = None


class Deadline(Record):
    """What a rule with a clock gives for one question."""

    rule: DeadlineRule
    applies: bool
    """False: the rule binds or helps somebody else, and no day is computed."""
    start: date | None = None
    last_day: date | None = None
    """None when the rule is another's, no date was given, or the unit cannot be counted in days."""


@dataclass(frozen=True)
class DeadlineBook:
    """The rules with a clock, and how to find and count them."""

    rules: tuple[DeadlineRule, ...]
    closed: Container[date] | None = None
    """Days that are no business days; None means Colorado's state holidays."""

    def find(
        self, question: str, quotes: Sequence[tuple[str, str]], start: date | None = None
    ) -> tuple[Deadline, ...]:
        """Find the rules that an answer's quotes, as (source, text), state; each counted from `start`.

        Those that share most words with the question come first. A rule that is for somebody else than the asker comes back with `applies` False, and so does one that the
        asker takes for their own (the clergy's ten working days for an appeal).
        """
        folded = fold(question)
        told = [rule for rule in self.rules if _is_quoted(rule, quotes)]
        sources = {source for source, _ in quotes}
        if _ASKS_DEADLINE.search(folded):
            told += [
                r
                for r in self.rules
                if r not in told and r.source in sources and _has_any(r.mistaken, folded)
            ]
        words = frozenset(split_terms(question))
        told.sort(key=lambda rule: -len(words & frozenset(split_terms(rule.quote))))
        return tuple(
            Deadline(rule=rule, applies=False, start=start)
            if rule.asker and not _has_any(rule.asker, folded)
            else self.compute(rule, start)
            for rule in told
        )

    def compute(self, rule: DeadlineRule, start: date | None) -> Deadline:
        """Compute the last day, counting from the day after the event (or back from the day before it)."""
        last_day = None if start is None else self._count(rule, start)
        return Deadline(rule=rule, applies=True, start=start, last_day=last_day)

    def _count(self, rule: DeadlineRule, start: date) -> date | None:
        sign = -1 if rule.direction == "before" else 1
        match rule.unit:
            case "calendar_days" | "days":
                return start + timedelta(days=sign * rule.amount)
            case "business_days" | "working_days":
                return self._count_business_days(start, sign, rule.amount)
            case "hours" if rule.amount % _HOURS_IN_DAY == 0:
                return start + timedelta(days=sign * rule.amount // _HOURS_IN_DAY)
            case "months":
                return _add_months(start, sign * rule.amount)
            case _:
                return None

    def _count_business_days(self, start: date, sign: int, amount: int) -> date:
        day = start
        while amount:
            day += timedelta(days=sign)
            amount -= is_business_day(day, self.closed)
        return day


_UNITS: Mapping[DeadlineUnit, DeadlineText] = {
    "calendar_days": DeadlineText(en="calendar days", es="días de calendario"),
    "days": DeadlineText(en="days", es="días"),
    "business_days": DeadlineText(en="business days", es="días hábiles (business days)"),
    "working_days": DeadlineText(en="working days", es="días laborables (working days)"),
    "hours": DeadlineText(en="hours", es="horas"),
    "business_hours": DeadlineText(en="business hours", es="horas hábiles (business hours)"),
    "months": DeadlineText(en="months", es="meses"),
}


def load_deadlines(path: Path = DEADLINES_FILE) -> DeadlineBook:
    """Load the rules with a clock; raises ContentError, naming the file, where it cannot be read."""
    with naming_file(path):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["deadline"]
        return DeadlineBook(tuple(DeadlineRule(**entry) for entry in entries))


def format_unit(unit: DeadlineUnit, language: Language) -> str:
    """Name a unit without blurring it: a working day is never just a day."""
    return _UNITS[unit].in_language(language)


def _is_quoted(rule: DeadlineRule, quotes: Sequence[tuple[str, str]]) -> bool:
    return any(
        source == rule.source and (rule.quote in text or text in rule.quote) for source, text in quotes
    )


def _has_any(patterns: Sequence[str], folded: str) -> bool:
    return bool(patterns) and re.search(rf"(?<![a-z])(?:{'|'.join(patterns)})(?![a-z])", folded) is not None


def _add_months(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
