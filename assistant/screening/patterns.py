"""Patterns are data (`patterns.toml`): cues, the co-cues they require, and the vetoes that undo them.

A cue counts within one sentence unless it says otherwise, so a policy question in the next sentence
never undoes a cry for help in this one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.screening.records import YieldsToLaw
from assistant.screening.spelling import SpellingRepair, build_spelling_repair
from assistant.screening.text import fold, split_sentences
from assistant.screening.vague import VagueReader, load_vague_reader

PATTERNS_FILE = Path(__file__).with_name("patterns.toml")
_FRAGMENT = re.compile(r"%(\w+)%")


@dataclass(frozen=True)
class Cue:
    """One pattern of one status."""

    id: str
    status: str
    strength: float
    any: re.Pattern[str]
    all: tuple[re.Pattern[str], ...] = ()
    unless: re.Pattern[str] | None = None
    all_nearby: tuple[re.Pattern[str], ...] = ()
    unless_anywhere: re.Pattern[str] | None = None
    is_whole_message: bool = False
    preferred_locators: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    yields_to_law: YieldsToLaw | None = None
    """None: as its status says."""

    def find(self, sentence: str, nearby: str, message: str) -> str | None:
        """Find what this cue matches in a sentence; `nearby` is it and its two neighbours."""
        where = message if self.is_whole_message else sentence
        found = self.any.search(where)
        if found is None or not all(p.search(where) for p in self.all):
            return None
        if self.unless is not None and self.unless.search(where):
            return None
        if not all(p.search(nearby) for p in self.all_nearby):
            return None
        if self.unless_anywhere is not None and self.unless_anywhere.search(message):
            return None
        return found.group()


@dataclass(frozen=True)
class PatternMatch:
    """A cue that matched, and the words it matched on."""

    cue: Cue
    matched: str


@dataclass(frozen=True)
class PatternSet:
    """All cues and signals, compiled."""

    cues: tuple[Cue, ...]
    signals: Mapping[str, re.Pattern[str]]
    traits: Mapping[str, re.Pattern[str]]
    question: re.Pattern[str]
    person: re.Pattern[str]
    repair: SpellingRepair
    names_no_subject: VagueReader

    def match(self, text: str) -> tuple[PatternMatch, ...]:
        """Match every cue against every sentence of a message; each cue counts once."""
        message = self.fold(text)
        sentences = split_sentences(message) or (message,)
        near = tuple("\n".join(sentences[max(0, n - 1) : n + 2]) for n in range(len(sentences)))
        found: list[PatternMatch] = []
        for cue in self.cues:
            hits = (
                cue.find(sentence, nearby, message) for sentence, nearby in zip(sentences, near, strict=True)
            )
            matched = next((hit for hit in hits if hit is not None), None)
            if matched is not None:
                found.append(PatternMatch(cue, matched))
        return tuple(found)

    def has_signal(self, name: str, text: str) -> bool:
        """Whether a named signal (a topic, a place, a way of asking) stands in a message."""
        return self.signals[name].search(self.fold(text)) is not None

    def fold(self, text: str) -> str:
        """Fold a message and repair critical words."""
        return self.repair(fold(text))


def load_patterns(path: Path = PATTERNS_FILE) -> PatternSet:
    """Load and compile the patterns. Raises ValueError naming the cue whose pattern is malformed."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    fragments = _expand_fragments(data["fragments"])
    cues = tuple(_parse_cue(cue, fragments) for cue in data["cue"])

    def compile_table(table: str) -> dict[str, re.Pattern[str]]:
        return {name: _compile(rows, fragments, f"{table}.{name}") for name, rows in data[table].items()}

    manner, spelling = compile_table("manner"), data["spelling"]
    return PatternSet(
        cues=cues,
        signals=compile_table("signals"),
        traits=compile_table("traits"),
        question=manner["question"],
        person=manner["person"],
        repair=build_spelling_repair(spelling["words"], spelling["keep"]),
        names_no_subject=load_vague_reader(f"{fragments['kin']}|{fragments['pariente']}"),
    )


def _expand_fragments(raw: Mapping[str, str]) -> dict[str, str]:
    """Expand fragments in order; a fragment may use those before it."""
    done: dict[str, str] = {}
    for name, pattern in raw.items():
        done[name] = f"(?:{_fill(pattern, done)})"
    return done


def _fill(pattern: str, fragments: Mapping[str, str]) -> str:
    return _FRAGMENT.sub(lambda m: fragments[m.group(1)], pattern)


def _compile(patterns: Sequence[str], fragments: Mapping[str, str], owner: str) -> re.Pattern[str]:
    try:
        joined = "|".join(f"(?:{_fill(p, fragments)})" for p in patterns)
        return re.compile(rf"(?<![a-z0-9])(?:{joined})(?:(?<= )|(?![a-z0-9]))")
    except (re.error, KeyError) as error:
        raise ValueError(f"{owner}: malformed pattern ({error})") from error


def _parse_cue(raw: Mapping[str, Any], fragments: Mapping[str, str]) -> Cue:
    owner = f"cue {raw['id']}"

    def compile_optional(key: str) -> re.Pattern[str] | None:
        return _compile(raw[key], fragments, owner) if raw.get(key) else None

    return Cue(
        id=raw["id"],
        status=raw["status"],
        strength=float(raw.get("strength", 1.0)),
        any=_compile(raw["any"], fragments, owner),
        all=tuple(_compile(group, fragments, owner) for group in raw.get("all", ())),
        unless=compile_optional("unless"),
        all_nearby=tuple(_compile(group, fragments, owner) for group in raw.get("all_nearby", ())),
        unless_anywhere=compile_optional("unless_anywhere"),
        is_whole_message=bool(raw.get("whole_message", False)),
        preferred_locators=tuple(raw.get("preferred_locators", ())),
        services=tuple(raw.get("services", ())),
        yields_to_law=raw.get("yields_to_law"),
    )
