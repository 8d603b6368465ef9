"""The day a message names: "December 4", "12/4", "next Friday", "three days ago", "pasado mañana".

Patterns find the words, which keeps "may" and "sat" out; dateparser reads them, relative to the day of asking.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Literal

from assistant.records import Language
from assistant.screening.text import fold

_PATTERNS: dict[Language, str] = {
    "en": r"(?:(?:next|this|last|on|coming) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december)(?: \d{4})?"
    r"|(?:\d{1,2}|an?|one|two|three|four|five|six|seven|ten) (?:day|week|month)s? ago"
    r"|in (?:\d{1,2}|an?|one|two|three|four|five|six|seven|ten) (?:day|week)s|yesterday|tomorrow|today",
    "es": r"(?:el |este |proximo )?(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)(?: pasado)?"
    r"|\d{1,2} de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)"
    r"(?: (?:de|del) \d{4})?"
    r"|hace (?:\d{1,2}|una?|dos|tres|cuatro|cinco|seis|siete|diez) (?:dias?|semanas?|mes(?:es)?)"
    r"|en (?:\d{1,2}|una?|dos|tres|cuatro|cinco|seis|siete|diez) (?:dias?|semanas?)|ayer|manana|hoy",
}
_NUMBER_WORDS = {"una": "1", "un": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5"} | {
    "seis": "6",
    "siete": "7",
    "diez": "10",
}  # dateparser reads Spanish spans of time in digits only
_NUMERIC = r"\d{1,2}/\d{1,2}(?:/\d{2,4})?"


def find_named_day(
    text: str, language: Language, today: date, direction: Literal["past", "future"]
) -> date | None:
    """The one day that a message names, looked for in the past or the future where the words leave it open.

    None where it names no day, or more than one: no guess is made between them.
    """
    found = re.findall(rf"(?<![\w/])(?:{_PATTERNS[language]}|{_NUMERIC})(?![\w/])", fold(text))
    days = {_read_day(words, language, today, direction) for words in found} - {None}
    return days.pop() if len(days) == 1 else None


def _read_day(words: str, language: Language, today: date, direction: str) -> date | None:
    import dateparser

    plain = re.sub(r"^(?:next|this|last|on|coming|el|este|proximo) | pasado$", "", words)
    if language == "es":
        plain = " ".join(_NUMBER_WORDS.get(word, word) for word in plain.split())
    read = dateparser.parse(
        plain,
        languages=[language],
        settings={
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "PREFER_DATES_FROM": "past" if re.search(r"\blast\b|pasado", words) else direction,
            "DATE_ORDER": "MDY",
        },
    )
    return None if read is None else read.date()
