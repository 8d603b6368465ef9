"""Reading grade with syllable counters of our own: they need no dictionary and so no download."""

from __future__ import annotations

import re

WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_SPANISH_WORD = re.compile(r"[^\W\d_]+")
SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")


def count_syllables(word: str) -> int:
    """Groups of vowels, less a silent final e, and never less than one: "table" 2, "cake" 1, "visited" 3."""
    low = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", low))
    if re.search(r"[^ey]e$", low) and not re.search(r"[^aeiouy]le$", low) and groups > 1:
        groups -= 1
    if low.endswith("ed") and not low.endswith(("ted", "ded")) and groups > 1:
        groups -= 1
    return max(1, groups)


def measure_grade(text: str) -> float | None:
    """Flesch-Kincaid grade: 0.39 × words/sentences + 11.8 × syllables/words − 15.59; None without words."""
    words = WORD.findall(text)
    if not words:
        return None
    sentences = sum(bool(WORD.search(part)) for part in SENTENCE_END.split(text))
    syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / max(1, sentences) + 11.8 * syllables / len(words) - 15.59


def count_spanish_syllables(word: str) -> int:
    """Strong and accented vowels, each with the weak ones beside it: "visita" 3, "prisión" 2, "policía" 4."""
    low = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "k", word.lower())
    low = re.sub(r"y(?=[aeiouáéíóú])", "j", low)
    groups = re.findall(r"[iuüy]*(?:[aeoáéó]|[íú])[iuüy]*|[iuüy]+", low)
    return max(1, len(groups))


def measure_spanish_grade(text: str) -> float | None:
    """Crawford's grade (1984): −0.205 × sentences + 0.049 × syllables, each in 100 words, − 3.407; None without words."""
    words = _SPANISH_WORD.findall(text)
    if not words:
        return None
    sentences = sum(bool(_SPANISH_WORD.search(part)) for part in SENTENCE_END.split(text))
    share = 100 / len(words)
    syllables = sum(count_spanish_syllables(word) for word in words)
    return -0.205 * max(1, sentences) * share + 0.049 * syllables * share - 3.407
