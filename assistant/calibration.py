"""The weights of topic matching, fitted on the project's own asks, each hidden while it is asked.

An ask must find its own topic without itself; a question written for a pinpoint must not call up a topic that
does not quote it. No evaluation set is read.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.content import build_pinpoints, build_topics, load_content
from assistant.settings import AssistantSettings
from assistant.topic_features import FEATURES, WEIGHTS_FILE, TopicReader, TopicWeights, read_facts, section_of
from assistant.topics import AskIndex
from index.query import detect_place
from index.search import Searcher, load_searcher

SEED = 17
RIDGE = 1.0


@dataclass(frozen=True)
class Example:
    """One question and the topics it might be about, with which of them are right."""

    text: str
    kind: str
    """"ask" of a standard answer or need, or "pinpoint" question."""
    language: str
    rows: NDArray[np.float32]
    labels: tuple[bool, ...]


def collect_examples(searcher: Searcher, settings: AssistantSettings, count: int) -> Iterator[Example]:
    """Ask a sample of the asks and of the pinpoints' questions, each hidden from everything that matches."""
    content = load_content(settings, searcher)
    reader = TopicReader({key: read_facts(topic) for key, topic in content.topics.items()})
    topics, pinpoints = build_topics(content, searcher, settings), build_pinpoints(searcher)
    hidden: dict[str, list[int]] = {}
    for number, question in enumerate(searcher.index.questions):
        hidden.setdefault(question.text, []).append(number)
    pins = {ask.text: row for row, ask in enumerate(pinpoints.asks)}
    picked = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    sample = [
        ("ask", topics, row) for row in picked.sample(range(len(topics.asks)), min(count, len(topics.asks)))
    ]
    half = min(count // 2, len(pinpoints.asks))
    sample += [("pinpoint", pinpoints, row) for row in picked.sample(range(len(pinpoints.asks)), half)]
    for kind, index, row in sample:
        yield _ask(kind, index, row, searcher, reader, topics, pinpoints, hidden, pins)


def _ask(
    kind: str,
    index: AskIndex,
    row: int,
    searcher: Searcher,
    reader: TopicReader,
    topics: AskIndex,
    pinpoints: AskIndex,
    hidden: dict[str, list[int]],
    pins: dict[str, int],
) -> Example:
    ask = index.asks[row]
    candidates = searcher.collect_candidates(ask.text, hidden_questions=frozenset(hidden.get(ask.text, ())))
    found, expansion = searcher._order(candidates, 10), candidates.expansion
    vectors = searcher.embed([ask.text, expansion] if expansion else [ask.text])
    matches = topics.match(vectors, leave_out=row if kind == "ask" else None)
    asked = {m.owner: m.score for m in pinpoints.match(vectors, rows=400, leave_out=pins.get(ask.text))}
    from index.lexical import split_terms

    own_terms = frozenset(split_terms(ask.text)) if kind == "ask" else None
    rows, labels = [], []
    for key, score in reader.find_candidates(matches, found).items():
        query = f"{ask.text} {expansion or ''}"
        rows.append(reader.build_row(key, score, query, found, asked, detect_place(ask.text), own_terms))
        labels.append(_is_right(kind, ask.owner, key, reader))
    return Example(ask.text, kind, ask.language, np.stack(rows), tuple(labels))


def _is_right(kind: str, owner: str, key: str, reader: TopicReader) -> bool:
    """A topic is right when it is the ask's own, or leads with what the own one quotes; a pinpoint must be quoted."""
    facts = reader.facts[key]
    if kind == "pinpoint":
        wanted = owner.split(" ", 1)[1]
        return any(_touches(wanted, locator) for locator in facts.quoted)
    if key == owner:
        return True
    own = reader.facts[owner]
    return (
        not own.is_need
        and not facts.is_need
        and bool(facts.leading & own.leading)
        and facts.place == own.place
    )


def _touches(one: str, other: str) -> bool:
    if section_of(one) != section_of(other):
        return False
    return one == other or one.startswith(other + "(") or other.startswith(one + "(")


def fit_weights(examples: list[Example], steps: int = 60) -> TopicWeights:
    """Fit a ridge logistic regression by Newton's method."""
    features = np.concatenate([e.rows for e in examples]).astype(np.float64)
    labels = np.concatenate([np.asarray(e.labels, dtype=np.float64) for e in examples])
    design = np.hstack([features, np.ones((len(features), 1))])
    weights = np.zeros(design.shape[1])
    ridge = np.diag([RIDGE] * features.shape[1] + [0.0])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (labels - chance) - ridge @ weights
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if float(np.abs(step).max()) < 1e-6:
            break
    return TopicWeights(tuple(float(w) for w in weights[:-1]), float(weights[-1]))


def measure(examples: list[Example], weights: TopicWeights, floor: float) -> dict[str, float]:
    """How often a topic is used at a floor, and how often it is then right; by kind and language."""
    result: dict[str, float] = {}
    for name in sorted({f"{e.kind} {e.language}" for e in examples}):
        group = [e for e in examples if f"{e.kind} {e.language}" == name]
        best = [
            (max(map(weights.judge, e.rows)), e.labels[int(np.argmax([weights.judge(r) for r in e.rows]))])
            for e in group
        ]
        used = [right for chance, right in best if chance >= floor]
        result[f"{name}: used"] = round(len(used) / len(group), 3)
        result[f"{name}: right when used"] = round(sum(used) / max(1, len(used)), 3)
        result[f"{name}: nearest right"] = round(sum(right for _, right in best) / len(group), 3)
    return result


def calibrate(settings: AssistantSettings, count: int = 1200) -> dict[str, float]:
    """Fit on two thirds of the sample, write the weights, and measure on the other third."""
    examples = list(collect_examples(load_searcher(), settings, count))
    training = [e for n, e in enumerate(examples) if n % 3]
    testing = [e for n, e in enumerate(examples) if n % 3 == 0]
    weights = fit_weights(training)
    stored = {
        "weights": dict(zip(FEATURES, (round(w, 4) for w in weights.weights), strict=True)),
        "bias": round(weights.bias, 4),
    }
    WEIGHTS_FILE.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    figures: dict[str, float] = {}
    for floor in (0.3, 0.4, 0.5, 0.6, 0.7):
        figures |= {f"floor {floor}: {k}": v for k, v in measure(testing, weights, floor).items()}
    return figures
