"""What identifies a person is taken out before anything is kept: better a word too many than a name too few.

Every pattern is bounded or cannot go back over what it has read: time grows with the length of the text.
What an office publishes (`corpus/services.toml`) stays: it identifies nobody.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from assistant.redaction_names import find_names
from assistant.redaction_words import load_redaction_words
from ingest.settings import ROOT

PersonalKind = Literal["name", "DOC number", "phone", "e-mail", "address", "SSN", "birth date"]

SERVICES_FILE = ROOT / "corpus" / "services.toml"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-záéíóúñ]{0,7}\.?"
_DATE = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}|\d{{8}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? (?:of )?\d{{2,4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of |de )?{_MONTH}(?:,? (?:de |del )?\d{{2,4}})?|(?:19|20)\d{{2}})(?!\d)"
)
_BIRTH = (
    r"\b(?:dob|d\.o\.b\.?|born|birth[ -]?da(?:te|y)|bday|date of birth|naci[oóeé]|nacid[oa]|"
    r"fecha (?:de )?nacimiento|fecha de nac\.?|f\.? ?nac\.?|cumpleaños|cumple(?: \d{1,2})?(?: años)?)\b"
    r"[ :.,-]{0,3}(?:(?:is|was|on|in|es|el|en|fue)[ :]{1,2}){0,2}"
)
_ID_CUE = (
    r"(?:c?doc|inmate|offender|prisoner|register|registration|reg|booking|id|recluso|interno|preso|registro)"
    r"['’]?s?\b[ #:.]{0,3}(?:(?:id|no|num|numbers?|n[uú]mero|n[uú]m|nbr|is|es|was|de)\b[ #:.]{0,3}){0,3}"
    r"|(?:number|numbers|n[uú]mero|num)\b[ #:.]{0,3}(?:(?:is|es|was|era|de|doc|recluso|interno)\b[ #:.]{0,3}){0,3}|#[ ]?"
)
_NOT_COUNTED = (
    r"(?!(?:[,.]\d|[ -]?(?:dollars?|d[oó]lares?|pesos|bucks|usd|days?|d[ií]as?|hours?|horas?|miles?|millas?|"
    r"years?|años?|people|personas|inmates|prisoners|prison|beds|words|minutes?|minutos|times|veces|pages?|meals|"
    r"percent|points?|puntos|feet|pounds|visitors|families)\b|%))"
)
_STREET = (
    r"(?:street|st|avenue|ave|av|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|way|place|pl|parkway|pkwy|"
    r"circle|cir|terrace|ter|trail|trl|highway|hwy|loop|square|sq)"
)
_EXTRA_ADDRESS = (
    r"(?:,? ?(?:apt|apartment|apartamento|depto|unit|suite|ste|spc|lot|#)(?![a-z])\.? ?#?[\w-]{1,6})?"
    r"(?:,? [a-záéíóúñ]{2,15}(?: [a-z]{2,12})?,? (?:co|colorado)\b\.?,?(?: \d{5}(?:-\d{4})?)?)?(?:,? \d{5}(?!\d))?"
)


@dataclass(frozen=True)
class PersonalSpan:
    """A stretch of a text that identifies a person."""

    start: int
    end: int
    kind: PersonalKind


@dataclass(frozen=True)
class _Pattern:
    """Group `v`, where there is one, is what identifies; the words around it may stay."""

    kind: PersonalKind
    regex: re.Pattern[str]
    accepts: Callable[[str], bool] = lambda found: True


@cache
def load_published(file: Path = SERVICES_FILE) -> frozenset[str]:
    """Load the e-mails and phone digits that an office publishes; empty where the file cannot be read."""
    try:
        services = tomllib.loads(file.read_text(encoding="utf-8")).get("services", [])
    except (OSError, ValueError):
        return frozenset()
    emails = {str(s["email"]).lower() for s in services if "email" in s}
    return frozenset(emails | {_digits(str(s["phone"])) for s in services if "phone" in s})


def find_personal(text: str) -> tuple[PersonalSpan, ...]:
    """Find what identifies a person, in reading order; no two spans overlap."""
    taken: list[PersonalSpan] = []
    covered = bytearray(len(text))
    for span in _list_candidates(text):
        if not any(covered[span.start : span.end]):
            covered[span.start : span.end] = b"\x01" * (span.end - span.start)
            taken.append(span)
    numbers = [(s.start, s.end) for s in taken if s.kind == "DOC number"]
    for start, end in find_names(text, numbers):
        if not any(covered[start:end]):
            covered[start:end] = b"\x01" * (end - start)
            taken.append(PersonalSpan(start, end, "name"))
    return tuple(sorted(taken, key=lambda span: span.start))


def redact(text: str) -> str:
    """Replace e-mails, numbers that identify, birth dates, addresses and names by what they were.

    Section numbers, dollar amounts, plain dates, places and published addresses stay.
    """
    return mark_spans(text, find_personal(text))


def mark_spans(text: str, spans: tuple[PersonalSpan, ...]) -> str:
    """Replace each span by its kind in square brackets."""
    parts: list[str] = []
    at = 0
    for span in spans:
        parts += [text[at : span.start], f"[{span.kind}]"]
        at = span.end
    return "".join([*parts, text[at:]])


def _list_candidates(text: str) -> Iterator[PersonalSpan]:
    for pattern in _build_patterns():
        for match in pattern.regex.finditer(text):
            group = "v" if "v" in pattern.regex.groupindex else 0
            if match[group] and pattern.accepts(match[group]):
                yield PersonalSpan(*match.span(group), pattern.kind)


@cache
def _build_patterns() -> tuple[_Pattern, ...]:
    """Build the patterns, the surest first."""

    def ignoring_case(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    digits3 = r"\(?\d{3}\)?"
    return (
        _Pattern(
            "e-mail", re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"), _is_private
        ),
        _Pattern(
            "e-mail",
            ignoring_case(
                r"(?<![\w.+-])[\w.+-]{2,64}+ ?(?:\(at\)|\[at\]| at |@) ?(?:gmail|yahoo|hotmail|outlook|icloud|aol|live|msn)"
                r"(?: ?(?:\.|\(dot\)|\[dot\]| dot | punto ) ?(?:com|net|es))?\b"
            ),
        ),
        _Pattern("birth date", ignoring_case(rf"{_BIRTH}(?P<v>{_DATE})")),
        _Pattern("SSN", re.compile(r"(?<![\w.-])\d{3}([- .])\d{2}\1\d{4}(?![\w-]|\.\d)")),
        _Pattern(
            "SSN",
            ignoring_case(
                r"\b(?:ssn?|social security|soc\.? sec\.?|social|seguro social|itin)\b[ #:.]{0,3}"
                r"(?:(?:number|no|num|n[uú]mero|is|es|ends in|termina en)\b[ #:.]{0,3}){0,3}(?P<v>\d{9}|\d{4})(?!\d)"
            ),
        ),
        _Pattern(
            "phone",
            re.compile(
                rf"(?<![\w/.-])(?:\+?1[-. ]{{0,2}})?{digits3}[-. ]{{0,3}}\d{{3}}[-. ]{{1,3}}\d{{4}}(?![\w-]|\.\d)"
                r"|(?<![\w/.$-])1?\d{10}(?![\w-]|[.,]\d)|\+\d{1,3}(?:[ .-]?\(?\d{2,4}\)?){2,4}(?!\d)"
            ),
            _is_private,
        ),
        _Pattern(
            "phone",
            ignoring_case(
                r"\b(?:phone|cell|cel|tel[eé]fono|tel|call|text|mobile|celular|ll[aá]m[ea]\w{0,4}|number|n[uú]mero)\b"
                r"(?: (?:me|us|him|her|at|is|es|al))?(?: (?:me|at|is|es|al))?[ :.#]{0,3}(?P<v>\d{3}[-. ]\d{4})(?![\w-])"
            ),
            _is_private,
        ),
        _Pattern(
            "address",
            ignoring_case(
                rf"(?<![\w$.,§#/-])\d{{1,6}} (?:calle|avenida|county road|cr|state highway|highway|hwy) [\w'’.-]{{1,20}}{_EXTRA_ADDRESS}"
                rf"|(?<![\w$.,§#/-])\d{{1,6}}(?: ?[nsew]{{1,2}}\b\.?| north| south| east| west)?"
                rf"(?: [\w'’.]{{1,20}}){{1,3}}? {_STREET}\b\.?{_EXTRA_ADDRESS}"
            ),
            _is_street,
        ),
        _Pattern(
            "address",
            ignoring_case(
                r"\b(?:calle|avenida|av\.|calz(?:ada)?\.?|colonia) (?:[\wáéíóúñ.]{1,15} ){1,4}?(?:#|no\.? |n[uú]m(?:ero|\.)? )?"
                r"\d{1,6}(?!\d)" + _EXTRA_ADDRESS
            ),
        ),
        _Pattern(
            "address",
            ignoring_case(r"\b(?:p\.? ?o\.? ?box|apartado(?: postal)?) #?\d{1,6}\b" + _EXTRA_ADDRESS),
        ),
        _Pattern(
            "address",
            ignoring_case(
                r"\b[a-záéíóúñ]{3,15}(?: [a-záéíóúñ]{2,12})?,? (?:co|colorado)\b\.?,? \d{5}(?:-\d{4})?(?!\d)"
            ),
        ),
        _Pattern(
            "DOC number",
            ignoring_case(
                rf"(?<![\w$§/.-])(?:{_ID_CUE})(?P<v>[a-z]?-?\d{{4,9}}|\d{{3}}-\d{{3}}|\d{{2,4}}-\d{{4,7}})(?![\w-]){_NOT_COUNTED}"
            ),
            _is_not_a_year,
        ),
        _Pattern("DOC number", ignoring_case(rf"(?<![\w$.,§/#-])\d{{5,7}}(?![\w-]){_NOT_COUNTED}")),
    )


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())[-10:]


def _is_private(found: str) -> bool:
    key = found.lower() if "@" in found else _digits(found)
    return key not in load_published()


def _is_street(found: str) -> bool:
    words = found.lower().replace(",", " ").split()
    last = next(
        (i for i, w in enumerate(words) if i > 1 and re.fullmatch(_STREET, w.rstrip("."))), len(words) - 1
    )
    lists = load_redaction_words()
    never = lists.not_streets | lists.courts if words[last] == "court" else lists.not_streets
    return not never.intersection(words[1:last])


def _is_not_a_year(found: str) -> bool:
    return not (len(found) == 4 and found.startswith(("19", "20")))
