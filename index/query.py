"""What a message asks for, read without a model: its language, its parts, its place, and whether it wants old law.

A rambling message is searched as a whole and question by question, so that the sentence that asks is not
drowned by the ones that worry.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.history_questions import asks_history
from index.lexical import fold_text, split_terms, stem_word
from ingest.records import Place

_SPANISH = """el la los las un una de del que en por para con sin como cuando donde cuanto cuantos cuanta quien cual mi su
    sus esta estan es son fue hay tiene tienen puedo puede pueden quiero hijo hija esposo esposa hermano carcel
    prision visita visitas llamar llamada libertad condicional dinero si no me le les lo se al ya pero porque
    necesito ayuda hacer ver saber derecho tiempo dias cada mes ano anos y o a e yo mama papa nino ninos"""
SPANISH = frozenset(_SPANISH.split())
_ENGLISH = """the a an of in on to for with without how when where who what which my his her is are was were do does did
    can could will would should may have has had he she they it i we you and or but if not no be been there this that
    from at by about get long much many any jail prison inmate visit son daughter husband wife money call"""
ENGLISH = frozenset(_ENGLISH.split())
OLD_LAW = re.compile(
    r"\b(?:repeal\w*|derogad\w+|abolish\w*|used to (?:be|say)|old (?:law|statute|section|rule)|former(?:ly)?|before "
    r"(?:19|20)\d\d|no longer (?:in|law)|relocat\w+|(?:did|where).{0,30}\b(?:go|move)d?\b.{0,12}$|still (?:the law|good law|in "
    r"(?:force|effect)|on the books|exist))\b",
    re.I,
)
JAIL = re.compile(
    r"\b(?:county|city) (?:jail|lockup|detention)|\bjails?\b|\bsheriff\w*|\bcarcel del condado|\bcondado\b",
    re.I,
)
PRISON = re.compile(
    r"\bprisons?\b|\bpenitentiar\w+|\bdoc\b|\bcdoc\b|\bdepartment of corrections\b|\bpenal\b|\bcorrectional facilit\w+|\bprision\b",
    re.I,
)
COMMUNITY = re.compile(
    r"\bhalf ?-?way (?:house|home)s?\b|\bcommunity corrections?\b|\bcom ?cor\b|\bcasa de (?:medio camino|transicion)\b|"
    r"\bcorrecci\w+ comunitari\w+",
    re.I,
)
ASKING = re.compile(
    r"\?|\b(?:can|could|does|do|did|is|are|will|would|should|how|what|when|where|who|why|which|may|need to know|"
    r"want to know|wondering|tell me|como|cuando|cuanto|cuantas?|donde|quien|que|puede|puedo|pueden|hay)\b",
    re.I,
)
LONG_MESSAGE = 14
"""Words above which a message is also searched in parts."""
MAX_PARTS = 4
_NAMES = """monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril
    mayo junio julio agosto septiembre octubre noviembre diciembre arrowhead arkansas bent buena vista crowley delta
    denver fremont limon pueblo rifle skyline sterling territorial trinidad canon huerfano ordway colorado springs"""
NAMES = frozenset(stem_word(word, language) for word in _NAMES.split() for language in ("en", "es"))
"""Stems of days, months and prisons' names: rare in what is indexed, and hardly ever what is asked about."""
NAME_WEIGHT = 0.3
ASIDE_WEIGHT = 0.5
"""What a word counts that stands only in sentences that ask nothing."""


@dataclass(frozen=True)
class QueryIntent:
    """What could be read from the words of a query alone."""

    language: str
    place: Place | None
    wants_old_law: bool
    wants_history: bool


def detect_language(text: str) -> str:
    """Tell Spanish from English by its small words and letters; English when unsure."""
    words = re.findall(r"[a-z]+", fold_text(text))
    spanish = sum(word in SPANISH and word not in ENGLISH for word in words)
    english = sum(word in ENGLISH and word not in SPANISH for word in words)
    if re.search(r"[¿¡ñ]", text.lower()):
        spanish += 2
    return "es" if spanish > english else "en"


def detect_place(text: str) -> Place | None:
    """Where the person is held, when the words say one place and not the other; a halfway house goes before the prison
    that a person comes from. Where a story goes through both, what it asks decides."""
    asked = " ".join(re.findall(r"[^.!?\n]*\?", text))
    return _detect_one_place(text) or (_detect_one_place(asked) if asked != text else None)


def _detect_one_place(text: str) -> Place | None:
    plain = fold_text(text)
    is_jail, is_prison = bool(JAIL.search(plain)), bool(PRISON.search(plain))
    if COMMUNITY.search(plain) and not is_jail:
        return "community"
    if is_jail == is_prison:
        return None
    return "jail" if is_jail else "prison"


def read_intent(text: str, language: str | None = None, place: Place | None = None) -> QueryIntent:
    """Read what a query wants; a language or a place that is given is believed."""
    plain = fold_text(text)
    return QueryIntent(
        language=language or detect_language(text),
        place=place or detect_place(text),
        wants_old_law=bool(OLD_LAW.search(plain)),
        wants_history=asks_history(plain),
    )


def split_questions(text: str, focus: str = "") -> tuple[str, ...]:
    """Split a longer message into the sentences that ask something, a short one with the sentence before it.

    One sentence, or a short message, is one question and gives no parts; at most four are given. `focus` is what
    asks, where that is known.
    """
    if focus:
        return (focus,) if focus != text else ()
    sentences = [s.strip() for s in re.split(r"(?<=[.!?])\s+|\n+", text) if s.strip()]
    if len(text.split()) <= LONG_MESSAGE or len(sentences) < 2:
        return ()
    parts = []
    for number, sentence in enumerate(sentences):
        if not ASKING.search(fold_text(sentence)):
            continue
        is_short = len(sentence.split()) < 7 and number > 0
        parts.append(f"{sentences[number - 1]} {sentence}" if is_short else sentence)
    asked = [part for part in parts if "?" in part] or parts
    return tuple(asked[:MAX_PARTS])


def weigh_words(text: str, parts: Sequence[str], language: str) -> dict[str, float]:
    """The stems of a message: whole weight in what asks, less in what only tells."""
    whole = 1.0 if not parts else ASIDE_WEIGHT
    weights = dict.fromkeys(split_terms(text, language), whole)
    for part in parts:
        weights.update(dict.fromkeys(split_terms(part, language), 1.0))
    return {term: weight * NAME_WEIGHT if term in NAMES else weight for term, weight in weights.items()}


def fold_query(text: str, limit: int = 4000) -> str:
    """Make any input searchable: control characters to blanks, white space folded, cut to a sane length."""
    printable = "".join(c if c.isprintable() else " " for c in text[: limit * 2])
    return " ".join(printable.split())[:limit]


def join_parts(whole: str, parts: Sequence[str]) -> tuple[str, ...]:
    """The texts to embed for one message: the whole first, then its parts, none twice."""
    return tuple(dict.fromkeys((whole, *parts)))
