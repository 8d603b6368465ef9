"""Many people at the chat for some minutes: they read, ask, follow up, leave and come back, three in ten in Spanish.

Each writes a word that nobody else writes; whatever is drawn for one of them is searched for the words of all the others.
"""

from __future__ import annotations

import html
import random
import re
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from evals.records import EvalsError
from evals.visitors import Exchange, Visitor

READING_S = (8.0, 24.0)
SPANISH_IN_TEN = 3
MOST_TRIES = 8
_NAME = re.compile(r"note (\d{3})-(\d{4})")
CONVERSATIONS = {
    "en": (
        ("can they take away visits if he's in the hole?", "for how long?", "and can my kids still go?"),
        ("How do I get on his phone list?", "what does it cost?", "can they listen to our calls"),
        ("When can he see the parole board?", "can I speak there?", "what if they say no"),
        ("What does it cost him to see the nurse?", "and if he has no money?", "who decides that"),
        ("they moved my son and nobody told me", "where is he now", "can I send him money"),
        ("visiting hours at the denver county jail", "what about a state prison then", "do I need an appointment"),
        ("how does earned time work", "can they take it back", "who do I ask about his dates"),
    ),
    "es": (
        ("está en el hoyo, ¿puedo visitarlo?", "¿por cuánto tiempo?", "¿y mis hijos?"),
        ("¿cómo le mando dinero a mi hijo?", "¿le quitan una parte?", "¿a quién le pregunto?"),
        ("¿cuándo lo ve la junta de libertad condicional?", "¿puedo hablar yo?", "¿y si dicen que no?"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """One question as it went: seconds, language, whether it followed another, whether anything astray was drawn."""

    person: int
    at_s: float
    first_s: float
    whole_s: float
    language: str
    is_follow_up: bool
    is_astray: bool


@dataclass
class Crowd:
    """The people of one run, and what they met."""

    address: tuple[str, int]
    people: int
    ends: float
    began: float = field(default_factory=time.monotonic)
    reading_s: tuple[float, float] = READING_S
    has_addresses: bool = False
    """Each person comes from a loopback address of their own, so that a proxy tells them apart."""
    is_patient: bool = False
    """Whoever loses the connection comes back to the same conversation, as a browser does."""
    heard: list[Heard] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    returned: list[bool] = field(default_factory=list)
    """One for each return after a lost connection: whether the conversation so far stood there again."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, meanwhile: Callable[[], None]) -> None:
        """Let everybody in over some seconds, do something meanwhile, and wait until all have gone."""
        with ThreadPoolExecutor(self.people) as pool:
            people = [pool.submit(self._live, person) for person in range(self.people)]
            meanwhile()
            for done in people:
                done.result()

    def _live(self, person: int) -> None:
        chance = random.Random(person)  # noqa: S311 (not a secret)
        time.sleep(chance.uniform(0, min(20.0, self.people / 2)))
        language = "es" if person % 10 < SPANISH_IN_TEN else "en"
        while time.monotonic() < self.ends:
            conversation = chance.choice(CONVERSATIONS[language])
            try:
                self._visit(person, language, conversation, chance)
            except EvalsError as error:
                with self.lock:
                    self.errors.append(f"{time.monotonic() - self.began:.0f} s: {error}")
                time.sleep(1.0)

    def _visit(self, person: int, language: str, turns: Sequence[str], chance: random.Random) -> None:
        visitor = self._come(person)
        try:
            for number, text in enumerate(turns):
                time.sleep(chance.uniform(*self.reading_s))
                if time.monotonic() >= self.ends:
                    return
                at_s = time.monotonic() - self.began
                asked = f"{text} ({name_person(person)})"
                visitor, exchange = self._ask(visitor, person, asked, is_first=number == 0)
                told = Heard(
                    person,
                    at_s,
                    exchange.first_s,
                    exchange.whole_s,
                    language,
                    number > 0,
                    is_astray(exchange, person),
                )
                with self.lock:
                    self.heard.append(told)
        finally:
            visitor.__exit__(None, None, None)

    def _ask(self, visitor: Visitor, person: int, text: str, *, is_first: bool) -> tuple[Visitor, Exchange]:
        """Ask; a patient person whose connection is lost comes back and asks again, and their wait counts from the first try."""
        started = time.perf_counter()
        for left in reversed(range(MOST_TRIES if self.is_patient else 1)):
            try:
                exchange = visitor.ask(text)
                waited = time.perf_counter() - started
                return visitor, Exchange(
                    text, waited - exchange.whole_s + exchange.first_s, waited, exchange.drawn
                )
            except EvalsError:
                if not left:
                    raise
            visitor.__exit__(None, None, None)
            visitor = self._come_back(person, visitor.query, is_first=is_first)
        raise EvalsError("A person gave up.")

    def _come_back(self, person: int, query: str, *, is_first: bool) -> Visitor:
        for left in reversed(range(MOST_TRIES)):
            try:
                visitor = self._come(person, query)
                break
            except EvalsError:
                if not left:
                    raise
                time.sleep(1.0)
        if not is_first:
            with self.lock:
                self.returned.append(name_person(person) in html.unescape(visitor.drawn_at_first))
        return visitor

    def _come(self, person: int, query: str = "") -> Visitor:
        source = f"127.0.{1 + person // 200}.{1 + person % 200}" if self.has_addresses else ""
        visitor = Visitor(self.address, query=query, source=source)
        visitor.__enter__()
        try:
            visitor.open_page()
        except EvalsError:
            visitor.__exit__(None, None, None)
            raise
        return visitor


def name_person(person: int) -> str:
    """A word that only this person writes."""
    return f"note {person:03d}-{person * 7919 % 9973:04d}"


def is_astray(exchange: Exchange, person: int) -> bool:
    """True where something drawn holds another person's word, or lacks this one's."""
    names = {f"note {a}-{b}" for a, b in _NAME.findall(html.unescape(exchange.drawn))}
    return names != {name_person(person)}
