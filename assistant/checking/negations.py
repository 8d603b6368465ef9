"""A "not" put in or left out turns a rule round with true words: each has to deny what its proof denies.

A negation is held against the words it stands before: "are not expressly permitted" is supported by a proof that denies
something permitted, not by an "except" in another clause. Where a sentence copies its quote, the two are laid side by
side besides, and a negation that stands in only one of them is a turned one wherever else the rule says "not".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from index.lexical import stem_word

REACH = 4
"""How many words that carry meaning a negation governs."""
LEAST_COPIED = 4
"""So many words alike around a difference make it a copy of the rule and not another wording."""
MOST_WORDS = 3
"""A longer difference is another wording."""
_DENIAL = re.compile(
    r"\b(?:not|never|no|none|nobody|nor|neither|cannot|without|nunca|jamás|ni|ningún|ninguna|ninguno|sin)\b|n['’]t\b"
    r"|\b(?:prohibit|forb[ia]d|bann|barr|disallow|den(?:y|ied|ies)|refus|reject|revok|withh[oe]ld|depriv)\w*"
    r"|\b(?:ineligible|unlawful|illegal|impermissible|unauthorized|unable|lacks?|fails?)\b",
    re.I,
)
_BREAK = re.compile(r"[.;:!?]|\b(?:but|except|unless|pero|salvo)\b", re.I)
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")
_LIGHT = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "that",
        "this",
        "these",
        "those",
        "any",
        "all",
        "such",
        "his",
        "her",
        "their",
        "its",
        "it",
        "he",
        "she",
        "they",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "may",
        "must",
        "shall",
        "can",
        "could",
        "should",
        "will",
        "would",
        "as",
        "who",
        "which",
        "person",
        "persons",
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "de",
        "en",
        "con",
        "por",
        "para",
        "que",
        "se",
        "su",
        "sus",
        "y",
        "o",
        "es",
        "son",
    ]
)
_BARE = frozenset(
    ["not", "no", "never", "nor", "neither", "none", "nunca", "jamás", "ni", "ningún", "ninguna"]
)
_ONLY = re.compile(r"\b(?:only|solely|unless|except|solo|sólo|solamente|salvo|excepto)\b", re.I)


def find_turned_negations(sentence: str, proof: str, quote: str) -> tuple[str, ...]:
    """Name the negations that a sentence has and its proof has not, and those of the quote that it leaves out.

    `proof` is what was pointed at, `quote` the whole subdivision it stands in: what is added must stand in the proof, what
    is left out may stand anywhere.
    """
    said, proved, held = list_denied(sentence), list_denied(proof), list_denied(quote)
    faults = [
        f"a negation that its proof does not have: {' '.join(words)}"
        for words in said
        if not any(_agree(words, other) for other in proved)
    ]
    own = _list_stems(sentence)
    faults += [
        f"a negation left out: {' '.join(words)}"
        for words in held
        if len(words) > 1
        and set(words[:3]) <= set(own)
        and _keeps_order(words[:3], own)
        and not any(_agree(words, other) for other in said)
        and words[:3] not in _list_runs(_strip_denials(quote), 3)
    ]
    faults += _compare_words(sentence, quote)
    if _ONLY.search(sentence) and not (_ONLY.search(quote) or _DENIAL.search(quote)):
        faults.append("an only or an unless that its quote does not have")
    return tuple(faults)


def list_denied(text: str) -> tuple[tuple[str, ...], ...]:
    """List, for each negation, the stems of the next words it governs; empty where nothing follows it in its clause."""
    found = []
    for match in _DENIAL.finditer(text):
        clause = _BREAK.split(text[match.end() :], maxsplit=1)[0]
        found.append(tuple(_list_stems(clause)[:REACH]))
    return tuple(found)


def _compare_words(sentence: str, quote: str) -> list[str]:
    """Lay a sentence beside its quote word by word; gives the negations that only one of them has."""
    said, held = _split_words(sentence), _split_words(quote)
    steps = SequenceMatcher(None, said, held, autojunk=False).get_opcodes()
    faults = []
    for number, (kind, a, b, c, d) in enumerate(steps):
        here, there = said[a:b], held[c:d]
        if kind == "equal" or max(len(here), len(there)) > MOST_WORDS:
            continue
        around = [step for step in steps[max(0, number - 1) : number + 2] if step[0] == "equal"]
        if sum(step[2] - step[1] for step in around) < LEAST_COPIED:
            continue
        if _has_denial(here) != _has_denial(there):
            faults.append(
                f"a negation {'put in' if _has_denial(here) else 'left out'} where the words are the same"
            )
    return faults


def _split_words(text: str) -> list[str]:
    spelled = re.sub(r"\bcannot\b|\bcan['’]t\b", "can not", text.lower())
    return re.findall(r"[^\W_]+", re.sub(r"n['’]t\b", " not", spelled))


def _has_denial(words: Sequence[str]) -> bool:
    return any(word in _BARE for word in words)


def _agree(words: Sequence[str], other: Sequence[str]) -> bool:
    """True where two negations deny the same: they share what comes first, or one governs nothing."""
    if not words or not other:
        return True
    return words[0] in other or other[0] in words or len(set(words) & set(other)) > 1


def _keeps_order(words: Sequence[str], stems: Sequence[str]) -> bool:
    places = [stems.index(word) for word in words]
    return places == sorted(places)


def _list_runs(stems: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(stems[n : n + length]) for n in range(len(stems) - length + 1)}


def _strip_denials(text: str) -> list[str]:
    """The stems of a text without the clauses that deny: what it says without any negation."""
    parts = re.split(r"[.;:]|(?:\bexcept that\b)", text)
    return [stem for part in parts if not _DENIAL.search(part) for stem in _list_stems(part)]


def _list_stems(text: str) -> list[str]:
    words = (word.lower() for word in _WORD.findall(_DENIAL.sub(" ", text)))
    return [stem_word(word) for word in words if word not in _LIGHT]
