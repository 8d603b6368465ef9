"""Lay, slang and Spanish wordings turned into the law's words, by a reviewed list that a person can be shown.

Phrases are matched on stems without accents, longest first, so "las visitas" and "visita" are one entry.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from index.lexical import STOP_WORDS, TOKEN, fold_text, split_terms, stem_word
from index.records import GlossaryUse, SearchIndexError

LONGEST = 8
"""Words in the longest phrase that is looked for."""
MOST_MEANINGS = 3
_DETERMINERS = "the a an his her my their this el la los las un una unos unas su sus mi mis"
DETERMINERS = frozenset(_DETERMINERS.split())


@dataclass(frozen=True)
class GlossaryEntry:
    """One concept: how people say it, and how the law or the pages do."""

    terms: tuple[str, ...]
    means: tuple[str, ...]
    scope: tuple[str, ...]
    """Section numbers or page headings it points to."""
    note_en: str
    note_es: str
    weight: float


@dataclass(frozen=True)
class GlossaryMatch:
    """A stretch of a text that the glossary knows."""

    start: int
    end: int
    """Character positions in the text."""
    wrote: str
    entries: tuple[GlossaryEntry, ...]

    @property
    def means(self) -> tuple[str, ...]:
        """The law's words, the surest first."""
        return tuple(dict.fromkeys(word for entry in self.entries for word in entry.means))[:MOST_MEANINGS]

    @property
    def weight(self) -> float:
        """How exact the surest entry is."""
        return max(entry.weight for entry in self.entries)


@dataclass(frozen=True)
class Glossary:
    """All entries by phrase."""

    phrases: Mapping[tuple[str, ...], tuple[GlossaryEntry, ...]]

    def list_terms(self) -> tuple[str, ...]:
        """Every wording, and every word of the law it leads to."""
        entries = dict.fromkeys(entry for found in self.phrases.values() for entry in found)
        return tuple(text for entry in entries for text in (*entry.terms, *entry.means))

    def find_matches(self, text: str) -> tuple[GlossaryMatch, ...]:
        """Find the known phrases of a text, longest first, none overlapping another."""
        # Positions stay those of the text only if folding keeps its length.
        plain = fold_text(text)
        original = text if len(plain) == len(text) else plain
        words = [(m.start(), m.end(), _stem(m.group())) for m in TOKEN.finditer(plain)]
        matches, position = [], 0
        while position < len(words):
            for length in range(min(LONGEST, len(words) - position), 0, -1):
                window = words[position : position + length]
                entries = self.phrases.get(tuple(word for _, _, word in window))
                if entries:
                    start, end = window[0][0], window[-1][1]
                    matches.append(GlossaryMatch(start, end, original[start:end], entries))
                    position += length - 1
                    break
            position += 1
        return tuple(matches)


def load_glossary(corpus_dir: Path) -> Glossary:
    """Load `corpus/glossary.toml`; empty when there is none. Raises SearchIndexError when it cannot be read."""
    file = corpus_dir / "glossary.toml"
    if not file.exists():
        return Glossary(MappingProxyType({}))
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        return build_glossary([parse_entry(entry) for entry in table.get("entries", [])])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SearchIndexError(f"The glossary {file.name} cannot be read: {error!r}") from error


def parse_entry(entry: Mapping[str, Any]) -> GlossaryEntry:
    """Parse one `[[entries]]` table."""
    return GlossaryEntry(
        terms=(*entry.get("terms_en", ()), *entry.get("terms_es", ())),
        means=tuple(entry["means"]),
        scope=tuple(part.strip() for part in str(entry.get("scope", "")).split(";") if part.strip()),
        note_en=str(entry.get("note_en", "")),
        note_es=str(entry.get("note_es", "")),
        weight=float(entry.get("weight", 1.0)),
    )


def build_glossary(entries: Sequence[GlossaryEntry]) -> Glossary:
    """Arrange entries by the stems of their phrases; a phrase may belong to several."""
    phrases: dict[tuple[str, ...], list[GlossaryEntry]] = {}
    for entry in sorted(entries, key=lambda e: -e.weight):
        for term in entry.terms:
            for stems in _vary_phrase(term):
                known = phrases.setdefault(stems, [])
                if entry not in known:
                    known.append(entry)
    return Glossary(MappingProxyType({stems: tuple(found) for stems, found in phrases.items()}))


def _stem(word: str) -> str:
    """A word's stem; three letters stay as they are: "ALS" is no plural of the Spanish "al"."""
    return word if len(word) < 4 else stem_word(word)


def _vary_phrase(term: str) -> set[tuple[str, ...]]:
    """A phrase's stems, also without its first article when two words with content remain."""
    words = TOKEN.findall(fold_text(term))
    variants = {tuple(_stem(word) for word in words)}
    rest = words[1:] if words and words[0] in DETERMINERS else words
    if sum(word not in STOP_WORDS for word in rest) >= 2:
        variants.add(tuple(_stem(word) for word in rest))
    return {variant for variant in variants if 0 < len(variant) <= LONGEST}


def weigh_terms(matches: Sequence[GlossaryMatch], terms: Mapping[str, float]) -> dict[str, float]:
    """Add the law's words to the query's terms, weighted by how exact they are and how many they are."""
    weighted = dict(terms)
    for match in matches:
        for rank, meaning in enumerate(match.means):
            for term in split_terms(meaning):
                weighted[term] = max(weighted.get(term, 0.0), 0.7 * match.weight / (1 + rank))
    return weighted


def expand_text(text: str, matches: Sequence[GlossaryMatch], language: str) -> str | None:
    """Write the query in the law's words, for a second look by the encoder; None when nothing changes.

    In English the phrase is replaced where it stands. The encoder knows no Spanish, so of a Spanish query
    only the law's words remain.
    """
    if not matches:
        return None
    if language == "es":
        return " ".join(dict.fromkeys(match.means[0] for match in matches))
    pieces, position = [], 0
    for match in matches:
        pieces += [text[position : match.start], match.means[0]]
        position = match.end
    expanded = "".join((*pieces, text[position:]))
    return expanded if re.sub(r"\W", "", expanded.lower()) != re.sub(r"\W", "", text.lower()) else None


def list_uses(matches: Sequence[GlossaryMatch], language: str) -> tuple[GlossaryUse, ...]:
    """What a person is shown: each wording that is not already the law's own."""
    uses = {}
    for match in matches:
        meaning = match.means[0]
        if split_terms(match.wrote) != split_terms(meaning):
            entry = match.entries[0]
            note = entry.note_es if language == "es" else entry.note_en
            uses[match.wrote.lower()] = GlossaryUse(wrote=match.wrote, means=meaning, note=note)
    return tuple(uses.values())
