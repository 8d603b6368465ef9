"""What a language model wrote and what became of it, counted from the traces that answers carry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from evals.records import Case, DroppedSentence, Produced, WritingSummary

EXAMPLES = 12


def summarize_writing(produced: Iterable[Produced], cases: Mapping[str, Case]) -> WritingSummary | None:
    """Count released and dropped sentences and why; None where no model was asked anything.

    Examples are taken from the development half only.
    """
    notes = [(p, note) for p in produced if (note := find_writing(p)) is not None]
    if not notes:
        return None
    faults: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    examples: list[DroppedSentence] = []
    for one, note in notes:
        for sentence in note["dropped"]:
            faults.update(name_fault(fault) for fault in sentence["faults"])
            if cases[one.case].split == "dev":
                told = tuple(str(fault) for fault in sentence["faults"])
                examples.append(DroppedSentence(case=one.case, text=str(sentence["text"]), faults=told))
        if note.get("failure"):
            failures[name_fault(str(note["failure"]))] += 1
    step = max(1, len(examples) // EXAMPLES)
    return WritingSummary(
        asked=len(notes),
        shown=sum(one.answer is not None and one.answer.model == note["model"] for one, note in notes),
        released=sum(len(note["released"]) for _, note in notes),
        dropped=sum(len(note["dropped"]) for _, note in notes),
        faults=dict(faults.most_common()),
        failures=dict(failures.most_common()),
        examples=tuple(examples[::step][:EXAMPLES]),
    )


def find_writing(produced: Produced) -> Mapping[str, Any] | None:
    """What the model stage noted in the trace of an answer; None where it was not asked."""
    note = produced.answer.trace.get("write") if produced.answer else None
    return note if isinstance(note, Mapping) else None


def name_fault(fault: str) -> str:
    """A fault without its particulars, so that like faults count together: "far from its quote (0.31)"."""
    return re.sub(r"\b\d+\b", "n", re.sub(r"\s*\([^)]*\)|: .*$", "", fault)).strip()
