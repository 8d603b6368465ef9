"""Where to turn next is chosen by rule: from the question's need, and from the pages the cited text names.

Facts (addresses, numbers) come from `corpus/services.toml` alone; which service fits is data in
`assistant/data/service_rules.toml`; why it is shown is worded in `assistant/wordings.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.errors import naming_file
from assistant.hours import OfficeHours, format_opening
from assistant.records import Language, Outcome, Service
from assistant.screening.text import fold
from assistant.wordings import Wordings, load_wordings
from ingest.records import Record
from ingest.settings import ROOT

SERVICES_FILE = ROOT / "corpus" / "services.toml"
RULES_FILE = Path(__file__).parent / "data" / "service_rules.toml"
LAST_RESORT = "constituent-services"
_MAX_SERVICES = 5
_MAX_URGENT = 6
"""Beside danger every door that screening names is shown, the office for the next working day too."""
_LEADING_CITATIONS = 2
_ASKED = 12.0
_HINTED = 3.0
_NAMED_FIRST = 14.0
"""What a reviewed answer's own door counts: less than one that the question asks for, more than one it touches on."""
_NAMED = 8.0
_NO_LAST_RESORT: frozenset[Outcome] = frozenset({"redirected", "blocked", "clarification"})
_LABELLED_ONLY: frozenset[Outcome] = frozenset({"urgent", "blocked", "redirected"})


class ServiceFacts(Record):
    """One entry of `corpus/services.toml`."""

    key: str
    title: str
    url: str | None = None
    email: str | None = None
    phone: str | None = None
    note: str = ""
    verified: str = ""


@dataclass(frozen=True)
class ServiceRule:
    """When a service fits: words that ask for it or touch on it, words of cited text, headings of cited passages."""

    service: str
    weight: int
    asks: re.Pattern[str] | None
    hints: re.Pattern[str] | None
    cites: re.Pattern[str] | None
    headings: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    leads: re.Pattern[str] | None

    def score(self, question: str, texts: Sequence[str], locators: Sequence[str]) -> float:
        """Score the fit on folded texts: what was asked counts most, then what the first citations name."""
        is_vetoed = self.unless is not None and self.unless.search(question) is not None
        points = 0.0
        if self.asks is not None and self.asks.search(question) and not is_vetoed:
            points += _ASKED + self.weight
        elif self.hints is not None and self.hints.search(question) and not is_vetoed:
            points += _HINTED + self.weight / 4
        for position, (text, locator) in enumerate(zip(texts, locators, strict=True)):
            names_it = self.cites is not None and self.cites.search(text) is not None
            under_it = self.headings is not None and self.headings.search(locator) is not None
            if names_it or under_it:
                points += (6 if position < _LEADING_CITATIONS else 2) * (0.4 if is_vetoed else 1.0)
                points += self.weight / 4
                break
        return points


@dataclass(frozen=True)
class ServiceDesk:
    """Chooses services and words them for the person asking."""

    facts: Mapping[str, ServiceFacts]
    rules: tuple[ServiceRule, ...]
    wordings: Wordings
    office: OfficeHours

    def choose(
        self,
        question: str,
        *,
        language: Language,
        outcome: Outcome = "answered",
        labelled: Sequence[str] = (),
        cited_texts: Sequence[str] = (),
        cited_locators: Sequence[str] = (),
        named: Sequence[str] = (),
        now: datetime | None = None,
    ) -> tuple[Service, ...]:
        """Choose one to five services, the most specific first.

        `labelled` are keys that screening asks for, `named` keys that a standard answer names; cited texts
        and locators are parallel, in citation order.
        """
        chosen = [*labelled, *named]
        if outcome not in _LABELLED_ONLY:
            chosen = [*labelled, *self.rank(question, cited_texts, cited_locators, named)]
        keys = list(dict.fromkeys(key for key in chosen if key in self.facts))
        keys = self._end_with_last_resort(keys, outcome)
        if outcome not in _LABELLED_ONLY and self._is_asked_first(LAST_RESORT, question):
            keys = [LAST_RESORT, *(key for key in keys if key != LAST_RESORT)]
        return tuple(self.describe(key, language, now) for key in keys)

    def rank(
        self,
        question: str,
        cited_texts: Sequence[str],
        cited_locators: Sequence[str],
        named: Sequence[str] = (),
    ) -> list[str]:
        """Rank the keys whose rules fit, and those an answer names, best first."""
        folded = fold(question)
        texts = [fold(text) for text in cited_texts]
        locators = [fold(locator) for locator in cited_locators]
        scores = {rule.service: rule.score(folded, texts, locators) for rule in self.rules}
        for position, key in enumerate(named):
            scores[key] = scores.get(key, 0.0) + (_NAMED if position else _NAMED_FIRST)
        fitting = [key for key, score in scores.items() if score > 0 and key != LAST_RESORT]
        ranked = sorted(fitting, key=lambda key: -scores[key])
        return [*ranked[:_MAX_SERVICES], LAST_RESORT] if scores.get(LAST_RESORT) else ranked[:_MAX_SERVICES]

    def describe(self, key: str, language: Language, now: datetime | None = None) -> Service:
        """Describe one service in a language, with its hours where it has them."""
        facts = self.facts[key]
        wording = self.wordings.service(key, language)
        hours = format_opening(self.office.find_state(now), language) if key == LAST_RESORT else None
        return Service(
            key=key,
            title=wording.title or facts.title,
            url=facts.url,
            email=facts.email,
            phone=facts.phone,
            why=wording.why,
            hours=hours,
        )

    def _is_asked_first(self, key: str, question: str) -> bool:
        """Whether the question asks for this place before any other."""
        folded = fold(question)
        return any(rule.service == key and rule.leads and rule.leads.search(folded) for rule in self.rules)

    def _end_with_last_resort(self, keys: list[str], outcome: Outcome) -> list[str]:
        rest = [key for key in keys if key != LAST_RESORT]
        if outcome in _NO_LAST_RESORT and LAST_RESORT not in keys:
            return rest[:_MAX_SERVICES]
        if outcome == "urgent":
            return keys[:_MAX_URGENT]
        return [*rest[: _MAX_SERVICES - 1], LAST_RESORT]


def load_service_facts(path: Path = SERVICES_FILE) -> dict[str, ServiceFacts]:
    """Load the register of services by key; raises ContentError, naming the file, where it cannot be read."""
    with naming_file(path):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["services"]
        return {entry["key"]: ServiceFacts(**entry) for entry in entries}


def load_service_rules(path: Path = RULES_FILE) -> tuple[ServiceRule, ...]:
    """Load the rules; a malformed pattern raises ValueError with the service's key."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    return tuple(_parse_rule(entry) for entry in entries)


def load_service_desk(services_file: Path = SERVICES_FILE, office: OfficeHours | None = None) -> ServiceDesk:
    """Load everything that choosing services needs."""
    return ServiceDesk(
        facts=load_service_facts(services_file),
        rules=load_service_rules(),
        wordings=load_wordings(),
        office=office or OfficeHours(),
    )


def choose_services(
    desk: ServiceDesk, question: str, language: Language, **given: Any
) -> tuple[Service, ...]:
    """Choose services with a loaded desk; see `ServiceDesk.choose` for what may be given."""
    return desk.choose(question, language=language, **given)


def _parse_rule(entry: Mapping[str, Any]) -> ServiceRule:
    def compile_patterns(key: str) -> re.Pattern[str] | None:
        patterns: Iterable[str] = entry.get(key, ())
        joined = "|".join(f"(?:{pattern})" for pattern in patterns)
        try:
            return re.compile(rf"(?<![a-z0-9])(?:{joined})(?:(?<= )|(?![a-z0-9]))") if joined else None
        except re.error as error:
            raise ValueError(f"service rule {entry['service']}: malformed pattern ({error})") from error

    return ServiceRule(
        service=entry["service"],
        weight=int(entry["weight"]),
        asks=compile_patterns("asks"),
        hints=compile_patterns("hints"),
        cites=compile_patterns("cites"),
        headings=compile_patterns("headings"),
        unless=compile_patterns("unless"),
        leads=compile_patterns("leads"),
    )
