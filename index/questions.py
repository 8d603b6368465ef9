"""Questions that a passage answers, as extra surface to find it by; never shown as text of the law.

Each is bound to the hash of the subdivision it was written from (`bindings.json`): when an edition changes
that text, the question is left out until someone has read both again and bound it anew.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.records import SurfaceQuestion
from ingest.records import Passage, Section, Subdivision


@dataclass(frozen=True)
class WrittenQuestions:
    """One line of a questions file: what people ask that one subdivision answers."""

    source: str
    locators: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    """(language, question)."""
    origin: str

    @property
    def keys(self) -> tuple[str, ...]:
        """How the bindings file names what it binds to."""
        return tuple(f"{self.source} {locator}" for locator in self.locators)


def load_written_questions(corpus_dir: Path) -> tuple[tuple[WrittenQuestions, ...], tuple[str, ...]]:
    """Load passage questions and the askings of standard answers; with a line for each that cannot be read."""
    written: list[WrittenQuestions] = []
    unreadable: list[str] = []
    for file in sorted((corpus_dir / "passage_questions").glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                try:
                    written.append(parse_passage_question(line))
                except (ValueError, KeyError, AttributeError, TypeError) as error:
                    unreadable.append(f"{file.name} line {number} is not a passage question: {error!r}")
    for file in sorted((corpus_dir / "standard_answers").glob("*.toml")):
        try:
            asked = parse_standard_answer_asks(file.read_text(encoding="utf-8"))
        except (ValueError, KeyError, IndexError, TypeError) as error:
            unreadable.append(f"{file.name} is not a standard answer: {error!r}")
        else:
            written += [asked] if asked else []
    return tuple(written), tuple(unreadable)


def parse_passage_question(line: str) -> WrittenQuestions:
    """Parse one line of `corpus/passage_questions/*.jsonl`."""
    record = json.loads(line)
    texts = [(language, str(text)) for language in ("en", "es") for text in record.get(language, [])]
    return WrittenQuestions(record["source"], (record["locator"],), tuple(texts), "passage_question")


def parse_standard_answer_asks(text: str) -> WrittenQuestions | None:
    """Parse the askings of a standard answer, pointing to what its first quoting sentence quotes."""
    record: dict[str, Any] = tomllib.loads(text)
    texts = [(language, str(ask)) for language in ("en", "es") for ask in record.get(f"asks_{language}", [])]
    quotes: list[dict[str, str]] = next((s["quotes"] for s in record["sentences"] if s.get("quotes")), [])
    if not quotes:
        return None
    source = quotes[0]["source"]
    locators = tuple(dict.fromkeys(quote["locator"] for quote in quotes if quote["source"] == source))
    return WrittenQuestions(source, locators, tuple(texts), str(record["id"]))


def hash_subdivisions(sections: Iterable[Section]) -> dict[str, str]:
    """Hash each subdivision's text with everything under it, by "<source> <locator>"."""
    hashes = {}
    for section in sections:
        hashes[f"{section.source} {section.number}"] = _hash_texts(section.subdivisions)
        for part in section.subdivisions:
            depth = len(part.labels)
            under = [other for other in section.subdivisions if other.labels[:depth] == part.labels]
            if part.labels:
                hashes[f"{section.source} {part.locator}"] = _hash_texts(under)
    return hashes


def _hash_texts(parts: Sequence[Subdivision]) -> str:
    return hashlib.sha256("\n".join(part.text for part in parts).encode("utf-8")).hexdigest()[:16]


def load_bindings(directory: Path) -> dict[str, str]:
    """Load the bindings: the text hash each subdivision had when its questions were last read."""
    file = directory / "bindings.json"
    if not file.exists():
        return {}
    bindings: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return bindings


def write_bindings(directory: Path, written: Iterable[WrittenQuestions], hashes: Mapping[str, str]) -> int:
    """Bind every question to its text as it stands now; returns how many subdivisions are bound."""
    keys = sorted({key for item in written for key in item.keys if key in hashes})
    directory.mkdir(parents=True, exist_ok=True)
    part = directory / "bindings.json.part"
    part.write_text(json.dumps({key: hashes[key] for key in keys}, indent=0) + "\n", encoding="utf-8")
    part.replace(directory / "bindings.json")
    return len(keys)


def resolve_questions(
    written: Iterable[WrittenQuestions],
    passages: Sequence[Passage],
    hashes: Mapping[str, str],
    bindings: Mapping[str, str],
) -> tuple[tuple[SurfaceQuestion, ...], tuple[str, ...]]:
    """Point each question at the passages that hold its locator.

    Returns the questions, the English ones first, and a line for each that was left out.
    """
    finder = _PassageFinder(passages)
    resolved: dict[str, SurfaceQuestion] = {}
    left_out = []
    for item in written:
        ids: list[str] = []
        for locator, key in zip(item.locators, item.keys, strict=True):
            if key not in hashes:
                left_out.append(f"{key}: no such text ({item.origin})")
            elif key not in bindings:
                left_out.append(f"{key}: not bound yet. Run: python -m index bind")
            elif bindings[key] != hashes[key]:
                left_out.append(f"{key}: its text has changed since its questions were written")
            else:
                ids.extend(i for i in finder.find(item.source, locator) if i not in ids)
        for language, text in item.texts if ids else ():
            question = SurfaceQuestion(
                text=text,
                language=language,
                source=item.source,
                locator=item.locators[0],
                passage_ids=tuple(ids),
                origin=item.origin,
            )
            resolved.setdefault(f"{text.casefold()} {item.locators[0]}", question)
    ordered = sorted(resolved.values(), key=lambda question: question.language != "en")
    return tuple(ordered), tuple(dict.fromkeys(left_out))


class _PassageFinder:
    """Finds the passages of text that hold a locator."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._by_locator: dict[str, list[str]] = {}
        self._first: dict[str, str] = {}
        for passage in passages:
            if passage.part != "text":
                continue
            self._first.setdefault(f"{passage.source} {passage.section}", passage.id)
            for locator in passage.locators:
                self._by_locator.setdefault(f"{passage.source} {locator}", []).append(passage.id)

    def find(self, source: str, locator: str) -> tuple[str, ...]:
        """The passages holding the locator; else the first of its section; else none."""
        held = self._by_locator.get(f"{source} {locator}")
        if held:
            return tuple(held)
        first = self._first.get(f"{source} {locator.split('(')[0]}")
        return (first,) if first else ()
