"""Own questions must not repeat what the answers were written from: wording is compared with every asking of the content.

Exact: the same words in the same order. Near: half of a question's words and half of its four-word runs are those of one
asking, or four fifths of the words of both. The content grows while the questions stand still: measure it before a release.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from evals.metrics.coverage import build_shingles, fold_words
from evals.records import Case
from index.lexical import fold_text
from ingest.records import Record
from ingest.settings import ROOT

FEWEST_WORDS = 3
"""Messages of one or two words ("help", a word of the law) are the same whoever writes them."""
NEAR_SHINGLES = 0.5
FEWEST_SHINGLES = 3
NEAR_WORDS = 0.5
"""Below it nothing is near: half of all words are words that every question has."""
NEARLY_ALL_WORDS = 0.8
MOST: dict[str, float] = {"exact": 0.0025, "near": 0.02}
"""Shares of the questions that may be too close: two people do hit on the same short sentence."""
NEVER_ASKED = frozenset({"source", "locator", "quote", "language", "lang", "id", "section", "labels"})


class Overlap(Record):
    """A question of ours that has the wording of something the assistant was written from."""

    case: str
    dataset: str
    text: str
    kind: Literal["exact", "near"]
    origin: str
    """The file that holds the other wording."""
    other: str
    shingles: float
    """Share of the question's four-word runs that stand in the other."""
    jaccard: float
    """Words that both have, of the words that either has."""


class OverlapReport(Record):
    """What was compared, and what is too close."""

    questions: int
    wordings: dict[str, int]
    """How many askings were compared with, by where they stand."""
    found: tuple[Overlap, ...]

    def count(self, kind: str) -> int:
        """How many questions repeat an asking exactly, or nearly."""
        return sum(one.kind == kind for one in self.found)

    @property
    def holds(self) -> bool:
        """True where no more questions are too close than may be."""
        return all(self.count(kind) <= share * self.questions for kind, share in MOST.items())


@dataclass(frozen=True)
class Wording:
    """One asking with its words, folded."""

    origin: str
    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words in order, without accents, capitals and marks."""
        return fold_words(fold_text(self.text))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its different words."""
        return frozenset(self.words)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Every run of four words."""
        return build_shingles(fold_text(self.text))


def measure_overlaps(cases: Sequence[Case], wordings: Sequence[Wording]) -> OverlapReport:
    """Compare the last turn of every case with every asking; of each case the closest one is kept."""
    rows: dict[str, set[int]] = defaultdict(set)
    for row, wording in enumerate(wordings):
        for word in wording.vocabulary:
            rows[word].add(row)
    found = (find_closest(case, wordings, rows) for case in cases)
    kept = sorted((one for one in found if one), key=lambda one: (one.kind, one.dataset, one.case))
    origins = Counter(wording.origin.split("/")[0] for wording in wordings)
    return OverlapReport(questions=len(cases), wordings=dict(origins), found=tuple(kept))


def find_closest(
    case: Case, wordings: Sequence[Wording], rows: Mapping[str, Collection[int]]
) -> Overlap | None:
    """The asking whose wording a case repeats, exactly before nearly; None where it has words of its own."""
    asked = Wording("", case.turns[-1])
    if len(asked.words) < FEWEST_WORDS:
        return None
    close = []
    for row in find_candidates(asked, rows):
        other = wordings[row]
        jaccard = len(asked.vocabulary & other.vocabulary) / len(asked.vocabulary | other.vocabulary)
        if jaccard < NEAR_WORDS:
            continue
        common = asked.shingles & other.shingles
        share = len(common) / len(asked.shingles)
        is_exact = asked.words == other.words
        is_near = share >= NEAR_SHINGLES and len(common) >= FEWEST_SHINGLES
        if is_exact or is_near or jaccard >= NEARLY_ALL_WORDS:
            close.append((is_exact, share + jaccard, share, jaccard, other))
    if not close:
        return None
    is_exact, _, share, jaccard, other = max(close, key=lambda entry: entry[:2])
    return Overlap(
        case=case.id,
        dataset=case.dataset,
        text=case.turns[-1],
        kind="exact" if is_exact else "near",
        origin=other.origin,
        other=other.text,
        shingles=round(share, 3),
        jaccard=round(jaccard, 3),
    )


def find_candidates(asked: Wording, rows: Mapping[str, Collection[int]]) -> frozenset[int]:
    """Rows that can share half of the asked words: such a row holds one of the rarest half (and one more) of them."""
    ranked = sorted(asked.vocabulary, key=lambda word: len(rows.get(word, ())))
    rarest = ranked[: len(ranked) - math.ceil(NEAR_WORDS * len(ranked)) + 1]
    return frozenset(row for word in rarest for row in rows.get(word, ()))


def read_wordings(root: Path = ROOT) -> Iterator[Wording]:
    """Every asking that the assistant was written from or learned from: content, glossary and screening examples."""
    corpus, data = root / "corpus", root / "assistant" / "data"
    for file in sorted((*(corpus / "standard_answers").glob("*.toml"), corpus / "not_held.toml")):
        yield from _list_asks(
            tomllib.loads(file.read_text(encoding="utf-8")), f"{file.parent.name}/{file.name}"
        )
    entries = tomllib.loads((corpus / "glossary.toml").read_text(encoding="utf-8"))["entries"]
    yield from (Wording("glossary", term) for e in entries for term in (*e["terms_en"], *e["terms_es"]))
    for file in sorted((corpus / "passage_questions").glob("*.jsonl")):
        for line in _read_lines(file):
            asked = {key: value for key, value in json.loads(line).items() if key not in NEVER_ASKED}
            yield from (Wording(f"passage_questions/{file.name}", text) for text in _list_texts(asked))
    for name in ("screening_examples.jsonl", "screening_ordinary.jsonl"):
        yield from (Wording(name, json.loads(line)["text"]) for line in _read_lines(data / name))


def format_overlaps(report: OverlapReport) -> str:
    """A line of figures, then each question with the asking it repeats."""
    compared = ", ".join(f"{count} of {origin}" for origin, count in report.wordings.items())
    lines = [
        f"{report.questions} questions compared with {sum(report.wordings.values())} wordings ({compared}): "
        f"{report.count('exact')} exact, {report.count('near')} near."
    ]
    lines += [
        f"{o.kind:5}  {o.case}: “{o.text}”\n       {o.origin}: “{o.other}” "
        f"(four-word runs {o.shingles:.2f}, words {o.jaccard:.2f})"
        for o in report.found
    ]
    return "\n".join(lines)


def _list_asks(content: Mapping[str, Any], origin: str) -> Iterator[Wording]:
    for key, value in content.items():
        if key.startswith("ask"):
            yield from (Wording(origin, text) for text in _list_texts(value))
        elif isinstance(value, list):
            for entry in value:
                yield from _list_asks(entry, origin) if isinstance(entry, Mapping) else ()


def _list_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _list_texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _list_texts(part)


def _read_lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
