"""One verdict on one sentence: what it says beyond its quotes, named so that the trace can keep it."""

from __future__ import annotations

import re

from assistant.checking.modals import (
    find_claimed_modals,
    find_hardened_modals,
    find_unsupported_modals,
    is_negated,
    is_softened,
)
from assistant.checking.numbers import find_unsupported_numbers
from assistant.state import Quote

_SECTION = re.compile(r"\b(\d{1,2}(?:\.\d+)?-\d+(?:\.\d+)?-\d+(?:\.\d+)?)((?:\s*\([\w.]+\))*)")
_LINK = re.compile(r"https?://|www\.|\b[\w.+-]+@[\w-]+\.\w+|\b\d{3}[-.\s]\d{3}[-.\s]\d{4}\b|\]\(", re.I)
_CLAUSE = re.compile(r"(?<=[;:])\s+|(?<=[.!?])\s+|\s+(?=except that\b|unless\b|but\b)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "that",
        "this",
        "with",
        "his",
        "her",
        "him",
        "she",
        "they",
        "them",
        "their",
        "has",
        "have",
        "had",
        "are",
        "was",
        "were",
        "been",
        "not",
        "may",
        "must",
        "shall",
        "can",
        "will",
        "any",
        "all",
        "who",
        "what",
        "when",
        "where",
        "which",
        "from",
        "into",
        "than",
        "then",
        "there",
        "here",
        "only",
        "also",
        "more",
        "most",
        "such",
        "other",
        "does",
        "did",
        "one",
        "its",
        "you",
        "your",
        "our",
        "out",
        "about",
        "under",
        "over",
        "after",
        "before",
        "because",
        "while",
        "says",
        "say",
        "law",
        "person",
        "people",
    ]
)


def split_clauses(text: str) -> tuple[str, ...]:
    """Split a quote where the law turns: at semicolons, sentence ends, "except that", "unless"."""
    return tuple(part.strip() for part in _CLAUSE.split(text) if part.strip())


def find_content_words(text: str) -> frozenset[str]:
    """The words that carry meaning, crudely stemmed."""
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(re.sub(r"(?:ies|es|ed|ing|s)$", "", word) for word in words if word not in _COMMON)


def find_reviewed_faults(sentence: str, quotes: tuple[Quote, ...]) -> tuple[str, ...]:
    """Name what a reviewed sentence asserts beyond its quotes: numbers with units, sections, links."""
    texts = tuple(quote.text for quote in quotes)
    numbers = find_unsupported_numbers(sentence, texts, counts_are_free=True)
    return (
        *(f"number {n.value:g} {n.qualifier} {n.unit}".rstrip() for n in numbers),
        *_find_foreign_names(sentence, quotes),
    )


def find_doubts(sentence: str, quotes: tuple[Quote, ...]) -> tuple[str, ...]:
    """Name what an editor should look at again: the faults of a reviewed sentence, and modals that grew."""
    return (
        *find_reviewed_faults(sentence, quotes),
        *find_hardened_modals(sentence, tuple(q.text for q in quotes)),
    )


def find_claim_faults(sentence: str, quotes: tuple[Quote, ...]) -> tuple[str, ...]:
    """Name what a sentence asserts and its quotes do not: numbers, modals, section numbers, links."""
    texts = tuple(quote.text for quote in quotes)
    return (
        *(
            f"number {n.value:g} {n.qualifier} {n.unit}".rstrip()
            for n in find_unsupported_numbers(sentence, texts)
        ),
        *(f"modal {modal}" for modal in sorted(find_unsupported_modals(sentence, texts))),
        *_find_foreign_names(sentence, quotes),
    )


def _find_foreign_names(sentence: str, quotes: tuple[Quote, ...]) -> tuple[str, ...]:
    """Section numbers and links that are in none of the quotes."""
    faults = []
    texts = tuple(quote.text for quote in quotes)
    for match in _SECTION.finditer(sentence):
        named = match.group(0).replace(" ", "")
        if not any(
            quote.locator.startswith(named) or named.startswith(quote.locator) or match.group(1) in quote.text
            for quote in quotes
        ):
            faults.append(f"section {named}")
    unknown = [m.group() for m in _LINK.finditer(sentence) if not any(m.group() in text for text in texts)]
    faults += [f"link {link}" for link in unknown]
    return tuple(faults)


def find_strict_faults(sentence: str, quotes: tuple[Quote, ...]) -> tuple[str, ...]:
    """As `find_claim_faults`, and clause by clause: for sentences nobody has reviewed.

    The clause nearest to the sentence must carry its modal and its negation: a quote that holds both
    "may limit" and "shall not limit" would otherwise license either.
    """
    faults = list(find_claim_faults(sentence, quotes))
    clauses = [clause for quote in quotes for clause in split_clauses(quote.text)]
    words = find_content_words(sentence)
    if not clauses or not words:
        return (*faults, "no support")
    ranked = sorted(clauses, key=lambda clause: -len(words & find_content_words(clause)))
    best = len(words & find_content_words(ranked[0]))
    near = tuple(
        clause for clause in ranked if len(words & find_content_words(clause)) >= max(1, 0.75 * best)
    )
    if is_softened(sentence, near):
        faults.append("may where the law says shall")
    missing = find_unsupported_modals(sentence, near)
    faults += [f"modal {modal} not in the clause" for modal in sorted(missing)]
    if (
        "must not" not in find_claimed_modals(sentence)
        and not is_negated(sentence)
        and all(map(is_negated, near))
    ):
        faults.append("negation dropped")
    if is_negated(sentence) and not any(map(is_negated, near)):
        faults.append("negation added")
    held = frozenset(word for quote in quotes for word in find_content_words(quote.text))
    if len(words & held) < 0.4 * len(words):
        faults.append("little of it is in the quote")
    return tuple(faults)
