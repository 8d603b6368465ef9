"""Questions about how a law came to be ("which bill added …"), told from those about what it says.

What asks for the history is cut away before the search, so that only the rule it is about is searched for.
"""

from __future__ import annotations

import re

_LAW = re.compile(
    r"\b(?:laws?|statutes?|rule|(?:sub)?sections?|articles?|provisions?|acts?|bills?|legislat\w+|session|c\.?\s?r\.?\s?s\.?"
    r"|legal\w*|ley(?:es)?|reglas?|articulos?|estatutos?|prohibid\w+)\b|\d+-\d+-\d+|§"
)
_THE_LAW = r"(?:the|this|that|a|la|esta|esa) (?:\w+ ){0,2}(?:law|rule|statute|section|article|provision|act|ley|regla)"
_DONE = (
    r"(?:added|changed?|pass(?:ed)?|adopt(?:ed)?|revised?|rewr\w+|written|updated?|made|introduced|put in(?:to)?|(?:come|came) in"
    r"|become|became|(?:take|took) effect|(?:go|went|come|came) into (?:effect|force))"
)
_WHEN = r"(?:when (?:was|were|did|has|have)|(?:what|which|wat) (?:year|yr|day|date|month|session) (?:was|were|did))"
_ASKS = re.compile(
    r"\b(?:which|what|wat) (?:(?:house|senate) )?(?:bill|act|session law|legislation|ballot measure|proposition)\b"
    r"(?! (?:do|does|should|can|will|must|i|he|she|we|they|did (?:he|she|i))\b)"
    r"|\bbill number\b|\bthe (?:bill|act) that (?:\w+ )?(?:brought|made|created|added|put|gave|changed|set)\b"
    r"|\b(?:legislative|statutory|amendment) history\b|\bhistory of (?:the |this |that |section )?(?:\w+ )?(?:law|statute|rule|section|\d)"
    r"|\bsource note\b|\beditor'?s notes?\b|\bsession laws?\b|\b(?:first|last) (?:enacted|amended|revised)\b"
    rf"|\beffective date of {_THE_LAW}\b|\b(?:latest|last|most recent) (?:amendment|change|revision) (?:to|of|in) {_THE_LAW}\b"
    rf"|\bhow old is {_THE_LAW}\b|\b{_WHEN}\b.{{0,80}}\b(?:enacted|amended)\b"
    rf"|\b{_WHEN} (?:they|lawmakers|voters|congress|colorado|the (?:state|legislature|general assembly)) (?:\w+ )?(?:pass|enact|adopt|amend|rewrite)\b"
    r"|\bque (?:proyecto|propuesta|ley)(?: de ley)? (?:lo |la )?(?:cambi|agreg|aprob|hizo|cre|modific|logr|fue)\w*"
    r"|\bhistoria(?:l)? (?:de la ley|legislativa)\b"
)
_ASKS_OF_LAW = re.compile(
    rf"\b{_WHEN}\b.{{0,100}}\b{_DONE}\b[^,.;?]{{0,45}}"
    r"|\bhow (?:often|many times)\b.{0,60}\bamended\b"
    r"|\bhow (?:long|many years) (?:has|have)\b.{0,60}\bbeen (?:the law|on the books|in effect|able|allowed)\b.{0,60}"
    r"|\bsince when\b.{0,40}\b(?:legally|by law)\b|\bsince when (?:has|have|is|was)\b.{0,60}"
    r"|\bdesde (?:cuando|que ano)\b.{0,60}\b(?:prohibido|permitido|ley|regla|derecho)\b.{0,60}"
    r"|\bcuando (?:se|fue|entro|cambio|empezo)\b.{0,80}\b(?:aprob\w+|agreg\w+|cambi\w+|vigor|modific\w+|ley|regla)\b.{0,25}"
)
_LAWMAKERS = re.compile(
    r"\b(?:legislat\w+|lawmakers|general assembly|capitol|statehouse|senators?|voters|ballot|proposition|(?:house|senate) bill"
    r"|legisladores|congreso|votantes)\b"
)
_MAKING = re.compile(
    r"\b(?:pass(?:ed|es)?|enact\w*|amend\w*|adopt\w*|re-?wr(?:i|o)t\w+|written|wrote|add(?:ed)?|put (?:in|into|on)|br(?:ing|ought) in|introduc\w+"
    r"|sign(?:ed)?|became law|becom\w+ law|t(?:ake|ook|aken) effect|(?:in|into) (?:effect|force)|on the books|revis\w+|updat\w+|chang\w+"
    r"|overhaul\w*|creat\w+|c(?:a|o)me (?:in|from|about|to be)|dates? (?:back|from)|goes back|origin\w*|start(?:ed)?|beg(?:a|u)n|made|set up"
    r"|aprob\w+|promulg\w+|vigor|modific\w+|reform\w+|cambi\w+|agreg\w+|nacio|empezo|existe)\b"
)
_SINCE = re.compile(
    r"\b(?:when(?! (?:does|do|will|is|are|can|should|the|he|she|they|i|we)\b)|(?:what|wat|which) (?:year|yr|date|day|session)|since when|how (?:old|recent(?:ly)?|new|long ago|far back)|how long (?:has|have)"
    r"|last time|cuando|desde (?:cuando|que ano)|(?:en )?que ano|hace cuanto)\b"
)
_NEAR = 90
"""Characters between the word for when, the verb of making and the word for law."""


_FRAME = re.compile(
    r"\b(?:which|what|wat) (?:(?:house|senate) )?(?:bill|act|session law|legislation|session|year|yr|day|date|month)\b"
    r"|\bsince when\b|\bhow old is\b|\bdesde (?:cuando|que ano)\b|\bbill number\b|\bque (?:proyecto|propuesta)(?: de ley)?\b"
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
    if found is not None and _LAW.search(found.group()):
        return True
    return any(map(_asks_in_sentence, re.split(r"(?<=[.!?])\s+", plain)))


def _asks_in_sentence(sentence: str) -> bool:
    """Whether one sentence asks when lawmakers did something, or holds "when", a verb of making and "law" close together."""
    asked = _SINCE.search(sentence)
    if asked is None:
        return False
    near = sentence[asked.start() : asked.end() + _NEAR]
    if not _MAKING.search(near[asked.end() - asked.start() :]):
        return False
    return bool(_LAWMAKERS.search(sentence)) or bool(
        re.search(r"\b(?:the|a|this|that|la|esta|esa) (?:[a-z]+ ){0,2}(?:law|statute|ley)\b", near)
    )


def cut_history(plain: str) -> str:
    """What is left of a folded question about history: the rule it is about; the whole where nothing is left."""
    rest = " ".join(re.sub(r"[?¿]|\s[,.;]", " ", _FRAME.sub(" ", plain)).split())
    return rest if re.search(r"\w{4}", rest) else plain
