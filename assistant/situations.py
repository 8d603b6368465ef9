"""The situations of the law that a message names in its own words: what a follow-up may leave out."""

from __future__ import annotations

import re

_SITUATIONS: tuple[tuple[str, str], ...] = (
    (
        r"restrictive housing|the hole|\bseg(?:regation)?\b|solitary|\bSHU\b|lockdown cell|(?:el|al) hoyo|aislamiento",
        "restrictive housing",
    ),
    (r"hospital|infirmary|enfermer[ií]a", "hospital visit"),
    (r"county jail|\bjail\b|c[aá]rcel del condado", "county jail"),
    (r"half-?way house|community corrections|casa de medio camino", "community corrections"),
    (r"work release", "work release"),
    (r"pregnan\w*|embaraz\w*|having a baby", "pregnant"),
    (r"\bparol(?:e|ed|ee)\b|libertad condicional", "parole"),
    (r"revo(?:cation|ked)|violat(?:ed|ion)|parole hold|kicked back", "parole revocation"),
    (r"write-?up|class (?:1|i|one)\b.{0,20}violation|disciplin\w+|\bCOPD\b", "discipline"),
    (r"video visit\w*|videovisita|on (?:a |the )?screen|por la pantalla", "video visit"),
    (r"phone list|calling list|lista de tel[eé]fono|phone call", "phone"),
    (r"attorney|lawyer|paralegal|abogad\w", "attorney visit"),
    (r"clergy|pastor|priest|chaplain|imam|rabbi|sacerdote", "clergy visit"),
    (r"\bnotar\w*", "notary visit"),
    (r"youth(?:ful)? offender|\bYOS\b|juvenile", "youthful offender"),
    (r"special needs parole|medical parole", "special needs parole"),
    (r"restitution|restituci[oó]n", "restitution"),
)


def find_situations(text: str) -> tuple[str, ...]:
    """Find the situations a message names, by the law's words for them."""
    return tuple(name for pattern, name in _SITUATIONS if re.search(pattern, text, re.I))
