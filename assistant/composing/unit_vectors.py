"""How near each subdivision is to a question: one vector for each, with what leads into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.composing.outline import Outline, Outlines, Unit
from ingest.records import Section

LEAD_WORDS = 30
TEXT_WORDS = 130


def format_unit_text(outline: Outline, unit: Unit) -> str:
    """What is embedded of a unit: its section's topic, the end of its stem, and its own words."""
    parent = outline.find_parent(unit)
    lead = " ".join(parent.text.split()[-LEAD_WORDS:]) if parent else ""
    own = " ".join(unit.text.split()[:TEXT_WORDS])
    topic = outline.section.catchline.split(" - ")[0]
    return " ".join(part for part in (f"{topic}." if topic else "", lead, own) if part)


def list_unit_texts(outlines: Outlines, sections: Iterable[Section]) -> dict[tuple[str, str, int], str]:
    """The texts of all units in force, by source, section and order."""
    texts: dict[tuple[str, str, int], str] = {}
    for section in sections:
        if section.status != "in_force":
            continue
        outline = outlines.outline(section)
        for unit in outline.units:
            if unit.subdivision.status == "in_force":
                texts[(section.source, section.number, unit.order)] = format_unit_text(outline, unit)
    return texts


@dataclass(frozen=True)
class UnitVectors:
    """Vectors of units, lined up with where they stand; empty where none were made."""

    rows: Mapping[tuple[str, str, int], int]
    vectors: NDArray[np.float32]

    def measure(self, outline: Outline, unit: Unit, question: NDArray[np.float32]) -> float:
        """Cosine of a unit to the nearest of the question's vectors (n, 384); 0 for a unit without one."""
        row = self.rows.get((outline.section.source, outline.section.number, unit.order))
        return 0.0 if row is None or not len(question) else float((question @ self.vectors[row]).max())


LoadVectors = Callable[[Sequence[str]], Mapping[str, NDArray[np.float32]]]


def build_unit_vectors(outlines: Outlines, sections: Iterable[Section], load: LoadVectors) -> UnitVectors:
    """Line up the vectors that exist."""
    texts = list_unit_texts(outlines, sections)
    known = load(list(dict.fromkeys(texts.values())))
    keys = [key for key, text in texts.items() if text in known]
    rows = np.stack([known[texts[key]] for key in keys]) if keys else np.zeros((0, 384), dtype=np.float32)
    return UnitVectors({key: row for row, key in enumerate(keys)}, rows)
