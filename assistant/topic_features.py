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
    "lead",
    "place_mismatch",
    "place_match",
    "jail_unnamed",
)
RAREST = 6.0
WEIGHTS_FILE = Path(__file__).with_name("topic_weights.json")


@dataclass(frozen=True)
class TopicFacts:
    """What of a topic does not change with the question."""

    topic: StandardAnswer
    leading: frozenset[str]
    """Pinpoints the first sentence quotes."""
    leading_sections: frozenset[str]
    quoted: frozenset[str]
    sections: frozenset[str]
    ask_terms: tuple[frozenset[str], ...]
    title_terms: frozenset[str]
    place: Place | None


def read_facts(topic: StandardAnswer) -> TopicFacts:
    """Read what matching needs from a topic."""
    quoted = frozenset(q.locator for q in topic.quotes)
    leading = frozenset(q.locator for q in topic.sentences[0].quotes)
    return TopicFacts(
        topic=topic,
        leading=leading,
        leading_sections=frozenset(map(section_of, leading)),
        quoted=quoted,
        sections=frozenset(map(section_of, quoted)),
        ask_terms=tuple(frozenset(split_terms(ask)) for ask in (*topic.asks_en, *topic.asks_es)),
        title_terms=frozenset(split_terms(f"{topic.title_en} {topic.title_es}")),
        place=topic.place if topic.place != "any" else None,
    )


def section_of(locator: str) -> str:
    """The section of a pinpoint; a heading path is its own."""
    return locator.split("(")[0] if locator[:1].isdigit() else locator


@dataclass(frozen=True)
class QuestionFacts:
    """What of a question does not change with the topic."""

    terms: frozenset[str]
    near: Mapping[str, float]
    """Nearness to the questions written for each pinpoint, by locator."""
    sections: tuple[tuple[str, float], ...]
    """The same by section, nearest first."""
    passages: tuple[tuple[frozenset[str], float], ...]
    """Pinpoints and score, relative to the best, of each passage found."""
    first_section: str
    place: Place | None


def read_question(
    query: str, found: Sequence[FoundPassage], asked: Mapping[str, float], place: Place | None
) -> QuestionFacts:
    """Read what matching needs from a question; `asked` is keyed by "<source> <locator>"."""
    texts = [f for f in found if f.passage.part == "text"]
    top = max((f.score for f in texts), default=1.0) or 1.0
    near = {key.split(" ", 1)[1]: score for key, score in asked.items()}
    sections: dict[str, float] = {}
    for locator, score in near.items():
        section = section_of(locator)
        sections[section] = max(score, sections.get(section, 0.0))
    return QuestionFacts(
        terms=frozenset(split_terms(query)),
        near=near,
        sections=tuple(sorted(sections.items(), key=lambda pair: -pair[1])),
        passages=tuple((frozenset(f.passage.locators), f.score / top) for f in texts),
        first_section=texts[0].passage.section if texts else "",
        place=place,
    )


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
        candidates: Mapping[str, float],
        question: QuestionFacts,
        hidden: frozenset[str] | None = None,
    ) -> NDArray[np.float32]:
        """Build the features of one of the candidates; `hidden` are the terms of an ask that must not help."""
        ask = candidates[key]
        lead = ask - max((score for other, score in candidates.items() if other != key), default=0.0)
        facts = self.facts[key]
        total = self._sum_rarity(question.terms) or 1.0
        own = [terms for terms in facts.ask_terms if terms != hidden]
        shared = max((self._sum_rarity(question.terms & terms) for terms in own), default=0.0)
        leading = max((score for held, score in question.passages if facts.leading & held), default=0.0)
        quoted = max((score for held, score in question.passages if facts.quoted & held), default=0.0)
        rival = next((score for section, score in question.sections if section not in facts.sections), 0.0)
        place = question.place
        row = {
            "ask": ask,
            "ask_lexical": shared / total,
            "title": self._sum_rarity(question.terms & facts.title_terms) / total,
            "leading_passage": leading,
            "quoted_passage": quoted,
            "first_section": float(question.first_section in facts.sections),
            "leading_asked": max((question.near.get(locator, 0.0) for locator in facts.leading), default=0.0),
            "rival": rival - ask,
            "lead": lead,
            "place_mismatch": float(place is not None and facts.place not in (None, place)),
            "place_match": float(place is not None and facts.place == place),
            "jail_unnamed": float(place is None and facts.place == "jail"),
        }
        return np.asarray([row[name] for name in FEATURES], dtype=np.float32)

    def _sum_rarity(self, terms: frozenset[str]) -> float:
        return sum(self.rarity.get(term, RAREST) for term in terms)
