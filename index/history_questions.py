"""Questions about how a law came to be ("which bill added …"), told from those about what it says.

What asks for the history is cut away before the search, so that only the rule it is about is searched for.
"""

from __future__ import annotations

import re

_LAW = re.compile(
    r"\b(?:laws?|statutes?|rule|(?:sub)?sections?|provisions?|acts?|bills?|c\.?\s?r\.?\s?s\.?"
    r"|ley(?:es)?|reglas?|articulos?|estatutos?)\b|\d+-\d+-\d+|§"
)
_DONE = (
    r"(?:added|changed?|pass(?:ed)?|adopt(?:ed)?|enact(?:ed)?|amend(?:ed)?|revised?|made|become|became|take effect|took effect"
    r"|go into (?:effect|force)|went into (?:effect|force)|come into (?:effect|force)|came into (?:effect|force))"
)
_ASKS = re.compile(
    r"\b(?:which|what) (?:(?:house|senate) )?(?:bill|act|session law|legislation)\b(?! (?:do|does|should|can|will|must|i|he|she|we|they|did (?:he|she|i))\b)"
    r"|\b(?:legislative|statutory|amendment) history\b|\bhistory of (?:the |this |that |section )?(?:\w+ )?(?:law|statute|rule|section|\d)"
    r"|\bsource note\b|\beditor'?s notes?\b|\bsession laws?\b|\blast (?:amended|revised)\b|\beffective date of\b"
    r"|\bque (?:proyecto de ley|ley) (?:cambi|agreg|aprob|hizo|cre|modific)\w*|\bhistoria(?:l)? (?:de la ley|legislativa)\b"
)
_ASKS_OF_LAW = re.compile(
    rf"\b(?:when (?:was|were|did|has|have)|(?:what|which) (?:year|day|date|month) (?:was|were|did))\b.{{0,100}}\b{_DONE}\b[^,.;?]{{0,45}}"
    r"|\bhow (?:often|many times)\b.{0,60}\bamended\b|\bhow long (?:has|have)\b.{0,60}\bbeen (?:the law|on the books|in effect)\b.{0,40}"
    r"|\bcuando (?:se|fue|entro|cambio|empezo)\b.{0,80}\b(?:aprob\w+|agreg\w+|cambi\w+|vigor|modific\w+|ley|regla)\b.{0,25}"
)
_FRAME = re.compile(
    r"\b(?:which|what) (?:(?:house|senate) )?(?:bill|act|session law|legislation|year|day|date|month)\b"
    r"|\bwhen (?:was|were|did|has|have)\b|\b(?:did|was|were) (?:they|it)\b|\b(?:legislative|statutory|amendment)? ?history(?: of)?\b"
    r"|\b(?:added|changed|passed|pass|adopted|enacted|amended|amend|revised|last amended|take effect|took effect"
    r"|(?:go|went|come|came) into (?:effect|force)|become law|became law)\b"
    r"|\b(?:the |a |this )?(?:law|rule|statute) (?:on|about|that)\b|\beffective date of\b|\bsource note(?: of| for)?\b"
    r"|\bcuando (?:se|fue|entro|cambio|empezo)\b|\b(?:aprobo|aprobada|agrego|cambio|en vigor|modifico)\b|\bla (?:ley|regla) (?:de|sobre)\b"
)


def asks_history(plain: str) -> bool:
    """Tell whether a folded text asks how the law's text came to be, rather than what it says."""
    if _ASKS.search(plain):
        return True
    found = _ASKS_OF_LAW.search(plain)
    return found is not None and bool(_LAW.search(found.group()))


def cut_history(plain: str) -> str:
    """What is left of a folded question about history: the rule it is about; the whole where nothing is left."""
    rest = " ".join(re.sub(r"[?¿]|\s[,.;]", " ", _FRAME.sub(" ", plain)).split())
    return rest if re.search(r"\w{4}", rest) else plain
