"""The weights of topic matching and of unit ranking, fitted on the project's own asks, each hidden while it is asked.

An ask must find its own topic without itself; a question written for a pinpoint must lead to that pinpoint, and
must not call up a topic that does not quote it. No evaluation set is read. Only questions are asked
that the projection was not trained on: the others would be nearer to their texts than people's are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.composing.kit import Kit, build_kit
from assistant.composing.ranking import UNIT_FEATURES, UNIT_WEIGHTS_FILE
from assistant.content import build_pinpoints, build_topics, load_content
from assistant.need_features import NEED_FEATURES, NEED_WEIGHTS_FILE, NeedReader
from assistant.regression import Regression, fit_regression, write_regression
from assistant.settings import AssistantSettings
from assistant.stages.abstain import SUPPORT_FEATURES, SUPPORT_WEIGHTS_FILE, measure_support
from assistant.state import Nearness
from assistant.topic_features import (
    FEATURES,
    WEIGHTS_FILE,
    TopicReader,
    read_facts,
    read_question,
    section_of,
)
from assistant.topics import AskIndex
from index.lexical import split_terms
from index.query import detect_place
from index.records import FoundPassage
from index.search import Searcher, load_searcher
from index.training.held_back import is_held_back
from index.training.samples import vary_question
from ingest.sources import load_sources

SEED = 17
FLOORS = (0.3, 0.4, 0.5, 0.6, 0.7)
SUPPORT_FLOORS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
VARIED_SHARE = 0.5


@dataclass(frozen=True)
class Example:
    """One question, the topics it might be about and the units that might answer, with which of them are right."""

    text: str
    kind: str
    """"ask" of a standard answer or need, or "pinpoint" question."""
    language: str
    topics: NDArray[np.float32]
    topic_labels: NDArray[np.bool_]
    units: NDArray[np.float32]
    unit_labels: NDArray[np.bool_]
    support: NDArray[np.float32]
    need: NDArray[np.float32]
    is_first_right: bool
    """Whether the search's first passage is of a right section."""


@dataclass(frozen=True)
class Asker:
    """Asks the project's own questions with each hidden from everything that matches."""

    searcher: Searcher
    kit: Kit
    reader: TopicReader
    need_reader: NeedReader
    topics: AskIndex
    needs: AskIndex
    pinpoints: AskIndex

    @cached_property
    def hidden(self) -> dict[str, frozenset[int]]:
        """Rows of the index's questions by their text."""
        rows: dict[str, set[int]] = {}
        for number, question in enumerate(self.searcher.index.questions):
            rows.setdefault(question.text, set()).add(number)
        return {text: frozenset(numbers) for text, numbers in rows.items()}

    def list_untrained(self, index: AskIndex) -> list[int]:
        """Rows of the asks that the projection was not trained on; all without one."""
        has_projection = bool(self.searcher.index.projection.fingerprint)
        return [n for n, ask in enumerate(index.asks) if not has_projection or is_held_back(ask.text)]

    @cached_property
    def pins(self) -> dict[str, int]:
        """Rows of pinpoint questions by their text."""
        return {ask.text: row for row, ask in enumerate(self.pinpoints.asks)}

    def ask(self, kind: str, row: int, rng: random.Random) -> Example:
        """Ask one question of a kind by its row, every other one as a longer message with a slip or two."""
        ask = {"ask": self.topics, "need": self.needs, "pinpoint": self.pinpoints}[kind].asks[row]
        text = vary_question(ask.text, ask.language, rng) if rng.random() < VARIED_SHARE else ask.text
        read = self.searcher.collect_candidates(text, hidden_questions=self.hidden.get(ask.text, frozenset()))
        found, expansion = self.searcher._order(read, 12), read.expansion
        vectors = self.searcher.embed_questions([text, expansion] if expansion else [text])
        matches = self.topics.match(vectors, leave_out=row if kind == "ask" else None)
        needs = self.needs.match(vectors, leave_out=row if kind == "need" else None)
        near = self.pinpoints.match(vectors, rows=400, leave_out=self.pins.get(ask.text))
        asked = {match.owner: match.score for match in near}
        own_terms = frozenset(split_terms(ask.text)) if kind == "ask" else None
        question = read_question(f"{text} {expansion or ''}", found, asked, detect_place(text))
        candidates = self.reader.find_candidates(matches, found)
        rows = [self.reader.build_row(key, candidates, question, own_terms) for key in candidates]
        labels = [self._is_topic_right(kind, ask.owner, key) for key in candidates]
        units = self.kit.ranker.list_rows(found, expansion or text, Nearness(asked=asked))
        right = [self._is_unit_right(kind, ask.owner, unit.locator) for _, unit, _, _, _ in units]
        need = self.need_reader.find_nearest(text, needs)
        none: NDArray[np.float32] = np.zeros(len(NEED_FEATURES), dtype=np.float32)
        return Example(
            text=text,
            kind=kind,
            language=ask.language,
            topics=_stack(rows, len(FEATURES)),
            topic_labels=np.asarray(labels, dtype=np.bool_),
            units=_stack([row for _, _, _, _, row in units], len(UNIT_FEATURES)),
            unit_labels=np.asarray(right, dtype=np.bool_),
            support=measure_support(found, asked),
            need=self.need_reader.build_row(text, *need, matches, asked, found) if need else none,
            is_first_right=self._is_first_right(kind, ask.owner, found),
        )

    def _find_wanted(self, kind: str, owner: str) -> frozenset[str]:
        if kind == "pinpoint":
            return frozenset([owner.split(" ", 1)[1]])
        return self.reader.facts[owner].leading if kind == "ask" else frozenset()

    def _is_first_right(self, kind: str, owner: str, found: tuple[FoundPassage, ...]) -> bool:
        wanted = {section_of(locator) for locator in self._find_wanted(kind, owner)}
        return bool(found) and found[0].passage.section in wanted

    def _is_unit_right(self, kind: str, owner: str, locator: str) -> bool:
        return locator in self._find_wanted(kind, owner)

    def _is_topic_right(self, kind: str, owner: str, key: str) -> bool:
        """A topic is right when it is the ask's own, or leads with what that one leads with; a pinpoint must be quoted."""
        facts = self.reader.facts[key]
        if kind == "pinpoint":
            wanted = owner.split(" ", 1)[1]
            return any(_touches(wanted, locator) for locator in facts.quoted)
        if kind == "need":
            return False
        own = self.reader.facts[owner]
        return key == owner or (bool(facts.leading & own.leading) and facts.place == own.place)


def _touches(one: str, other: str) -> bool:
    if section_of(one) != section_of(other):
        return False
    return one == other or one.startswith(other + "(") or other.startswith(one + "(")


def build_asker(settings: AssistantSettings) -> Asker:
    """Load everything that asking needs."""
    searcher = load_searcher()
    content = load_content(settings, searcher)
    documents = {document.id: document for document in load_sources(settings.corpus_dir)}
    neutral = Regression(UNIT_FEATURES, np.zeros(len(UNIT_FEATURES)), 0.0)
    return Asker(
        searcher=searcher,
        kit=build_kit(searcher, documents, settings.max_quote_words, neutral),
        reader=TopicReader({key: read_facts(topic) for key, topic in content.answers.items()}),
        need_reader=NeedReader(content.needs),
        topics=build_topics(content.answers, searcher, settings),
        needs=build_topics(content.needs, searcher, settings),
        pinpoints=build_pinpoints(searcher),
    )


def collect_examples(asker: Asker, count: int) -> Iterator[Example]:
    """Ask a sample of `count` asks, as many pinpoint questions, and half as many asks for a document not held.

    The shares are fixed, so that writing more of one kind does not change what is thought likely.
    """
    rng = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    sample: list[tuple[str, int]] = []
    for kind, index in (("ask", asker.topics), ("pinpoint", asker.pinpoints)):
        rows = asker.list_untrained(index)
        sample += [(kind, row) for row in rng.sample(rows, min(count, len(rows)))]
    needs = asker.list_untrained(asker.needs)
    sample += [("need", row) for row in rng.sample(needs, min(count // 2, len(needs)))]
    rng.shuffle(sample)
    for kind, row in sample:
        yield asker.ask(kind, row, rng)


def _stack(rows: list[NDArray[np.float32]], width: int) -> NDArray[np.float32]:
    return np.stack(rows) if rows else np.zeros((0, width), dtype=np.float32)


def measure_topics(examples: list[Example], model: Regression, floor: float) -> dict[str, float]:
    """How often a topic is used at a floor, and how often it is then right; by kind and language."""
    result: dict[str, float] = {}
    for name in sorted({f"{e.kind} {e.language}" for e in examples if e.kind != "need"}):
        group = [e for e in examples if f"{e.kind} {e.language}" == name and len(e.topics)]
        best = [_pick(e.topics, e.topic_labels, model) for e in group]
        used = [right for chance, right in best if chance >= floor]
        result[f"{name}: used"] = round(len(used) / max(1, len(group)), 3)
        result[f"{name}: right when used"] = round(sum(used) / max(1, len(used)), 3)
        result[f"{name}: nearest right"] = round(sum(right for _, right in best) / max(1, len(group)), 3)
        result[f"{name}: first passage right"] = round(
            sum(e.is_first_right for e in group) / max(1, len(group)), 3
        )
    return result


def measure_units(examples: list[Example], model: Regression) -> dict[str, float]:
    """How often the first, and one of the first three units, is the pinpoint asked about."""
    result: dict[str, float] = {}
    for name in sorted({f"{e.kind} {e.language}" for e in examples if e.kind != "need"}):
        group = [e for e in examples if f"{e.kind} {e.language}" == name and len(e.units)]
        orders = [np.argsort([-model.judge(row) for row in e.units]) for e in group]
        for depth in (1, 3):
            held = [bool(e.unit_labels[order[:depth]].any()) for e, order in zip(group, orders, strict=True)]
            result[f"{name}: unit in first {depth}"] = round(sum(held) / max(1, len(group)), 3)
    return result


def measure_floors(examples: list[Example], support: Regression, need: Regression) -> dict[str, float]:
    """At each floor, how many answerable and unanswerable questions are answered, or told of a document."""
    result: dict[str, float] = {}
    for name, is_need in (("held", False), ("not held", True)):
        group = [e for e in examples if (e.kind == "need") == is_need]
        for floor in SUPPORT_FLOORS:
            answered = sum(support.judge(e.support) >= floor for e in group)
            told = sum(need.judge(e.need) >= floor for e in group)
            result[f"support {floor}: {name} answered"] = round(answered / max(1, len(group)), 3)
            result[f"need {floor}: {name} told of a document"] = round(told / max(1, len(group)), 3)
    return result


def _pick(rows: NDArray[np.float32], labels: NDArray[np.bool_], model: Regression) -> tuple[float, bool]:
    chances = [model.judge(row) for row in rows]
    best = int(np.argmax(chances))
    return chances[best], bool(labels[best])


def calibrate(settings: AssistantSettings, count: int = 900) -> dict[str, float]:
    """Fit all four on two thirds of the sample, write the weights, and measure on the other third."""
    examples = list(collect_examples(build_asker(settings), count))
    training = [e for n, e in enumerate(examples) if n % 3]
    testing = [e for n, e in enumerate(examples) if n % 3 == 0]
    asked = [e for e in training if e.kind != "need"]
    topics = fit_regression(
        np.concatenate([e.topics for e in asked]), np.concatenate([e.topic_labels for e in asked]), FEATURES
    )
    units = fit_regression(
        np.concatenate([e.units for e in asked]),
        np.concatenate([e.unit_labels for e in asked]),
        UNIT_FEATURES,
    )
    is_held = np.asarray([e.kind != "need" for e in training])
    support = fit_regression(np.stack([e.support for e in training]), is_held, SUPPORT_FEATURES)
    need = fit_regression(np.stack([e.need for e in training]), ~is_held, NEED_FEATURES)
    files = (WEIGHTS_FILE, UNIT_WEIGHTS_FILE, SUPPORT_WEIGHTS_FILE, NEED_WEIGHTS_FILE)
    for file, model in zip(files, (topics, units, support, need), strict=True):
        write_regression(file, model)
    figures = measure_units(testing, units) | measure_floors(testing, support, need)
    for floor in FLOORS:
        figures |= {f"floor {floor}: {k}": v for k, v in measure_topics(testing, topics, floor).items()}
    return figures
