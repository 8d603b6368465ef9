"""What a text permits, orders and forbids: a "may" that becomes a "must" is a lie told with true words."""

from __future__ import annotations

import re
from typing import Literal

Modal = Literal["may", "must", "must not"]

_FORBID = re.compile(
    r"\b(?:shall|must|may|can|will|is|are|be|does|do|could|should)\s+(?:in no (?:case|event)|not|never|neither|no longer)\b"
    r"|\b(?:cannot|can't|mustn't|won't|isn't|aren't|don't|doesn't|shan't|can not)\b"
    r"|\bprohibit\w*|\bforbid\w*|\bnot (?:be )?(?:allowed|permitted|authorized|eligible|required|entitled|have)\b"
    r"|\bno (?:person|inmate|offender|one|parole|such|fee|officer|employee|court|state)\b|\bunless\b|\bunlawful\b"
    r"|\bshall\b(?=[^.;]{0,60}\bonly\b)|\bmay only\b|\bonly\b|\bineligible\b|\bwithout\b|\bexcept\b|\bnor\b|\bno\b|\bnot\b"
    r"|\bno (?:puede|pueden|debe|deben|podrá|se|es|está|tiene|hay)\b|\bprohíb\w*|\bprohib\w*|\bni\b|\bnunca\b|\bsin\b|\bsolo\b|\bsólo\b",
    re.I,
)
_MUST = re.compile(
    r"\b(?:shall|must|required?|requires|requirement|mandatory|has to|have to|needs? to|is to|are to|duty|entitled|will|responsible|obligat\w+)\b"
    r"|\b(?:debe|deben|deberá|deberán|tiene que|tienen que|obliga\w*|requiere\w*|hay que)\b",
    re.I,
)
_MAY = re.compile(
    r"\b(?:may|can|could|able|allowed?|allows|allowing|permit\w*|authori[sz]\w*|eligible|right|rights|option|discretion|"
    r"encouraged|request\w*|entitled|choose|opportunity|available|possible|consider\w*|if)\b"
    r"|\b(?:puede|pueden|podrá|podrán|permit\w*|derecho|elegible|autoriz\w*|solicit\w*|pedir)\b",
    re.I,
)
_NEGATED_MODAL = re.compile(
    r"\b(?:shall|must|may|can|will)\s+(?:in no (?:case|event)|not|never|only)\b|\bcannot\b|\bcan't\b|\bcan not\b"
    r"|\bno (?:puede|pueden|debe|deben|podrá|podrán|tiene que|tienen que)\b|\bnot (?:be )?required\b",
    re.I,
)


def find_modals(text: str) -> frozenset[Modal]:
    """Find which of may, must and must not a text holds; a negated modal counts only as must not."""
    text = text.replace("’", "'")
    positive = _NEGATED_MODAL.sub(" ", text)
    found: set[Modal] = set()
    if _FORBID.search(text):
        found.add("must not")
    if _MUST.search(positive):
        found.add("must")
    if _MAY.search(positive):
        found.add("may")
    return frozenset(found)


_STRONG: dict[Modal, re.Pattern[str]] = {
    "must": re.compile(
        r"\b(?:shall|must|is required|are required|has to|have to|mandatory)\b"
        r"|\b(?:debe|deben|deberá|deberán|tiene que|tienen que)\b",
        re.I,
    ),
    "must not": re.compile(
        r"\b(?:shall|must|may|can)\s+(?:not|never)\b|\bcannot\b|\bcan't\b|\bprohibited\b|\bforbidden\b"
        r"|\bnot (?:allowed|permitted)\b|\bno (?:puede|pueden|debe|deben|podrá|podrán)\b",
        re.I,
    ),
    "may": re.compile(r"\b(?:may|can|allowed|permitted)\b|\b(?:puede|pueden|podrá|podrán)\b", re.I),
}


def find_claimed_modals(sentence: str) -> frozenset[Modal]:
    """Find the modals a sentence plainly asserts, which its quotes must then hold."""
    text = sentence.replace("’", "'")
    positive = _NEGATED_MODAL.sub(" ", text)
    return frozenset(
        modal
        for modal, pattern in _STRONG.items()
        if pattern.search(text if modal == "must not" else positive)
    )


def find_unsupported_modals(sentence: str, quotes: tuple[str, ...]) -> frozenset[Modal]:
    """Find the modals that a sentence asserts and none of its quotes holds."""
    held: set[Modal] = set()
    for quote in quotes:
        held |= find_modals(quote)
    return frozenset(find_claimed_modals(sentence) - held)


_NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|nor|neither|without|n't|prohibit\w*|unless|except|only|ineligible|unlawful|deny|denied|refuse\w*)\b|n't\b",
    re.I,
)


def is_negated(text: str) -> bool:
    """Tell whether a text denies, forbids or excepts anything."""
    return bool(_NEGATION.search(text.replace("’", "'")))


_MAY_WORD = re.compile(
    r"\bmay\b(?! not)|\b(?:authorized|discretion|encouraged|reasonable consideration)\b", re.I
)
_DUTY_WORD = re.compile(
    r"\b(?:shall|must|required?|requires|duty|duties|mandatory|is to|are to|will|entitled)\b", re.I
)
_ORDER = re.compile(
    r"\b(?:must|has to|have to|is required to|debe|deben|tiene que|tienen que)\b(?! not)", re.I
)
_LEAVE = re.compile(r"\b(?:may|is allowed to|are allowed to|puede|pueden)\b(?! not)", re.I)


def find_hardened_modals(sentence: str, quotes: tuple[str, ...]) -> tuple[str, ...]:
    """Name a "must" whose quotes only say "may", and a "may" whose quotes only forbid.

    For reviewed sentences: they may word a rule freely, but not make it stronger.
    """
    text, held = sentence.replace("’", "'"), " ".join(quotes)
    positive = _NEGATED_MODAL.sub(" ", text)
    faults = []
    if _ORDER.search(positive) and not _DUTY_WORD.search(held) and _MAY_WORD.search(held):
        faults.append("must where the law says may")
    if _LEAVE.search(positive) and find_modals(held) == frozenset({"must not"}) and not is_negated(text):
        faults.append("may where the law forbids")
    return tuple(faults)


_LITERAL_MAY = re.compile(r"\b(?:may|can|could|might)\b(?! not)", re.I)
_GRANT = re.compile(
    r"\b(?:permit|allow|authori[sz]e|entitle|eligible|right|let|opportunity|request)\w*\b", re.I
)


def is_softened(sentence: str, clauses: tuple[str, ...]) -> bool:
    """Tell whether a sentence says "may" where the clauses only order.

    "The department shall permit a person to file" lets the person file, but does not let the department choose.
    """
    held = " ".join(clauses)
    if not _LITERAL_MAY.search(sentence) or _LITERAL_MAY.search(held) or not _DUTY_WORD.search(held):
        return False
    return not (_GRANT.search(held) and not _GRANT.search(sentence))
