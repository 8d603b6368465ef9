"""Reads the data of screening from disk: statuses, patterns, and, with an encoder, the examples."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.records import Outcome, Turn
from assistant.screening.examples import ORDINARY_FILE, Embed, load_example_vectors, load_examples
from assistant.screening.patterns import PatternSet, load_patterns
from assistant.screening.proposing import ExampleProposer
from assistant.screening.reader import fit_reader
from assistant.screening.records import Family, Screening, StatusRule
from assistant.screening.rules import Screener
from assistant.screening.traits import TraitReader

STATUSES_FILE = Path(__file__).with_name("statuses.toml")
_COURTESY = frozenset({"small_talk", "greeting", "thanks", "empty", "unreadable"})


def load_status_rules(path: Path = STATUSES_FILE) -> dict[str, StatusRule]:
    """Load what follows from each status; the name's prefix is its family."""
    table: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {status: _parse_rule(status, values) for status, values in table.items()}


def load_screener(embed: Embed | None = None, cache_dir: Path | None = None) -> Screener:
    """Load a screener; with an encoder it also reads the labelled examples (vectors cached in `cache_dir`)."""
    patterns, statuses = load_patterns(), load_status_rules()
    if embed is None:
        return Screener(patterns, statuses)
    return Screener(patterns, statuses, build_proposer(patterns, embed, cache_dir))


def build_proposer(patterns: PatternSet, embed: Embed, cache_dir: Path | None = None) -> ExampleProposer:
    """Build what reads messages by the labelled examples and the ordinary questions."""
    examples = (*load_examples(), *load_examples(ORDINARY_FILE))
    cache_file = cache_dir / "screening-examples.npz" if cache_dir else None
    vectors = load_example_vectors(examples, embed, cache_file)
    read_traits = TraitReader(patterns)
    traits = np.stack([read_traits(example.text) for example in examples])
    return ExampleProposer(fit_reader(examples, vectors, traits), embed, read_traits, patterns)


def screen(question_text: str, previous: Sequence[Turn] = (), embed: Embed | None = None) -> Screening:
    """Screen one message; a program that screens many keeps a `Screener` from `load_screener`."""
    return _keep_screener(embed)(question_text, previous)


@lru_cache(maxsize=2)
def _keep_screener(embed: Embed | None) -> Screener:
    return load_screener(embed)


def _parse_rule(status: str, values: dict[str, Any]) -> StatusRule:
    prefix = status.split("_", 1)[0]
    family: Family = "courtesy" if status in _COURTESY else prefix  # type: ignore[assignment]
    outcome: Outcome = "clarification" if family == "courtesy" else family
    return StatusRule(status=status, family=family, outcome=outcome, **values)
