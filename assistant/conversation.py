"""The last message read with what earlier turns lend it: an ellipsis its question, a situation its words.

No model is asked. Words say whether a message stands alone; where they may be wrong the other reading is given too,
for the search to decide between them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.records import Turn
from assistant.situations import find_situations
from index.query import detect_place
from index.references import find_references
from ingest.records import Place, Section

_REFUSED = frozenset({"blocked", "declined", "error"})
_OPENING = re.compile(
    r"^\W*(?:and|but|so|ok(?:ay)?|also|then|what about|how about|what if|and if|even if|or|plus|same|y|pero|entonces|también|"
    r"tambien|qué tal|que tal|y si|o sea|does that|is that|why|por qué)\b",
    re.I,
)
_POINTING = re.compile(
    r"\b(?:that|this|those|these|it|its|there|then|same|instead|either|else|too|one|ones|her|him|them|they|eso|esto|esa|ese|"
    r"lo|allí|ahí|entonces|mismo|misma|también)\b",
    re.I,
)
_STRONG_POINTING = re.compile(
    r"\b(?:that|this|those|these|it|same|instead|either|eso|esto|esa|ese|lo mismo)\b", re.I
)
_CORRECTION = re.compile(
    r"^\W*(?:no|nope|sorry|actually|i mean|i meant|not|wait|correction|perdón|perdon|quise decir|me refiero|más bien)\b[\s,.:;—-]*"
    r"(?:i mean[t]?|it'?s|he'?s|she'?s|they'?re|actually|rather|es|está|en)?\s*",
    re.I,
)
_SWITCH = re.compile(
    r"\b(?:(?:a |an )?(?:new|different|another|separate|unrelated|other) (?:topic|question|thing|subject|matter)|(?:switching|changing) (?:topics?|subjects?|"
    r"gears)|change of subject|something (?:else|different)(?: now)?|one more thing|moving on|otr[ao] (?:pregunta|cosa|tema)|cambiando de tema|aparte de eso)\b"
    r"[\s,.:;!—-]*",
    re.I,
)
"""What people say before they turn to something else."""
_ADDING = re.compile(r"^\W*(?:also|plus|and also|y también|también|ademas|además)\b[\s,]*", re.I)
_STOP_WORDS = """the a an and or but if then of in on at to for from with by as is are was were be been do does did can
    could will would should may might must have has had i you he she they it we me him her them us my your
    his their our its this that these those there here what which who whom when where why how much many long
    often any some no not yes ok okay so just about also get got let know want need tell please still more
    only very too el la los las un una de del en que y o por para con se su sus mi es son le les lo si al
    como cuando cuanto quien"""
_STOP = frozenset(_STOP_WORDS.split())
TURNS_CARRIED = 3
WORDS_CARRIED = 60
SWITCH_REACH = 24
"""Characters within which a turn to something else must be announced."""
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True)
class Reading:
    """How the last message stands to the turns before it."""

    standalone: str
    query: str
    context: str
    is_follow_up: bool
    is_correction: bool
    place: Place | None
    why: str
    focus: str = ""
    """The words of `query` that ask; the others were said before."""
    other: Reading | None = None
    """The same message read the other way."""


def find_content_words(text: str) -> tuple[str, ...]:
    """The words that carry the matter of a message, in order."""
    return tuple(w for w in _WORD.findall(text) if w.lower() not in _STOP and len(w) > 1)


def strip_references(text: str, sections: Mapping[str, Section]) -> str:
    """Take section numbers out of an earlier turn: they belong to that turn."""
    for reference in find_references(text, sections):
        if reference.locator or reference.kind == "missing":
            number = re.escape(reference.section)
            text = re.sub(
                rf"(?:§+|sections?|C\.R\.S\.?)?\s*{number}(?:\s*\([\w.]+\))*", " ", text, flags=re.I
            )
    return " ".join(text.split())


def read_in_context(text: str, previous: Sequence[Turn], sections: Mapping[str, Section]) -> Reading:
    """Read the last message with the turns before it; refused turns lend nothing."""
    turns = [turn for turn in previous if turn.outcome not in _REFUSED and turn.text.strip()]
    own_place = detect_place(text)
    carried_place = next((p for turn in reversed(turns) if (p := detect_place(turn.text))), None)
    place = own_place or carried_place
    if not turns:
        return Reading(text, text, "", False, False, own_place, "no earlier turn")
    if find_references(text, sections):
        return Reading(text, text, "", False, False, own_place, "names a section itself")
    if (switched := _find_switch(text)) is not None:
        return Reading(switched, switched, "", False, False, own_place, "turns to something else")
    is_moved = own_place is not None and carried_place not in (None, own_place) and not _asks(text)
    if (_CORRECTION.match(text) or is_moved) and len(text.split()) <= 9:
        corrected = _CORRECTION.sub("", text, count=1).strip() or text
        asking = next((t for t in reversed(turns) if _asks(t.text)), turns[-1])
        question = _drop_place(strip_references(asking.standalone or asking.text, sections), own_place)
        return Reading(
            f"{question} ({corrected})", f"{question} {corrected}", question, True, True, place, "correction"
        )
    is_elliptic = _is_elliptic(text)
    situations = _carry_situations(text, turns)
    alone = Reading(text, text, "", False, False, place, "stands alone")
    if situations and _leans_on_people(text) and not is_elliptic:
        context = "; ".join(situations)
        carried = f"{text} ({context})"
        return Reading(carried, carried, context, True, False, place, "carries the situation", other=alone)
    told = _tell_before(turns, sections)
    joined = f"{told} {text}"
    follow_up = Reading(joined, joined, told, True, False, place, "cannot stand alone", focus=text)
    return replace(follow_up, other=alone) if is_elliptic else replace(alone, other=follow_up)


def _is_elliptic(text: str) -> bool:
    """Whether the words show that something said before is meant."""
    words = len(find_content_words(text))
    points = _STRONG_POINTING.search(text) is not None
    return words <= 3 or (points and words <= 8) or (_OPENING.match(text) is not None and words <= 12)


def _tell_before(turns: Sequence[Turn], sections: Mapping[str, Section]) -> str:
    """What the latest turns said, back to one that needs nothing before it."""
    told: list[str] = []
    for turn in reversed(turns[-TURNS_CARRIED:]):
        switched = _find_switch(turn.text)
        told.insert(0, strip_references(switched or turn.text, sections))
        if switched or not (_is_elliptic(turn.text) or _leans_on_people(turn.text)):
            break
    return " ".join(" ".join(told).split()[-WORDS_CARRIED:])


def _find_switch(text: str) -> str | None:
    """What is asked after the words that turn to something else, or after "also" before a whole question."""
    switch = _SWITCH.search(text)
    if switch and switch.start() <= SWITCH_REACH:
        rest = text[switch.end() :].strip()
        return rest if len(find_content_words(rest)) >= 2 else None
    rest = _ADDING.sub("", text, count=1)
    is_whole = rest != text and _asks(rest) and len(find_content_words(rest)) >= 3
    return rest if is_whole and not _STRONG_POINTING.search(rest) else None


def _asks(text: str) -> bool:
    return "?" in text or bool(
        re.match(
            r"^\W*(?:how|what|when|where|who|can|could|do|does|is|are|will|pull up|show|cómo|qué|cuándo|quién|puede|quiero)\b",
            text,
            re.I,
        )
    )


def _carry_situations(text: str, turns: Sequence[Turn]) -> tuple[str, ...]:
    """Situations of the last two turns that this message neither names nor replaces."""
    own = find_situations(text)
    carried: list[str] = []
    for turn in reversed(turns[-2:]):
        carried += [s for s in find_situations(turn.text) if s not in own and s not in carried]
    if {"county jail"} & set(own):
        carried = [s for s in carried if s != "county jail"]
    return tuple(carried)


def _leans_on_people(text: str) -> bool:
    """It speaks of somebody the turns before have introduced, and names nobody itself."""
    return bool(
        re.search(r"\b(?:he|him|his|she|her|they|them|él|ella|le|lo)\b", text, re.I) or _POINTING.search(text)
    ) and not re.search(
        r"\bmy (?:\w+ )?(?:son|daughter|husband|wife|brother|sister|dad|mom|father|mother|nephew|cousin)\b",
        text,
        re.I,
    )


def _drop_place(text: str, place: Place | None) -> str:
    if place is None:
        return text
    other = (
        r"\b(?:county jail|jail|cárcel del condado)\b"
        if place == "prison"
        else r"\b(?:state prison|prison|penitentiary|prisión)\b"
    )
    return " ".join(re.sub(other, " ", text, flags=re.I).split())
