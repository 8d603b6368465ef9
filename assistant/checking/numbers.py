"""Numbers with their units, read alike from "thirty (30) calendar days", "30 days" and "treinta días".

A unit is part of a number here: ten working days and ten days are different deadlines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONES = [
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
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SPANISH = {
    "cero": 0, "uno": 1, "una": 1, "un": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
    "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14,
    "quince": 15, "dieciséis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20,
    "veintiuno": 21, "veinticuatro": 24, "veinticinco": 25, "veintiocho": 28, "treinta": 30, "cuarenta": 40,
    "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100,
    "mil": 1000,
}  # fmt: skip
_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        1,
    )
}
_WORDS: dict[str, int] = (
    {word: value for value, word in enumerate(_ONES)}
    | {word: 10 * value for value, word in enumerate(_TENS, 2)}
    | {"hundred": 100, "thousand": 1000, "million": 1_000_000}
)
_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), 1)
}
_UNITS = {
    "day": "day", "days": "day", "día": "day", "días": "day", "dia": "day", "dias": "day",
    "hour": "hour", "hours": "hour", "hora": "hour", "horas": "hour",
    "week": "week", "weeks": "week", "semana": "week", "semanas": "week",
    "month": "month", "months": "month", "mes": "month", "meses": "month",
    "year": "year", "years": "year", "año": "year", "años": "year",
    "minute": "minute", "minutes": "minute", "minuto": "minute", "minutos": "minute",
    "percent": "percent", "%": "percent", "dollar": "dollar", "dollars": "dollar", "dólares": "dollar",
    "dólar": "dollar", "felony": "class", "felonies": "class",
}  # fmt: skip
_SPANISH_UNITS = frozenset(
    [
        "día",
        "días",
        "dia",
        "dias",
        "hora",
        "horas",
        "semana",
        "semanas",
        "mes",
        "meses",
        "año",
        "años",
        "minuto",
        "minutos",
        "por",
        "dólares",
    ]
)
_QUALIFIERS = {
    "calendar": "calendar", "calendario": "calendar", "naturales": "calendar", "business": "business",
    "hábiles": "workday", "working": "working", "laborables": "workday", "laborales": "workday",
    "consecutive": "", "consecutivos": "", "full": "", "in": "", "por": "", "ciento": "percent",
}  # fmt: skip
_QUALIFIERS |= {"habiles": "workday", "seguidos": "", "corridos": "", "additional": "", "more": "", "de": ""}
_TOKEN = re.compile(r"\$|%|\d+(?:st|nd|rd|th)\b|\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)?|[-–(),.;:]")
_SECTION = re.compile(r"\b\d{1,2}(?:\.\d+)?-\d+(?:\.\d+)?-\d+(?:\.\d+)?(?:\s*\([\w.]+\))*")
_LABEL = re.compile(r"\((?:\d+(?:\.\d+)?|[a-z]{1,2}(?:\.\d+)?|[IVX]+(?:\.\d+)?|[A-Z])\)")
_NAMES = re.compile(
    r"\b(?:HB|SB|House Bill|Senate Bill|H\.B\.|S\.B\.|AR|AR Form|Administrative Regulation|Form|Title|title|"
    r"Article|article|articles|Part|part|parte|parts|chapter|ch\.|CFR|U\.S\.C\.|Título|título|Artículo|artículo|capítulo)\s*"
    r"#?\s*\d[\w.-]*(?:\s*\([\w ]+\))?|\b988\b|\b911\b",
)
_MARK = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Number:
    """A value and what it counts; `unit` is "" where nothing is named beside it."""

    value: float
    unit: str = ""
    qualifier: str = ""
    """"calendar", "business" or "working", for days and hours; Spanish "hábiles" is "workday"."""


def find_numbers(text: str) -> tuple[Number, ...]:
    """Find every number that says how much, how long or when; section numbers and form names are no numbers."""
    plain = _MARK.sub(" ", _NAMES.sub(" ", _SECTION.sub(" ", text)))
    plain = _LABEL.sub(
        lambda m: " " if not m.group().strip("()").isdigit() or _is_pinpoint(plain, m) else m.group(), plain
    )
    tokens = [token.group().lower() for token in _TOKEN.finditer(plain.replace("’", "'"))]
    found: list[Number] = []
    at = 0
    while at < len(tokens):
        value, after = _read_value(tokens, at)
        if value is None:
            at += 1
            continue
        unit, qualifier, end = _read_unit(tokens, after)
        if at and tokens[at - 1] == "$":
            unit = "dollar"
        elif at and tokens[at - 1] in _MONTHS and 1 <= value <= 31:
            unit = f"month {_MONTHS[tokens[at - 1]]}"
        elif (
            end < len(tokens)
            and tokens[after : after + 1] == ["de"]
            and tokens[after + 1 : after + 2]
            and (tokens[after + 1] in _MONTHS)
        ):
            unit = f"month {_MONTHS[tokens[after + 1]]}"
        elif at and tokens[at - 1] in ("class", "level", "clase", "nivel"):
            unit = tokens[at - 1].replace("clase", "class").replace("nivel", "level")
        found.append(Number(value, unit, qualifier))
        at = max(after, at + 1)
    return tuple(n for n in found if n.unit or n.value not in (0, 1))


def _is_pinpoint(text: str, label: re.Match[str]) -> bool:
    # "(30)" repeats "thirty" before it; "(1)" after "subsection" or another label is a pinpoint.
    before = text[: label.start()].rstrip()
    return bool(re.search(r"(?:\)|section|subsections?|paragraphs?|subparagraphs?|and|or|to)$", before))


def _read_value(tokens: list[str], at: int) -> tuple[float | None, int]:
    token = tokens[at]
    if token[0].isdigit() and token[-2:] in ("st", "nd", "rd", "th"):
        return float(token[:-2]), at + 1
    if token in _ORDINALS:
        return float(_ORDINALS[token]), at + 1
    if token in ("once",) and (tokens[at + 1 : at + 2] or [""])[0] not in _SPANISH_UNITS:
        return None, at  # the English word
    if token[0].isdigit():
        return float(token.replace(",", "")), at + 1
    if at and tokens[at - 1 : at + 1] == ["por", "ciento"]:
        return None, at
    if token in _SPANISH and token not in ("un", "una", "uno"):
        return _read_spanish(tokens, at)
    if token in ("un", "una", "uno") and at + 1 < len(tokens) and tokens[at + 1] in _UNITS:
        return 1.0, at + 1
    if token not in _WORDS or token in ("hundred", "thousand", "million"):
        return None, at
    total, current, end = 0, 0, at
    while end < len(tokens):
        word = tokens[end]
        if word == "hundred" or word in ("thousand", "million"):
            current *= _WORDS[word]
            if word != "hundred":
                total, current = total + current, 0
        elif word in _WORDS:
            if current and current % 10 and current % 100 < 20:
                break
            current += _WORDS[word]
        elif not (
            word in ("-", "and")
            and end + 1 < len(tokens)
            and tokens[end + 1] in _WORDS
            and (word == "-" or not current % 100)
        ):
            break
        end += 1
    # "thirty (30) days" is one number written twice.
    if tokens[end : end + 1] == ["("] and tokens[end + 2 : end + 3] == [")"] and tokens[end + 1][0].isdigit():
        end += 3
    return float(total + current), end


def _read_spanish(tokens: list[str], at: int) -> tuple[float, int]:
    total, end = 0, at
    while end < len(tokens) and (tokens[end] in _SPANISH or tokens[end] == "y"):
        if tokens[end] == "y" and (end + 1 >= len(tokens) or tokens[end + 1] not in _SPANISH):
            break
        if tokens[end] == "mil":
            total = max(total, 1) * 1000
        elif tokens[end] != "y":
            total += _SPANISH[tokens[end]]
        end += 1
    return float(total), end


def _read_unit(tokens: list[str], after: int) -> tuple[str, str, int]:
    qualifier, at = "", after
    for at in range(after, min(after + 4, len(tokens))):
        token = tokens[at]
        if token in _UNITS:
            if not qualifier and tokens[at + 1 : at + 2]:
                qualifier = (
                    _QUALIFIERS.get(tokens[at + 1], "") if tokens[at + 1] not in ("in", "de", "por") else ""
                )
            return _UNITS[token], qualifier if qualifier != "percent" else "", at + 1
        if tokens[at - 1 : at + 1] == ["por", "ciento"]:
            return "percent", "", at + 1
        if token in _QUALIFIERS:
            qualifier = _QUALIFIERS[token] or qualifier
        elif token not in ("-", "–"):
            break
    return "", "", after


def is_supported(number: Number, sources: tuple[Number, ...]) -> bool:
    """Tell whether a number stands in the sources with a unit it may stand for.

    Dropping "calendar" blurs nothing; dropping "business" or "working", or adding any of them, does.
    """
    for other in sources:
        if number.value != other.value or (number.unit and other.unit and number.unit != other.unit):
            continue
        if number.qualifier == other.qualifier or (not number.qualifier and other.qualifier == "calendar"):
            return True
        if number.qualifier == "workday" and other.qualifier in ("business", "working"):
            return True  # Spanish has one word, "hábiles", for both
        if not number.unit:
            return True
    return False


def find_unsupported_numbers(
    sentence: str, quotes: tuple[str, ...], *, counts_are_free: bool = False
) -> tuple[Number, ...]:
    """Find the numbers of a sentence that its quotes do not hold.

    With `counts_are_free`, small numbers without a unit pass: an editor may write "there are three ways".
    """
    held = tuple(number for quote in quotes for number in find_numbers(quote))
    return tuple(
        number
        for number in find_numbers(sentence)
        if not is_supported(number, held) and not (counts_are_free and not number.unit and number.value <= 12)
    )
