"""Support is checked by what must not be blurred: numbers, duties and permissions, negation, and shared words.

No code is shared with the checks that release an answer (`assistant/checking`): a fault there has to show here.
"""

from __future__ import annotations

import re

from evals.metrics.coverage import fold_words

ONES = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    w: 10 * n
    for n, w in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SPANISH = {
    w: n
    for n, w in enumerate(
        [
            "cero",
            "uno",
            "dos",
            "tres",
            "cuatro",
            "cinco",
            "seis",
            "siete",
            "ocho",
            "nueve",
            "diez",
            "once",
            "doce",
            "trece",
            "catorce",
            "quince",
            "dieciséis",
            "diecisiete",
            "dieciocho",
            "diecinueve",
            "veinte",
        ]
    )
} | {
    "treinta": 30,
    "cuarenta": 40,
    "cincuenta": 50,
    "sesenta": 60,
    "setenta": 70,
    "ochenta": 80,
    "noventa": 90,
    "cien": 100,
}
NEGATION = re.compile(
    r"\b(?:not|no|non|never|cannot|can't|won't|don't|doesn't|without|neither|nor|unless|except|prohibit\w*|forb\w+)\b",
    re.I,
)
DUTY = re.compile(
    r"\b(?:must(?! not)|shall(?! not)|has to|have to|had to|(?:is|are|be) required|requires?|need(?:s)? to|obligat\w+|mandatory)\b",
    re.I,
)
DUTY_IN_LAW = re.compile(
    r"\b(?:must|shall|requir\w+|need\w*|mandatory|is to|are to|only|unless|until|responsib\w+|duty|obligat\w+|have to|has to|please|ensure|subject to|may not|prohibit\w*|forbid\w*)\b",
    re.I,
)
"""Words of law and pages on which a duty in plain words can rest."""
MONTHS = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b",
    re.I,
)
MONTHS_IN_ENGLISH = {
    "enero": "january",
    "febrero": "february",
    "marzo": "march",
    "abril": "april",
    "mayo": "may",
    "junio": "june",
    "julio": "july",
    "agosto": "august",
    "septiembre": "september",
    "octubre": "october",
    "noviembre": "november",
    "diciembre": "december",
}
PROHIBITION = re.compile(r"\b(?:must not|may not|shall not|cannot|can't|not allowed)\b", re.I)
FAULTS = ("number", "date", "duty", "prohibition", "negation", "overlap")
LEAVE = re.compile(r"\b(?:may|can|(?:is|are) allowed to)\b", re.I)
LIMIT = re.compile(
    r"\b(?:not|no|never|cannot|can't|without|only|nothing|nobody|none|neither|unless|until|at most|more than|even|ban\w*|refus\w*"
    r"|forb\w+|den(?:y|ied|ies)|still|free)\b",
    re.I,
)
FORBIDDEN = re.compile(r"\b(?:shall|may|must|will) not\b|\bno (?:person|inmate|offender|parolee)\b", re.I)
ALLOWED = re.compile(
    r"\b(?:may|shall|must|will|can)\b(?! not)|\bpermit\w*|\ballow\w*|\bexcept|\bunless|\bright\b|\bentitled",
    re.I,
)
OVERLAP = 0.2
STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "him",
        "his",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "may",
        "must",
        "no",
        "not",
        "of",
        "on",
        "or",
        "shall",
        "she",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "up",
        "was",
        "were",
        "what",
        "when",
        "which",
        "who",
        "will",
        "with",
        "you",
        "your",
    ]
)


def find_faults(sentence: str, quotes: str, language: str) -> tuple[str, ...]:
    """Why the quotes do not support a sentence; empty where they do.

    number: a number that no quote holds ("one" is never asked for: it is mostly no number). date: a month that no quote
    names. English only, since the law is English: duty and prohibition: one that the quotes do not make; negation: leave
    where the quotes only forbid; overlap: less than 20 % of the sentence's content words, by their first five letters,
    stand in the quotes.
    """
    plain = re.sub(r"\[\d+\]", " ", sentence)
    faults = {
        "number": bool((find_numbers(plain, language) - {1}) - find_numbers(quotes)),
        "date": bool(find_months(plain) - find_months(quotes)),
    }
    if language == "en":
        faults |= {
            "duty": bool(DUTY.search(plain)) and not DUTY_IN_LAW.search(quotes),
            "prohibition": bool(PROHIBITION.search(plain)) and not NEGATION.search(quotes),
            "negation": is_turned(plain, quotes),
            "overlap": measure_overlap(plain, quotes) < OVERLAP,
        }
    return tuple(name for name, is_found in faults.items() if is_found)


def is_turned(sentence: str, quotes: str) -> bool:
    """True where a sentence gives leave ("may", "can") without any negation or limit, and its quotes hold only prohibitions."""
    if not LEAVE.search(sentence) or LIMIT.search(sentence):
        return False
    return bool(FORBIDDEN.search(quotes)) and not ALLOWED.search(quotes)


def find_months(text: str) -> frozenset[str]:
    """Months named, by their English names; "May" is left out, since it is mostly a verb."""
    named = (month.lower() for month in MONTHS.findall(text))
    return frozenset(MONTHS_IN_ENGLISH.get(month, month) for month in named) - {"may"}


def find_numbers(text: str, language: str = "en") -> frozenset[int]:
    """Numbers in digits and in words of one language ("once" is eleven in Spanish only); "one hundred eighty" is one number."""
    words = SPANISH if language == "es" else ONES | TENS
    found = {int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?=\D|$)", text) if len(n) < 12}
    running: int | None = None
    for word in [*re.findall(r"[^\W\d_]+", text.lower()), "."]:
        value = words.get(word)
        if value is not None:
            joins = running is not None and (
                (running % 10 == 0 and running % 100 and value < 10) or running % 100 == 0
            )
            if running is not None and not joins:
                found.add(running)
            running = value + (running or 0) if joins else value
        elif word == "hundred" and running is not None:
            running *= 100
        elif running is not None and word not in ("and", "y"):
            found.add(running)
            running = None
    return frozenset(found)


def measure_overlap(sentence: str, quotes: str) -> float:
    """Share of the sentence's content words whose first five letters begin a word of the quotes; 1 without any."""
    wanted = {w[:5] for w in fold_words(sentence) if w not in STOP and len(w) > 2}
    held = {w[:5] for w in fold_words(quotes)}
    return len(wanted & held) / len(wanted) if wanted else 1.0
