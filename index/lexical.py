"""The lexical index: BM25 over stemmed words, in which a section number is one word.

A passage is indexed with its catchline, its headings and its lead-in. Counting one of them more than the others brought nothing.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from ingest.records import Passage

COMBINING = re.compile(r"[\u0300-\u036f]")
TOKEN = re.compile(
    r"\d+(?:\.\d+)?-\d+(?:\.\d+)?-\d+(?:\.\d+)?"  # a section: 17-22.5-405
    r"|\d{2}[a-z]?-\d{3,4}(?!\d)"  # a bill: 21-064, 02s-1006
    r"|\d+(?:[.,]\d+)*"  # 1.5, 1,000
    r"|[a-z]+(?:'[a-z]+)?"
)
_STOP_WORDS = """a about after all also am an and any are aren't as at be because been before being but by can can't
    could couldn't did didn't do does doesn't doing don't down for from get gets getting go going gonna got had
    has have having he he'd he'll he's her here here's hers him his how how's i i'd i'll i'm i've if im in into is
    isn't it it's its just let like may me might more most must my no not now of off on once only or other our ours
    out over please same shall she she'd she'll she's should so some such tell than that that's the their theirs
    them then there there's these they they'd they'll they're this those through to too under until up upon us very
    want wants was wasn't way we we're well were what what's when where which while who who's whom why will with
    won't would wouldn't yes you you'd you'll you're your yours
    al como con cual cuando de del donde el ella ellos en es esa ese eso esta este esto ha han hay la las le les lo
    los mas me mi mis muy nos o para pero por porque que quien se si sin son su sus te tiene tu un una uno y ya yo"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def fold_text(text: str) -> str:
    """Lower-case, without accents, with straight apostrophes: "Cañón’s" → "canon's"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    return COMBINING.sub("", decomposed).lower()


@lru_cache(maxsize=2)
def _load_stemmer(language: str) -> Any:
    return Stemmer.Stemmer("spanish" if language == "es" else "english")


@lru_cache(maxsize=65536)
def stem_word(word: str, language: str = "en") -> str:
    """Reduce a word to its stem; anything with a digit stays as it is."""
    if any(c.isdigit() for c in word):
        return word
    stem: str = _load_stemmer(language).stemWord(word.split("'")[0] if word.endswith("'s") else word)
    return stem


def split_words(text: str) -> list[str]:
    """Find the words of a text, folded but not stemmed, stop words included."""
    words = TOKEN.findall(fold_text(text))
    return [re.sub(r"(?:,(?=\d)|\.00$)", "", w) if w[0].isdigit() and "-" not in w else w for w in words]


def split_terms(text: str, language: str = "en") -> list[str]:
    """Split a text into what is indexed: stems, without stop words, citations and decimals whole."""
    return [stem_word(word, language) for word in split_words(text) if word not in STOP_WORDS]


def split_passage_terms(passage: Passage) -> list[str]:
    """Split a passage into terms, with the words that stand above it."""
    fields = (passage.catchline, *passage.heading_path, passage.text, passage.lead_in)
    return [passage.section, *(term for field in fields for term in split_terms(field))]


class LexicalIndex:
    """BM25 scores of documents by row number."""

    def __init__(self, scorer: Any, size: int) -> None:
        self._scorer = scorer
        self.size = size

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> LexicalIndex:
        """Build over documents given as terms."""
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        scorer = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        scorer.index([list(document) or ["-"] for document in documents], show_progress=False)
        return cls(scorer, len(documents))

    @classmethod
    def load(cls, directory: Path, size: int) -> LexicalIndex:
        """Open a written index, memory-mapped."""
        return cls(bm25s.BM25.load(str(directory), mmap=True), size)

    def write(self, directory: Path) -> None:
        """Write the index as its own folder."""
        self._scorer.save(str(directory), show_progress=False)

    def score(self, terms: Mapping[str, float]) -> NDArray[np.float32]:
        """Score every document: the weighted sum over terms; zero where none occurs."""
        scores: NDArray[np.float32] = np.zeros(self.size, dtype=np.float32)
        vocabulary = self._scorer.vocab_dict
        by_weight: dict[float, list[str]] = {}
        for term, weight in terms.items():
            if term in vocabulary:
                by_weight.setdefault(weight, []).append(term)
        for weight, group in by_weight.items():
            scores += np.float32(weight) * self._scorer.get_scores(group)
        return scores
