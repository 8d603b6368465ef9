"""Which subdivision inside the best passages is the one asked about, as features a small regression weighs.

What people ask of a pinpoint tells more than the words it shares with them; the passage tells most of all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.composing.outline import Outline, Outlines, Unit
from assistant.regression import Regression
from assistant.state import Nearness
from index.lexical import split_terms
from index.records import FoundPassage

UNIT_FEATURES = (
    "passage",
    "is_first",
    "is_second",
    "asked",
    "asked_below",
    "asked_beside",
    "own_words",
    "context_words",
    "is_stem",
    "is_weak",
    "length",
)
UNIT_WEIGHTS_FILE = Path(__file__).with_name("unit_weights.json")
RAREST = 6.0
KEEP = 8
_WEAK_OPENING = re.compile(
    r"^(?:the general assembly|it is the intent|as used in this|for (?:the )?purposes of this)", re.I
)


@dataclass(frozen=True)
class ScoredUnit:
    """A unit with the reasons for its rank."""

    unit: Unit
    outline: Outline
    score: float
    """The chance, 0 to 1, that this is the pinpoint asked about."""
    asked: float
    """Cosine to the nearest question written for it."""
    passage: float
    """The calibrated score of the passage it stands in."""
    rank: int = 0
    """Of that passage, from 0."""


@dataclass(frozen=True)
class UnitRanker:
    """Ranks the units of the best passages."""

    outlines: Outlines
    rarity: Mapping[str, float]
    model: Regression

    def weigh(self, term: str) -> float:
        """How rare a stem is in the corpus."""
        return self.rarity.get(term, RAREST)

    def rank(
        self, found: Sequence[FoundPassage], query: str, near: Nearness, keep: int = KEEP
    ) -> tuple[ScoredUnit, ...]:
        """Score every unit in force of the best passages; best first.

        `near.asked` gives, by "<source> <locator>", how near the question is to those written for that pinpoint.
        """
        best: dict[tuple[str, int], ScoredUnit] = {}
        for outline, unit, passage, rank, row in self.list_rows(found, query, near, keep):
            asked = self._asked(outline, unit, near)
            scored = ScoredUnit(unit, outline, self.model.judge(row), asked, passage, rank)
            key = (outline.section.number, unit.order)
            if key not in best or best[key].score < scored.score:
                best[key] = scored
        return tuple(sorted(best.values(), key=lambda scored: -scored.score))

    def list_rows(
        self, found: Sequence[FoundPassage], query: str, near: Nearness, keep: int = KEEP
    ) -> list[tuple[Outline, Unit, float, int, NDArray[np.float32]]]:
        """The features of every unit of the best passages."""
        terms = frozenset(split_terms(query))
        texts = [f for f in found if f.passage.part == "text"][:keep]
        top = max((f.score for f in texts), default=1.0) or 1.0
        rows = []
        for rank, passage in enumerate(texts):
            outline = self.outlines.find(passage.passage.section)
            if outline is None:
                continue
            wanted = frozenset(passage.passage.locators)
            for unit in outline.units:
                if (
                    unit.locator in wanted
                    and unit.subdivision.status == "in_force"
                    and self._stands_in(unit, passage)
                ):
                    row = self._build_row(outline, unit, rank, passage.score / top, terms, near)
                    rows.append((outline, unit, passage.score, rank, row))
        return rows

    def _stands_in(self, unit: Unit, passage: FoundPassage) -> bool:
        """Paragraphs of a page share one heading path: only the text tells which passage holds them."""
        return bool(unit.subdivision.labels) or unit.text in passage.passage.text

    def _build_row(
        self,
        outline: Outline,
        unit: Unit,
        rank: int,
        relative: float,
        terms: frozenset[str],
        near: Nearness,
    ) -> NDArray[np.float32]:
        total = sum(self.weigh(term) for term in terms) or 1.0
        parent = outline.find_parent(unit)
        own, context = outline.terms[unit.order], outline.context_terms[unit.order]
        below = max((self._asked(outline, u, near) for u in outline.find_children(unit)), default=0.0)
        beside = self._asked(outline, parent, near) if parent else 0.0
        row = {
            "passage": relative,
            "is_first": float(rank == 0),
            "is_second": float(rank == 1),
            "asked": self._asked(outline, unit, near),
            "asked_below": below,
            "asked_beside": beside,
            "own_words": sum(self.weigh(t) for t in terms & own) / total,
            "context_words": sum(self.weigh(t) for t in terms & context) / total,
            "is_stem": float(unit.is_stem),
            "is_weak": float(bool(_WEAK_OPENING.match(unit.text))),
            "length": log(1 + unit.words) / 6,
        }
        return np.asarray([row[name] for name in UNIT_FEATURES], dtype=np.float32)

    def _asked(self, outline: Outline, unit: Unit, near: Nearness) -> float:
        return near.asked.get(f"{outline.section.source} {unit.locator}", 0.0)


def choose_units(ranked: Sequence[ScoredUnit], least_share: float, count: int = 3) -> tuple[ScoredUnit, ...]:
    """The best unit of the first passage, the best of the second, then the best of the rest; the best first.

    Two passages are wrong together less often than two units of one: on the project's own questions this holds
    the unit asked about in .63 of cases, three units by rank alone in .55 to .59.
    """
    if not ranked:
        return ()
    least = least_share * ranked[0].score
    leaders = [next((s for s in ranked if s.rank == rank), None) for rank in (0, 1)]
    chosen = {id(s): s for s in [ranked[0], *leaders, *ranked] if s is not None and s.score >= least}
    first = list(chosen.values())[:count]
    return tuple(sorted(first, key=lambda scored: -scored.score))
