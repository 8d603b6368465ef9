"""The questions inside a sentence, told from what it tells, forbids, announces or only sighs.

Clauses are told apart as in the chat (`assistant.parts`).
"""

from __future__ import annotations

import re

from assistant.conversation import find_content_words
from assistant.parts import asks_something, split_clauses

FEW_WORDS = 2
_ASKS_INDIRECTLY = re.compile(
    r"(?<!not )(?<!n't )(?<!n’t )(?<!nt )\b(?:like|liked|want|wants|wanted|need|needed|trying|love|hoping|wondering|curious)\b.{0,20}?\b(?:know|find out|understand|ask|learn|figure out|if|whether|how)\b"
    r"|\b(?:please|can (?:you|someone|anyone)|could (?:you|someone|anyone)) (?:\w+ ){0,2}?(?:tell|advise|explain|inform|clarify|confirm)\b"
    r"|\bi (?:do not|don['’]?t|dont) (?:know|understand) (?:how|what|when|where|who|why|if|whether)\b|\bno idea (?:how|what|when|where|who|why|if)\b"
    r"|\b(?:quiero|quisiera|queremos|necesito|deseo|me gustar[ií]a) (?:\w+ ){0,2}?(?:saber|preguntar|entender|averiguar)\b"
    r"|\b(?:d[ií]ganme|d[ií]game|(?:me )?pueden? decir(?:me|nos)?|expl[ií]quenme|inf[oó]rmenme)\b"
    r"|\bno (?:s[eé]|entiendo) (?:c[oó]mo|qu[eé]|cu[aá]ndo|d[oó]nde|qui[eé]n|si|por qu[eé])\b",
    re.I,
)
_ASKS_BY_ITSELF = re.compile(
    r"^\W*(?:and |also |so |but )*if\b[^.?!]{3,80}?\b(?:does|do|can|will|would|is|are|who|what|how) (?:he|she|they|i|we|it|you|the|anyone)\b"
    r"|^\W*(?:y |pero |entonces )*(?:por ?qu[eé]|cu[aá]l(?:es)?|cu[aá]nt[oa]s?|a qui[eé]n|a d[oó]nde|hasta cu[aá]ndo|se puede[ns]?|tienen? derecho)\b"
    r"|,\s*(?:y )?(?:cu[aá]nt[oa]s?|qui[eé]n|d[oó]nde|cu[aá]ndo) \w+"
    r"|\b(?:es|ser[aá]) (?:verdad|cierto|as[ií])(?: o no)?\W*$|\w,? (?:o no|or not|or no)\W*$|, (?:right|true|correct)\W*$",
    re.I,
)
"""Without a mark and without the word that questions begin with: "if he gets hurt at work does he get paid", "y cuanto cuesta",
"me dijeron que son gratis, es verdad o no"."""
_FORBIDS = re.compile(r"^\W*(?:and |so |please )*(?:do not|don['’]?t)\b[^?]*$", re.I)
_ANNOUNCES = re.compile(
    r"^(?P<told>[^?:]{0,80}?\b(?:questions?|q['’]?s|things|preguntas?|cosas|dudas?)\b[^?:\w]{0,4}(?:\w+[^?:\w]{1,3}){0,8}?\w*)(?:[:–—]|\s-)(?:\s+|$)",
    re.I,
)
"""It says that questions follow: "My real questions:", "Quisiera saber tres cosas:"."""
_ASKS_NOTHING = re.compile(
    r"^\W*(?:and |so |but |y |pero )*(?:can|could|will|would)? ?(?:you|someone|anyone|somebody|anybody)?(?: all| people)? ?(?:please )?"
    r"(?:help(?: me| us)?(?: with this| please| out)?|let me know|call me(?: back)?|get back to me|write (?:me )?back|answer me"
    r"|respond|reply|look into (?:it|this))\W*$"
    r"|\b(?:how do you|how can you(?: people)?) (?:\w+ ){0,2}?(?:sleep|live with)\b|\b(?:do you|does anyone)(?: people| all| even| really)* (?:have any idea|care|know what it)\b"
    r"|\bwhat (?:kind|sort) of (?:people|person|place|country)\b|\bare you (?:serious|kidding|people)\b|\bhow are you\b|\bwho do you think\b"
    r"|\bis (?:anyone|anybody|somebody) (?:there|reading|listening|home)\b|\b(?:right|correct) place\b|\bin your (?:heart|conscience)\b"
    r"|^\W*(?:(?:me )?pueden? ayudar(?:me|nos)?|c[oó]mo est[aá]n?|ay[uú]de(?:n)?me)\W*(?:por favor)?\W*$"
    r"|\bc[oó]mo (?:pueden? )?(?:duermen|dormir)\b|\b(?:les|no les) importa\b",
    re.I,
)
POINTS_BACK = re.compile(
    r"\b(?:(?:do|does|did|doing|is|was|about|with|after|before|for|do all|allow|allowed) (?:that|this|it)|that (?:right|true|legal|allowed|normal|fair|so)"
    r"|(?:stop|change|appeal|fight|fix|pay|prevent|avoid) (?:it|this|that)|(?:es|hacer|hacen|sobre|de|con|por|para|parar|evitar) (?:eso|esto|ello)"
    r"|(?:cu[aá]nto tiempo|cu[aá]ndo|c[oó]mo) l[ao]s \w+|(?:legal|verdad|justo|cierto|normal|permitido)|(?:tener|dejar)(?:l[oa]s?)? as[ií])\b",
    re.I,
)
"""It asks about something that was said before."""
_TELLS = re.compile(
    r"^\W*(?:and |but |so |y |pero )?(?:when|where|while|since|which|who|because)\b(?! (?:do|does|did|is|are|was|were|will|can|could|would"
    r"|should|may|must|to|has|have)\b)|^\W*(?:y |pero )?(?:cuando|como|donde|que|quien)\b(?! (?:es|son|ser[aá]|puedo|puede|podemos|sale|va"
    r"|voy|tiene|tengo|debo|hago|le|lo)\b)",
    re.I,
)
"""It opens like a question and tells: "When my brother was moved, his papers did not come"."""
_LEAD = re.compile(
    r"^.{0,60}?\b(?:know|find out|understand|ask|learn|figure out|wondering|curious|advise|tell(?: me| us)?|explain|inform|clarify|confirm"
    r"|saber|preguntar|entender|averiguar|decir(?:me|nos)?|d[ií]gan?me)\b[ ,:]*(?=(?:if|whether|what|how|when|where|who|why|which|si|qu[eé]|c[oó]mo"
    r"|cu[aá]n\w+|d[oó]nde|qui[eé]n|por qu[eé])\b)",
    re.I,
)
_NUMBERED = re.compile(r"(?<!\S)\(?(\d)\)\s+")
_AND_ASKS = re.compile(
    r"\s*,\s+(?=(?:and |y )?(?:who|whom|what|which|where|how (?:long|much|many|often|soon|do|does|can|is|are)|quién|qué|cuánt[oa]s?|dónde"
    r"|cómo)\b)",
    re.I,
)
"""A comma behind which a second question begins: "How do we apply, who decides it and how long does it take?"."""
_CONDITION = re.compile(
    r"^\W*(?:and |but |so |y |pero )?(?:if|once|after|before|si|despu[eé]s|antes)\b", re.I
)
_ALSO = re.compile(
    r",\s+(?:y|and)\s+(?=(?:si|if|whether)\b)|,?\s+(?:y tambi[eé]n|and also)\s+(?=(?:si (?:me|nos)|me pueden?|quiero|quisiera|if|i (?:want|need|would)|can|could|how|what|when|c[oó]mo|cu[aá]nd\w+)\b)",
    re.I,
)


def asks_in_any_way(sentence: str) -> bool:
    """Tell whether a sentence asks: by its mark, by how it begins, or in other words ("quiero saber si …")."""
    found = asks_something(sentence) or _ASKS_INDIRECTLY.search(sentence) or _ASKS_BY_ITSELF.search(sentence)
    return bool(found)


def list_clauses(sentence: str) -> list[str]:
    """List the questions inside a sentence; [] when it only tells."""
    sentence = _ANNOUNCES.sub("", sentence)
    if not sentence or _ASKS_NOTHING.search(sentence) or _FORBIDS.match(sentence):
        return []
    if not asks_in_any_way(sentence) or (_TELLS.search(sentence) and "?" not in sentence):
        return []
    if items := _split_numbered(sentence):
        return items
    sentence = _NUMBERED.sub("", sentence, count=1) if _NUMBERED.match(sentence) else sentence
    clauses = [_drop_lead(clause) for clause in _split_asked(sentence)]
    return [clause for clause in clauses if find_content_words(clause) or POINTS_BACK.search(clause)]


def _split_asked(sentence: str) -> list[str]:
    """Split a sentence where another question begins: behind "and", "also", and a comma where what follows is whole.

    "How do we apply, who decides it and how long does it take?" stays together: its second half says nothing alone.
    """
    first = sentence.split(",")[0]
    is_list = (
        "?" in sentence and asks_something(first) and not (_TELLS.search(first) or _CONDITION.match(first))
    )
    pieces = _AND_ASKS.split(sentence) if is_list else [sentence]
    if any(len(find_content_words(piece)) <= FEW_WORDS for piece in pieces[1:]):
        return [sentence]
    return [clause for piece in pieces for also in _ALSO.split(piece) for clause in split_clauses(also)]


def _split_numbered(sentence: str) -> list[str]:
    """Split "please advise (1) the days, (2) whether …" at its numbers, where they count up from one."""
    marks = list(_NUMBERED.finditer(sentence))
    if len(marks) < 2 or [m[1] for m in marks] != [str(n) for n in range(1, len(marks) + 1)]:
        return []
    ends = [*(m.start() for m in marks[1:]), len(sentence)]
    pieces = [sentence[m.end() : end] for m, end in zip(marks, ends, strict=True)]
    return [re.sub(r"[\s,;]*\b(?:and|y)?\s*$", "", piece).strip(" ,;.") for piece in pieces]


def _drop_lead(clause: str) -> str:
    """ "I would like to know what law lets them" → "what law lets them"; a clause that asks by itself stays."""
    return clause if asks_something(clause.replace("?", "")) else _LEAD.sub("", clause)
