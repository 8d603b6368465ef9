"""Which language a message is in: English, Spanish, or one the assistant cannot read.

Section numbers and symbols are stripped first ("17-22.5-405(1.5)(a)" is no language). Function words
decide most messages; lingua, over a few languages that are spoken in Colorado, decides the rest, unless nearly
every word is an English one ("use of volunteers in rehabilitation programs" is no French).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lingua import Language as LinguaLanguage
from lingua import LanguageDetectorBuilder

from assistant.records import Language, MessageLanguage
from index.spelling import load_common_words

_CITATION = re.compile(
    r"(?:c\.?\s?r\.?\s?s\.?|§+|\bAR\b|\bHB\b|\bSB\b)\s*|\b\d+(?:[-.]\d+)+(?:\s*\([^)]{1,6}\))*|https?://\S+",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN_LETTER = re.compile(r"[^\W\d_a-záéíóúüñ]", re.I)
"""A letter that neither language has: Vietnamese, French, Portuguese, …"""
_SPANISH_MARKS = re.compile("[¿¡ñ]", re.I)

WORDS_FILE = Path(__file__).parent / "data" / "function_words.toml"
_LANGUAGES = (
    LinguaLanguage.ENGLISH,
    LinguaLanguage.SPANISH,
    LinguaLanguage.FRENCH,
    LinguaLanguage.PORTUGUESE,
    LinguaLanguage.GERMAN,
    LinguaLanguage.ITALIAN,
    LinguaLanguage.DUTCH,
    LinguaLanguage.VIETNAMESE,
    LinguaLanguage.TAGALOG,
    LinguaLanguage.SOMALI,
    LinguaLanguage.SWAHILI,
    LinguaLanguage.POLISH,
    LinguaLanguage.TURKISH,
    LinguaLanguage.INDONESIAN,
)
_MIN_LINGUA_WORDS = 4
_SURE = 0.6
_NEARLY_ALL = 0.8


@dataclass(frozen=True)
class LanguageDetector:
    """Detects a message's language; lingua's models are read when they are first needed."""

    spanish: frozenset[str]
    english: frozenset[str]
    vocabulary: frozenset[str] = frozenset()
    """English words of every kind."""

    def detect(self, text: str, page_language: Language = "en") -> MessageLanguage:
        """Detect "en", "es" or "other"; what is too short to tell is in the page's language."""
        stripped = _CITATION.sub(" ", text)
        words = [_strip_accents(w) for w in _WORD.findall(stripped.casefold())]
        if not words:
            return page_language
        if not any(_is_latin(w) for w in words):
            return "other"
        decided = None if _FOREIGN_LETTER.search(stripped) else self._decide_by_words(stripped, words)
        if decided is not None:
            return decided
        if len(words) < _MIN_LINGUA_WORDS:
            return page_language
        if sum(w in self.vocabulary for w in words) >= len(words) * _NEARLY_ALL:
            return "en"
        return self._ask_lingua(stripped, page_language)

    def _decide_by_words(self, text: str, words: list[str]) -> Language | None:
        """Spanish wins a mixed message once it has Spanish function words of its own."""
        spanish = sum(w in self.spanish for w in words)
        english = sum(w in self.english for w in words)
        if _SPANISH_MARKS.search(text) and spanish:
            return "es"
        if spanish >= 2 and spanish * 2 >= english:
            return "es"
        if spanish and not english and (spanish >= len(words) / 3):
            return "es"
        if english >= 2 and english > spanish and english >= len(words) / 6:
            return "en"
        return "en" if english and not spanish and english >= len(words) / 3 else None

    def _ask_lingua(self, text: str, page_language: Language) -> MessageLanguage:
        ranked = self._lingua.compute_language_confidence_values(text)
        best = ranked[0]
        name = str(best.language.name)
        if name == "ENGLISH":
            return "en"
        if name == "SPANISH":
            return "es"
        return "other" if best.value >= _SURE else page_language

    @cached_property
    def _lingua(self) -> Any:
        return LanguageDetectorBuilder.from_languages(*_LANGUAGES).with_low_accuracy_mode().build()


def load_language_detector(path: Path = WORDS_FILE) -> LanguageDetector:
    """Load the function words of both languages."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    shared = frozenset(data["shared"].split())
    return LanguageDetector(
        spanish=frozenset(data["spanish"].split()) - shared,
        english=frozenset(data["english"].split()) - shared,
        vocabulary=frozenset(load_common_words()),
    )


def _strip_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _is_latin(word: str) -> bool:
    return all("LATIN" in unicodedata.name(c, "") for c in word if c.isalpha())
