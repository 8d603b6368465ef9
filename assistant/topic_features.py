"""What speaks for a topic, as a short row of numbers; a small regression weighs them (`topic_weights.json`).

A topic is believed when people ask for it in such words, and the search finds the very texts it quotes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.not_held import NotHeld
from assistant.standard_answers import StandardAnswer
from assistant.topics import TopicMatch
from index.lexical import split_terms
from index.records import FoundPassage
from ingest.records import Place

FEATURES = (
    "ask",
    "ask_lexical",
    "title",
    "leading_passage",
    "quoted_passage",
    "first_section",
    "leading_asked",
    "rival",
    "place_mismatch",
    "place_match",
    "is_need",
    "need_passage",
)
WEIGHTS_FILE = Path(__file__).with_name("topic_weights.json")
Topic = StandardAnswer | NotHeld


@dataclass(frozen=True)
class TopicFacts:
    """What of a topic does not change with the question."""

    topic: Topic
    leading: frozenset[str]
    """Pinpoints the first sentence quotes."""
    quoted: frozenset[str]
    sections: frozenset[str]
    ask_terms: tuple[frozenset[str], ...]
    title_terms: frozenset[str]
    place: Place | None

    @property
    def is_need(self) -> bool:
        """A document not held, rather than an answer."""
        return isinstance(self.topic, NotHeld)


def read_facts(topic: Topic) -> TopicFacts:
    """Read what matching needs from a topic."""
    if isinstance(topic, NotHeld):
        leading = quoted = frozenset(q.locator for q in topic.quotes)
        title, place = topic.document_en, None
    else:
        leading = frozenset(q.locator for q in topic.sentences[0].quotes)
        quoted = frozenset(q.locator for q in topic.quotes)
        title = f"{topic.title_en} {topic.title_es}"
        place = topic.place if topic.place != "any" else None
    return TopicFacts(
        topic=topic,
        leading=leading,
        quoted=quoted,
        sections=frozenset(map(section_of, quoted)),
        ask_terms=tuple(frozenset(split_terms(ask)) for ask in (*topic.asks_en, *topic.asks_es)),
        title_terms=frozenset(split_terms(title)),
        place=place,
    )


def section_of(locator: str) -> str:
    """The section of a pinpoint; a heading path is its own."""
    return locator.split("(")[0] if locator[:1].isdigit() else locator


@dataclass(frozen=True)
class TopicReader:
    """Builds features of topics for a question."""

    facts: Mapping[str, TopicFacts]

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How rare a stem is among the topics' asks."""
        counts: dict[str, int] = {}
        for facts in self.facts.values():
            for term in frozenset().union(*facts.ask_terms):
                counts[term] = counts.get(term, 0) + 1
        return {term: log(1 + len(self.facts) / count) for term, count in counts.items()}

    @cached_property
    def by_leading(self) -> dict[str, tuple[str, ...]]:
        """Topics by the pinpoints their first sentence quotes."""
        found: dict[str, list[str]] = {}
        for key, facts in self.facts.items():
            for locator in facts.leading:
                found.setdefault(locator, []).append(key)
        return {locator: tuple(keys) for locator, keys in found.items()}

    def find_candidates(
        self, matches: Sequence[TopicMatch], found: Sequence[FoundPassage]
    ) -> dict[str, float]:
        """Topics worth weighing, with their nearness: the nearest by asks, and those that quote what was found."""
        near = {match.owner: match.score for match in matches}
        candidates = {match.owner: match.score for match in matches[:10]}
        for passage in found[:4]:
            for locator in passage.passage.locators:
                for key in self.by_leading.get(locator, ()):
                    candidates.setdefault(key, near.get(key, 0.0))
        return {key: score for key, score in candidates.items() if key in self.facts}

    def build_row(
        self,
        key: str,
        ask: float,
        query: str,
        found: Sequence[FoundPassage],
        asked: Mapping[str, float],
        place: Place | None,
        hidden: frozenset[str] | None = None,
    ) -> NDArray[np.float32]:
        """Build the features of one topic; `hidden` are the terms of an ask that must not help."""
        facts = self.facts[key]
        terms = frozenset(split_terms(query))
        total = sum(self.rarity.get(t, 6.0) for t in terms) or 1.0
        own = [t for t in facts.ask_terms if t != hidden]
        shared = max(
            (sum(self.rarity.get(t, 6.0) for t in terms & ask_terms) for ask_terms in own), default=0.0
        )
        title = sum(self.rarity.get(t, 6.0) for t in terms & facts.title_terms)
        texts = [f for f in found if f.passage.part == "text"]
        top = max((f.score for f in texts), default=1.0) or 1.0
        leading = max((f.score for f in texts if facts.leading & set(f.passage.locators)), default=0.0)
        quoted = max((f.score for f in texts if facts.quoted & set(f.passage.locators)), default=0.0)
        near = {locator.split(" ", 1)[1]: score for locator, score in asked.items()}
        rival = max(
            (s for locator, s in near.items() if section_of(locator) not in facts.sections), default=0.0
        )
        row = {
            "ask": ask,
            "ask_lexical": shared / total,
            "title": title / total,
            "leading_passage": leading / top,
            "quoted_passage": quoted / top,
            "first_section": float(bool(texts) and texts[0].passage.section in facts.sections),
            "leading_asked": max((near.get(locator, 0.0) for locator in facts.leading), default=0.0),
            "rival": rival - ask,
            "place_mismatch": float(place is not None and facts.place not in (None, place)),
            "place_match": float(place is not None and facts.place == place),
            "is_need": float(facts.is_need),
            "need_passage": leading / top if facts.is_need else 0.0,
        }
        return np.asarray([row[name] for name in FEATURES], dtype=np.float32)
