"""Each question of an e-mail, made whole by the least that it needs: the sentence it points at, or the situation.

An e-mail tells a story for half a page before it asks; a question that took the whole story along would be answered
about the story. Clauses are told apart as in the chat (`assistant.parts`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversation import find_content_words
from assistant.parts import asks_something, split_clauses
from assistant.replies.records import Asked
from assistant.situations import find_situations

MAX_QUESTIONS = 60
"""Found in one e-mail; how many of them are asked is the drafter's to say."""
MAX_MATTER_WORDS = 120
MIN_OWN_WORDS = 2
"""A question with fewer words of its own says nothing without what it follows."""
FEW_WORDS = 2
MANY_WORDS = 5
STORY_SENTENCES = 2
LONG_SENTENCE = 12
SHORT_SENTENCE = 6
_TAG_WORDS = frozenset({"right", "true", "legal", "verdad", "ok", "correct", "cierto"})

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
    r"^(?P<told>[^?:]{0,80}?\b(?:questions?|q['’]?s|things|preguntas?|cosas|dudas?)\b[^?:\w]{0,4}(?:\w+[^?:\w]{1,3}){0,3}?)(?:[:–—]|\s-)(?:\s+|$)",
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
_POINTS_BACK = re.compile(
    r"\b(?:(?:do|does|did|doing|is|was|about|with|after|before|for|do all|allow|allowed) (?:that|this|it)|that (?:right|true|legal|allowed|normal|fair|so)"
    r"|(?:stop|change|appeal|fight|fix|pay|prevent|avoid) (?:it|this|that)|(?:es|hacer|hacen|sobre|de|con|por|para|parar|evitar) (?:eso|esto|ello)"
    r"|(?:legal|verdad|justo|cierto|normal|permitido)|(?:tener|dejar)(?:l[oa]s?)? as[ií])\b",
    re.I,
)
_POINTS_AHEAD = re.compile(
    r"\b(?:does|did|will|would|is|was) it (?:\w+ )?(?:take|cost|possible|allowed|legal|true|normal|ok|okay)\b.{0,30}?\b(?:for|to|if|that|when)\b"
    r"|\b(?:es|ser[aá]|sería) (?:\w+ )?(?:verdad|cierto|legal|justo|normal|permitido) (?:que|si)\b",
    re.I,
)
"""What "it" stands for follows: "how long does it take for an application to be approved", "es verdad que son gratis"."""
_PARTICLES = frozenset({"out", "off", "up", "down", "back", "away", "before", "after", "supposed"})
NAMED_BEFORE = 4
"""With so many words of its own before it, "that" points at what the sentence itself names."""
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
    r",?\s+(?:y tambi[eé]n|and also)\s+(?=(?:si (?:me|nos)|me pueden?|quiero|quisiera|if|i (?:want|need|would)|can|could|how|what|when|c[oó]mo|cu[aá]nd\w+)\b)",
    re.I,
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


def asks_in_any_way(sentence: str) -> bool:
    """Tell whether a sentence asks: by its mark, by how it begins, or in other words ("quiero saber si …")."""
    found = asks_something(sentence) or _ASKS_INDIRECTLY.search(sentence) or _ASKS_BY_ITSELF.search(sentence)
    return bool(found)


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
    readings = list(dict.fromkeys(readings))
    return Asked(
        text=clause,
        readings=tuple(readings),
        alone=alone,
        story=" ".join([*matter, clause]) if matter else "",
    )


def shorten_told(sentence: str) -> str:
    """Keep what a sentence tells: no weekday, and no clause about the way there."""
    short = _ASIDE.sub("", _WEEKDAY.sub("", sentence)) if len(sentence.split()) > LONG_SENTENCE else sentence
    return " ".join((short if len(short.split()) >= SHORT_SENTENCE else sentence).split())


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
    return [clause for clause in clauses if find_content_words(clause) or _POINTS_BACK.search(clause)]


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


def _is_tag(clause: str) -> bool:
    """It only asks whether what was just asked is so: "Is that right?"."""
    words = [w for w in find_content_words(clause) if w.lower() not in _TAG_WORDS]
    return not words and bool(_POINTS_BACK.search(clause))


def _make_whole(clause: str, before: str, beside: str) -> str:
    """Give a question what it points at: the sentence before it, or the clause that it stands beside."""
    words = find_content_words(clause)
    needs_more = _points_back(clause) or (_NEEDS_SUBJECT.search(clause) and len(words) < MANY_WORDS)
    if beside and len(words) <= FEW_WORDS and _ASKS_ALONE.match(clause) and (matter := _find_matter(beside)):
        return f"{matter}: {clause}"
    if beside and (len(words) <= FEW_WORDS or _POINTS_BACK.search(beside)):
        return f"{beside} and {clause}"
    if before and (count_own_words(clause) < MIN_OWN_WORDS or needs_more):
        return f"{shorten_told(before)} {clause}"
    return clause


def _points_back(clause: str) -> bool:
    """It points at a sentence before: nothing that it names itself, and nothing that follows, is what "that" stands for."""
    found = _POINTS_BACK.search(clause)
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
