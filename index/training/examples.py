"""What the encoder learns from: every written question beside the text that answers it, split by section.

A section is in one part only, so that nothing is measured, and no weight fitted later, on law that was trained on.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from index.inputs import load_inputs
from index.records import SurfaceQuestion
from index.settings import IndexSettings
from ingest.records import Passage, Section

Part = Literal["train", "dev", "test"]
CHUNK = 6
"""Questions of one example: a standard answer with eighteen asks becomes three examples."""
_HELD_BACK: tuple[Part, ...] = ("test", "dev")


@dataclass(frozen=True)
class Example:
    """Some questions that one subdivision answers, and the passage that holds it."""

    locator: str
    section: str
    passage: str
    """The passage's id."""
    text: str
    """The passage as it is embedded."""
    focus: str
    """The same from the subdivision on: what a reader of the first hundred words has to see."""
    part: Part
    english: tuple[str, ...]
    spanish: tuple[str, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """All questions, English first."""
        return self.english + self.spanish


def choose_part(section: str) -> Part:
    """Assign a section to a part by its hash: 80 % train, 10 % dev, 10 % test, the same on every machine."""
    number = int(hashlib.sha256(section.encode()).hexdigest()[:8], 16) % 10
    return "test" if number == 0 else "dev" if number == 1 else "train"


def find_section(question: SurfaceQuestion) -> str:
    """The section, or page heading, that a question belongs to."""
    return question.locator.split("(")[0]


def choose_question_part(question: SurfaceQuestion, sections: Iterable[str]) -> Part:
    """Assign a question to a part: trained on only when every section that answers it is for training."""
    parts = {choose_part(section) for section in (find_section(question), *sections)}
    return next((part for part in _HELD_BACK if part in parts), "train")


def load_examples(settings: IndexSettings, format_text: Callable[[Passage], str]) -> list[Example]:
    """Load all questions that are bound to a passage, in examples of about six."""
    inputs = load_inputs(settings)
    passages = {passage.id: passage for passage in inputs.passages}
    texts = _list_subdivision_texts(inputs.sections)
    groups: dict[tuple[str, str, str], list[SurfaceQuestion]] = defaultdict(list)
    for question in inputs.questions:
        groups[question.origin, question.source, question.locator].append(question)
    examples: list[Example] = []
    for (_, source, locator), questions in groups.items():
        held = [passages[i] for i in questions[0].passage_ids]
        text = format_text(held[0])
        own = texts.get((source, locator), "")
        chunks = -(-len(questions) // CHUNK)
        by_language = {lang: [q.text for q in questions if q.language == lang] for lang in ("en", "es")}
        for number in range(chunks):
            examples.append(
                Example(
                    locator=locator,
                    section=held[0].section,
                    passage=held[0].id,
                    text=text,
                    focus=_cut_to(held[0], own) or text,
                    part=choose_question_part(questions[0], [p.section for p in held]),
                    english=tuple(by_language["en"][number::chunks]),
                    spanish=tuple(by_language["es"][number::chunks]),
                )
            )
    return examples


def _list_subdivision_texts(sections: Iterable[Section]) -> dict[tuple[str, str], str]:
    return {(s.source, sub.locator): sub.text for s in sections for sub in s.subdivisions if sub.text}


def _cut_to(passage: Passage, own: str) -> str:
    start = passage.text.find(own[:60]) if own else -1
    return f"{passage.catchline}. {passage.text[start:]}" if start > 0 else ""


def build_batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Deal the examples into batches, every other one of siblings; a passage stands once in a batch."""
    rows = list(examples)
    rng.shuffle(rows)
    half = len(rows) // 2
    near = sorted(rows[:half], key=lambda e: (e.section.rsplit("-", 1)[0], rng.random()))
    batches: list[list[Example]] = []
    for part in (near, rows[half:]):
        for start in range(0, len(part), size):
            seen: dict[str, Example] = {}
            for example in part[start : start + size]:
                seen.setdefault(example.passage, example)
            if len(seen) > 3:
                batches.append(list(seen.values()))
    rng.shuffle(batches)
    return batches


def choose_questions(example: Example, rng: random.Random) -> tuple[str, str]:
    """Choose a question and another of the same subdivision, in the other language where there is one."""
    first = rng.choice(example.spanish if example.spanish and rng.random() < 0.4 else example.questions)
    others = [q for q in example.questions if q != first]
    if first in example.english and example.spanish and rng.random() < 0.6:
        others = list(example.spanish)
    return first, rng.choice(others or [first])
