"""The office's letter is content: its lines, and how the assistant's words become the office's, stand in one file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Any

from assistant.records import Language
from assistant.replies.woman import write_of_woman

TEMPLATE_FILE = Path(__file__).with_name("reply.toml")
_TABLES = ("status", "voice", "never")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡“])|(?<=[.!?])(?<!m\.)\s+(?=\()")
"""Not behind "8 a. m. (hora de Denver)"."""


@dataclass(frozen=True)
class LetterTemplate:
    """The letter in one language."""

    language: Language
    lines: Mapping[str, str]
    statuses: Mapping[str, str]
    voice: tuple[tuple[re.Pattern[str], str], ...]
    never: re.Pattern[str]
    is_of_woman: bool = False

    def __call__(self, key: str, **values: str) -> str:
        """Fill one line. Raises KeyError for a line or a value that is missing."""
        return Template(self.lines[key]).substitute(values)

    def write_as_office(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Put the assistant's words as the office would; the second part is the sentences it cannot write."""
        for pattern, written in self.voice:
            text = pattern.sub(written, text)
        text = write_of_woman(text) if self.is_of_woman else text
        left_out: list[str] = []
        paragraphs = []
        for paragraph in text.split("\n"):
            kept: list[str] = []
            for sentence in _SENTENCE.split(paragraph):
                (left_out if self.never.search(sentence) else kept).append(sentence)
            paragraphs.append(" ".join(kept) if kept or not paragraph.strip() else None)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(p for p in paragraphs if p is not None)).strip(), tuple(
            left_out
        )


@lru_cache(maxsize=4)
def load_template(language: Language, file: Path = TEMPLATE_FILE) -> LetterTemplate:
    """Load the letter in a language; a malformed pattern raises ValueError."""
    table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))[language]
    try:
        voice = tuple((re.compile(v["find"]), v["write"]) for v in table["voice"])
        never = re.compile("|".join(table["never"]["words"]))
    except re.error as error:
        raise ValueError(f"{file.name}, {language}: malformed pattern ({error})") from error
    lines = {key: value for key, value in table.items() if key not in _TABLES}
    return LetterTemplate(language, lines, table["status"], voice, never)


@dataclass(frozen=True)
class Premise:
    """What an e-mail must tell of before an answer can be meant for it."""

    about: re.Pattern[str]
    """Ids of standard answers, first pinpoints, or statuses."""
    told: re.Pattern[str]
    is_place: bool
    """Whether it is a kind of place: then the question is asked once more about a state prison."""


@lru_cache(maxsize=2)
def load_premises(file: Path = TEMPLATE_FILE) -> tuple[Premise, ...]:
    """Load the premises; a malformed pattern raises ValueError."""
    try:
        return tuple(
            Premise(re.compile(p["about"]), re.compile(p["told"], re.I), bool(p.get("place")))
            for p in tomllib.loads(file.read_text(encoding="utf-8"))["premise"]
        )
    except re.error as error:
        raise ValueError(f"{file.name}: malformed premise ({error})") from error


@dataclass(frozen=True)
class LetterWords:
    """The lists of words by which an e-mail tells what matters to a letter."""

    past: re.Pattern[str]
    """A passage tells of the past."""
    died_inside: re.Pattern[str]
    """The person inside has died."""
    whom: re.Pattern[str]
    """It asks what help in an emergency answers by itself: "who do I call"."""
    program: re.Pattern[str]
    """It is about a community corrections program."""
    jail: re.Pattern[str]
    prison: re.Pattern[str]
    case: re.Pattern[str]
    """It asks for one person's record."""
    woman_inside: re.Pattern[str]
    """The person inside is a woman, by where somebody's daughter is, or by the prison."""
    woman: re.Pattern[str]
    """It names somebody's daughter, wife, mother."""
    man: re.Pattern[str]


@lru_cache(maxsize=2)
def load_words(file: Path = TEMPLATE_FILE) -> LetterWords:
    """Load the lists of words; a malformed pattern raises ValueError."""
    lists: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))["words"]
    try:
        return LetterWords(
            **{
                name: re.compile("|".join(f"(?:{word})" for word in words), re.I)
                for name, words in lists.items()
            }
        )
    except re.error as error:
        raise ValueError(f"{file.name}: malformed word ({error})") from error
