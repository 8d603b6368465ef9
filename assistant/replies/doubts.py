"""What makes an answer doubtful: a letter states nothing as settled that only came near the question.

A doubtful answer is right about half the time, however sure its topic looks: the story around a question leads to a
neighbouring rule. So an answer must be what the question gives by itself, be about what the e-mail tells of, and know
the question's own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.records import Answer, Language
from assistant.replies.rating import find_missing_premises, list_judged, read_trace
from assistant.replies.records import Asked, Doubt
from assistant.replies.template import load_words
from assistant.replies.urgency import is_in_jail
from assistant.standard_answers import StandardAnswer
from index.lexical import split_terms

SURE_ENOUGH = 0.68
"""On 43 e-mails written for this, what was rated below 0.7 was as often wrong as right; new weights move a rating by a
hundredth or two."""
SURE_ALONE = 0.5
"""Chance that the question, read without the story, must give the same answer."""
MAX_GAP = 0.08
"""By how much another topic may be nearer to the question's own words."""
MIN_KNOWN = 0.5
"""Share of the question's own words that the answer, or somebody's way of asking for it, must have."""
SURE_QUOTED = 0.8
"""What no reviewed answer says, but law quoted for the question alone, must be this sure."""


@dataclass(frozen=True)
class DoubtFinder:
    """Finds what speaks against an answer; `topics` are the standard answers by id."""

    topics: Mapping[str, StandardAnswer]

    def find(
        self,
        asked: Asked,
        letter: str,
        own: Sequence[Answer],
        best: Answer,
        rated: float,
        sure: float = SURE_ENOUGH,
    ) -> Doubt | None:
        """Find the first doubt; None for an answer that a letter may state.

        `own` is what the question gives without the story, `best` the answer chosen from all readings, `rated` its rating,
        which is `sure` or the answer is doubtful.
        """
        topic = best.standard_answer
        if find_missing_premises(best, letter):
            return "premise"
        if topic is None:
            is_own = any(answer.citations == best.citations for answer in own)
            return None if rated >= SURE_QUOTED and is_own else "quoted"
        if self._is_elsewhere(topic, letter):
            return "place"
        if rated < sure:
            return "weak"
        if max(dict(list_judged(answer)).get(topic, 0.0) for answer in own) < SURE_ALONE:
            # "How long can they keep us from seeing him?" gives nothing alone; with the situation the e-mail names it does.
            gives_nothing = all(answer.standard_answer is None for answer in own)
            return None if gives_nothing and best.question in asked.readings[asked.alone :] else "story"
        if min(measure_gap(answer, topic) for answer in own) > MAX_GAP:
            return "nearer"
        return "words" if self._share_known(asked.text, topic, best.language) < MIN_KNOWN else None

    def _is_elsewhere(self, topic: str, letter: str) -> bool:
        held = self.topics.get(topic)
        words = load_words()
        if held is None:
            return False
        if words.program.search(letter) and not words.prison.search(letter):
            return not topic.startswith("cc-")
        if held.place == "any":
            return False
        return is_in_jail(letter) if held.place == "prison" else words.jail.search(letter) is None

    def _share_known(self, question: str, topic: str, language: Language) -> float:
        asked = set(split_terms(question, language))
        known = self._known.get((topic, language))
        return len(asked & known) / len(asked) if asked and known is not None else 1.0

    @cached_property
    def _known(self) -> Mapping[tuple[str, Language], frozenset[str]]:
        languages: tuple[Language, ...] = ("en", "es")
        return {
            (key, language): frozenset(split_terms(" ".join(list_texts(topic, language)), language))
            for key, topic in self.topics.items()
            for language in languages
        }


def list_texts(topic: StandardAnswer, language: Language) -> Sequence[str]:
    """List everything that a standard answer says in a language, and every way of asking for it."""
    asks = topic.asks_es if language == "es" else topic.asks_en
    said = [part.text_in(language) for part in (*topic.sentences, *topic.steps)]
    return [topic.title_in(language), *asks, *said, *(quote.text for quote in topic.quotes)]


def measure_gap(own: Answer, topic: str) -> float:
    """Measure by how much the nearest topic is nearer to a question than this one."""
    near = read_trace(own, "weigh").get("topics")
    nearness = {str(key): float(score) for key, score in near} if isinstance(near, list) and near else {}
    if not nearness:
        return 0.0
    return max(nearness.values()) - nearness.get(topic, 0.0)
