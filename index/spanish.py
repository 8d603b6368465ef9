"""A Spanish question put into English word by word, so that an encoder that knows no Spanish can find its way.

The gloss is clumsy English and is only searched, never shown. Phrases come from the glossary; words from
`corpus/spanish.tsv`, by form first and then by stem, so that one line serves all inflections.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import Stemmer

from index.glossary import GlossaryMatch
from index.lexical import TOKEN, fold_text
from index.records import SearchIndexError

SHORTEST_STEM = 4
"""Letters under which two words are not taken for inflections of one."""


@dataclass(frozen=True)
class SpanishLexicon:
    """English for Spanish words: exact forms, and the stems of longer ones."""

    forms: Mapping[str, str]
    stems: Mapping[str, str]

    def find_word(self, word: str) -> str | None:
        """English for a folded word, or None when the lexicon does not know it."""
        known = self.forms.get(word)
        if known is not None or len(word) < SHORTEST_STEM:
            return known
        return self.stems.get(_stem(word))

    def gloss(self, text: str, matches: Sequence[GlossaryMatch] = ()) -> str:
        """Put a text into English word by word; what the glossary matched becomes the law's words.

        Unknown words stay as they are: many are names, numbers or words both languages share.
        """
        plain = fold_text(text)
        held = {match.start: match for match in matches}
        pieces: list[str] = []
        skip_to = 0
        for found in TOKEN.finditer(plain):
            if found.start() < skip_to:
                continue
            match = held.get(found.start())
            if match is not None:
                pieces.append(match.means[0])
                skip_to = match.end
                continue
            known = self.find_word(found.group())
            pieces.append(found.group() if known is None else known)
        return " ".join(piece for piece in pieces if piece)


def load_spanish(corpus_dir: Path) -> SpanishLexicon:
    """Load `corpus/spanish.tsv`; empty when there is none. Raises SearchIndexError naming a line it cannot read."""
    file = corpus_dir / "spanish.tsv"
    forms: dict[str, str] = {}
    stems: dict[str, str] = {}
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        spanish, tab, english = line.partition("\t")
        if not spanish.strip():
            raise SearchIndexError(
                f"{file.name}, line {number}: Spanish words, a tab, English words expected"
            )
        for word in fold_text(spanish).split():
            forms.setdefault(word, english.strip() if tab else "")
            if len(word) >= SHORTEST_STEM:
                stems.setdefault(_stem(word), english.strip())
    return SpanishLexicon(MappingProxyType(forms), MappingProxyType(stems))


def _stem(word: str) -> str:
    return str(Stemmer.Stemmer("spanish").stemWord(word))
