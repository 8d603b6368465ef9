"""Each question of an e-mail, made whole by the least that it needs: the sentence it points at, or the situation.

An e-mail tells a story for half a page before it asks; a question that took the whole story along would be answered
about the story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversation import find_content_words
from assistant.replies.clauses import FEW_WORDS, POINTS_BACK, list_clauses
from assistant.replies.records import Asked
from assistant.situations import find_situations

MAX_QUESTIONS = 60
"""Found in one e-mail; how many of them are asked is the drafter's to say."""
MAX_MATTER_WORDS = 120
MIN_OWN_WORDS = 2
"""A question with fewer words of its own says nothing without what it follows."""
MANY_WORDS = 5
STORY_SENTENCES = 2
LONG_SENTENCE = 12
SHORT_SENTENCE = 6
_TAG_WORDS = frozenset({"right", "true", "legal", "verdad", "ok", "correct", "cierto"})

_POINTS_AHEAD = re.compile(
    r"\b(?:does|did|will|would|is|was) it (?:\w+ )?(?:take|cost|possible|allowed|legal|true|normal|ok|okay)\b.{0,30}?\b(?:for|to|if|that|when)\b"
    r"|\b(?:es|ser[aá]|sería) (?:\w+ )?(?:verdad|cierto|legal|justo|normal|permitido) (?:que|si)\b",
    re.I,
)
"""What "it" stands for follows: "how long does it take for an application to be approved", "es verdad que son gratis"."""
_PARTICLES = frozenset({"out", "off", "up", "down", "back", "away", "before", "after", "supposed"})
_SPANISH = re.compile(r"[¿áéíóúñ]|\b(?:si|que|el|los|las|su|mi|de|en|le|un|una)\b", re.I)
NAMED_BEFORE = 4
"""With so many words of its own before it, "that" points at what the sentence itself names."""
_NEEDS_SUBJECT = re.compile(
    r"^\W*(?:and |but |so |also |y )?(?:does|do|is|was|will|can|would|could) (?:it|this|that|they)\b", re.I
)
_OF_ONESELF = re.compile(r"^\W*(?:and |but |so |now )?(?:i|i['’]m|im|yo)\b", re.I)
_WEEKDAY = re.compile(
    r"\s*\b(?:on |last |this |next |every |el |los |pasado )*(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|lunes|martes"
    r"|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo)s?\b(?: pasado| morning| night| afternoon)?",
    re.I,
)
_ASIDE = re.compile(
    r"[,\s]+(?:after|before|because|since|even though|although|despu[eé]s de que|porque|aunque)\b.*$", re.I
)
_OPENS = re.compile(
    r"^\W*(?:and |but |so |also |y |pero )?(?:(?:how|what|when|where|who|which|why|c[oó]mo|qu[eé]|cu[aá]nt[oa]s?|cu[aá]ndo|d[oó]nde)\b\s*)?"
    r"(?:(?:long|much|many|often|soon)\b\s*)?(?:(?:do|does|did|can|could|will|would|is|are|may|must|should|puede[ns]?|puedo)\b\s*)?"
    r"(?:(?:i|we|he|she|they|you|it|me|le|lo|la)\b\s*)?(?:(?:get|can|puede[ns]?)\b\s*)?",
    re.I,
)
"""What makes a sentence a question, before what it asks about."""
_ASKS_ALONE = re.compile(
    r"^\W*(?:and |y )?(?:how (?:long|much|many|often)|who|cu[aá]nt[oa]s?|qui[eé]n)\b", re.I
)


def find_asked(sentences: Sequence[str]) -> tuple[Asked, ...]:
    """Find the questions of an e-mail in reading order; one that asks nothing gives its whole matter, once."""
    asked: list[Asked] = []
    told: list[str] = []
    was_asked = False
    for sentence in sentences:
        clauses = list_clauses(sentence)
        if was_asked and len(clauses) == 1 and _is_tag(clauses[0]):
            continue
        before = asked[-1].readings[0] if was_asked and asked else (told[-1] if told else "")
        beside = ""
        for clause in clauses:
            whole = _make_whole(clause, before, beside)
            asked.append(_build_asked(clause, whole, told))
            beside = whole
        was_asked = bool(clauses)
        if not clauses:
            told.append(sentence)
    if not asked:
        matter = " ".join(" ".join(sentences).split()[:MAX_MATTER_WORDS])
        return (Asked(text=matter, readings=(matter,), is_question=False),) if matter else ()
    return tuple({each.text.casefold(): each for each in asked}.values())[:MAX_QUESTIONS]


def _build_asked(clause: str, whole: str, told: Sequence[str]) -> Asked:
    of_inside = [sentence for sentence in told if not _OF_ONESELF.match(sentence)]
    missing = [s for s in find_situations(" ".join(of_inside)) if s not in find_situations(whole)][:2]
    readings = [whole]
    if whole != clause and count_own_words(clause) >= MIN_OWN_WORDS:
        readings.append(clause)
    alone = len(readings)
    if missing:
        readings += [f"{text} ({'; '.join(missing)})" for text in dict.fromkeys((whole, clause))]
    matter = [shorten_told(s) for s in of_inside if len(s.split()) >= SHORT_SENTENCE][-STORY_SENTENCES:]
    readings = list(dict.fromkeys(map(_mark_question, readings)))
    return Asked(
        text=clause,
        readings=tuple(readings),
        alone=alone,
        story=" ".join([*matter, clause]) if matter else "",
    )


def _mark_question(text: str) -> str:
    """ "what law lets them" of "I would like to know …" is asked with its mark."""
    return text if "?" in text else f"{text.rstrip(' .;,')}?"


def shorten_told(sentence: str) -> str:
    """Keep what a sentence tells: no weekday, and no clause about the way there."""
    short = _ASIDE.sub("", _WEEKDAY.sub("", sentence)) if len(sentence.split()) > LONG_SENTENCE else sentence
    return " ".join((short if len(short.split()) >= SHORT_SENTENCE else sentence).split())


def _is_tag(clause: str) -> bool:
    """It only asks whether what was just asked is so: "Is that right?"."""
    words = [w for w in find_content_words(clause) if w.lower() not in _TAG_WORDS]
    return not words and bool(POINTS_BACK.search(clause))


def _make_whole(clause: str, before: str, beside: str) -> str:
    """Give a question what it points at: the sentence before it, or the clause that it stands beside."""
    words = find_content_words(clause)
    needs_more = _points_back(clause) or (_NEEDS_SUBJECT.search(clause) and len(words) < MANY_WORDS)
    if beside and len(words) <= FEW_WORDS and _ASKS_ALONE.match(clause) and (matter := _find_matter(beside)):
        return f"{matter}: {clause}"
    if beside and (len(words) <= FEW_WORDS or POINTS_BACK.search(beside)):
        return f"{beside} {'y' if _SPANISH.search(clause) else 'and'} {clause}"
    if before and (count_own_words(clause) < MIN_OWN_WORDS or needs_more):
        return f"{shorten_told(before)} {clause}"
    return clause


def _points_back(clause: str) -> bool:
    """It points at a sentence before: nothing that it names itself, and nothing that follows, is what "that" stands for."""
    found = POINTS_BACK.search(clause)
    if found is None or _POINTS_AHEAD.search(clause):
        return False
    return len(find_content_words(clause[: found.start()])) < NAMED_BEFORE


def count_own_words(clause: str) -> int:
    """Count the words that say what a question is about."""
    return sum(word.lower() not in _PARTICLES for word in find_content_words(clause))


def _find_matter(beside: str) -> str:
    """Find what a question asks about: "how many calls may he make a week" → "calls may he make a week"."""
    matter = _OPENS.sub("", beside, count=1).rstrip("?!. ")
    return matter if find_content_words(matter) else ""
