"""What the ranker learns from: written questions whose passage is known, as written and as people write.

The question itself is hidden from the search, and it is one that the projection never saw: others would lie nearer to
their texts than people's messages do. Half of those are for learning, and the other half is only ever reported.
"""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.candidates import Candidates
from index.records import SurfaceQuestion
from index.search import Searcher
from index.training.held_back import Half, choose_half, is_held_back


def find_section(question: SurfaceQuestion) -> str:
    """The section, or page heading, that a question belongs to."""
    return question.locator.split("(")[0]


FILLER = Path(__file__).with_name("filler.toml")


@dataclass(frozen=True)
class RankingSample:
    """One query's candidates and which of them answer it; none when its section was hidden."""

    text: str
    language: str
    section: str
    features: NDArray[np.float32]
    is_answer: NDArray[np.bool_]


def choose_questions(
    questions: Sequence[SurfaceQuestion], half: Half, limit: int, seed: int
) -> list[SurfaceQuestion]:
    """Choose questions that the projection was not trained on, half of them for `dev`, half for `test`; always the same."""
    chosen = [q for q in questions if is_held_back(q.text) and choose_half(q.text) == half]
    random.Random(seed).shuffle(chosen)  # noqa: S311
    return chosen[:limit]


def vary_question(text: str, language: str, rng: random.Random) -> str:
    """Write a question as a longer message with a slip or two, as people send them."""
    filler: list[str] = tomllib.loads(FILLER.read_text(encoding="utf-8"))[language]
    before = rng.sample(filler, rng.choice((0, 1, 1, 2)))
    after = rng.sample([f for f in filler if f not in before], rng.choice((0, 0, 1)))
    asked = misspell(text, rng) if rng.random() < 0.5 else text
    return " ".join((*before, asked if asked.endswith(("?", ".")) else asked + "?", *after))


def misspell(text: str, rng: random.Random) -> str:
    """Make one or two slips of the finger in words of five letters or more."""
    words = text.split()
    long_words = [n for n, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    for number in rng.sample(long_words, min(len(long_words), rng.choice((1, 2)))):
        word, place = words[number], rng.randrange(1, len(words[number]) - 1)
        slips = (
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] * 2 + word[place + 1 :],
        )
        words[number] = rng.choice(slips)
    return " ".join(words)


def build_samples(
    searcher: Searcher, questions: Sequence[SurfaceQuestion], *, is_varied: bool, seed: int
) -> Iterator[RankingSample]:
    """Search each question with itself hidden."""
    rng = random.Random(seed)  # noqa: S311
    same = _number_by_text(searcher.index.questions)
    for question in questions:
        text = vary_question(question.text, question.language, rng) if is_varied else question.text
        found = searcher.collect_candidates(text, hidden_questions=frozenset(same[question.text.casefold()]))
        wanted = {searcher.index.rows[i] for i in question.passage_ids}
        is_answer = np.asarray([row in wanted for row in found.rows])
        yield RankingSample(text, question.language, find_section(question), found.features, is_answer)


def build_unanswerable(
    searcher: Searcher, questions: Sequence[SurfaceQuestion], *, seed: int
) -> Iterator[RankingSample]:
    """Search each question with its whole section taken out of the corpus: the rest does not answer it."""
    rng = random.Random(seed)  # noqa: S311
    by_section: dict[str, list[int]] = defaultdict(list)
    for number, question in enumerate(searcher.index.questions):
        by_section[find_section(question)].append(number)
    for question in questions:
        section = find_section(question)
        text = vary_question(question.text, question.language, rng) if rng.random() < 0.5 else question.text
        found = searcher.collect_candidates(text, hidden_questions=frozenset(by_section[section]))
        kept = _find_other_rows(searcher, found, section)
        nothing: NDArray[np.bool_] = np.zeros(len(kept), dtype=np.bool_)
        yield RankingSample(text, question.language, section, found.features[kept], nothing)


def _find_other_rows(searcher: Searcher, found: Candidates, section: str) -> list[int]:
    passages = searcher.index.passages
    return [n for n, row in enumerate(found.rows) if passages[row].section != section]


def _number_by_text(questions: Sequence[SurfaceQuestion]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, question in enumerate(questions):
        numbers[question.text.casefold()].append(number)
    return numbers
