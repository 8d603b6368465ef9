"""An e-mail is redacted before anything reads it; what its sender wrote is then told from what mail adds around it.

Headers, earlier messages, greetings, signatures and notices at the foot are nobody's questions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from assistant.redaction import PersonalKind, find_personal, mark_spans
from assistant.replies.records import Email

MAX_CHARACTERS = 20_000
WRAPPED_LINE = 50
"""A line this long was probably broken by the mail program and goes on in the next one."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KINDS: tuple[PersonalKind, ...] = ("name", "DOC number", "phone", "e-mail", "address", "SSN", "birth date")
_MARK = "|".join(re.escape(f"[{kind}]") for kind in _KINDS)
_THREAD = re.compile(
    r"^\s*(?:>|-{2,}\s*(?:original|forwarded) message|_{10,}|on .{4,90} wrote:\s*$|el .{4,90} escribi[oó]:\s*$"
    r"|(?:this|the) (?:e-?mail|message|communication)\b.{0,80}\b(?:confidential|privileged|intended)"
    r"|(?:confidentiality|privacy|legal) notice|aviso de confidencialidad|disclaimer\b)",
    re.I,
)
_HEADER = re.compile(
    r"^\s*(?:from|sent|to|cc|bcc|subject|date|de|para|enviado|asunto|fecha|re|fwd?|rv):\s", re.I
)
_DEVICE = re.compile(
    r"^\s*(?:sent from (?:my|yahoo|outlook|mail)|get outlook for|enviado desde (?:mi|yahoo))\b", re.I
)
_GREETING = re.compile(
    r"^\s*(?:(?:hi|hello|hey|hola|dear|good (?:morning|afternoon|evening|day)|buen(?:[oa]s?)? (?:d[ií]as?|tardes|noches)"
    r"|estimad[oa]s?|señor(?:es|a)?|greetings|to whom it may concern|a quien corresponda)\b"
    r"[^.?!\n]{0,40}?[,:.!]\s*|(?:hi|hello|hey|hola|to whom it may concern|a quien corresponda)(?:\s+|$))",
    re.I,
)
_CLOSER = re.compile(
    r"^\W*(?:(?:thanks?|thank you)\b(?!.*\bbut\b)[^?]{0,40}|(?:many|kind|best|warm)?\s*(?:regards|wishes|thanks)"
    r"|sincerely|respectfully|yours|best|god bless(?: you)?(?: all)?|blessings|(?:muchas |mil )?gra[cs]ias(?!.*\bpero\b)[^?]{0,40}"
    r"|(?:disculpen?|perdonen?) (?:la|las|por la|por las) molestias?"
    r"|saludos.{0,20}|atentamente|cordialmente|(?:que )?dios (?:los?|las?|te) bendiga)\W*$",
    re.I,
)
_NAME_LINE = re.compile(r"^\W*(?:(?:[A-ZÁÉÍÓÚÑ][\w'’.-]*|\[name\]|de|del|la)[ ]?){1,4}\W*$")
_CUED_MARK = re.compile(
    rf"[\s,]*\(?(?:(?<!\w)(?:mr|mrs|ms|dr|sra?|c?doc|inmate|offender|dob|d\.o\.b\.?|ssn?|ss|born|id|reg(?:ister)?|booking|n[uú]mero|number|phone|tel"
    rf"|no|num|cell)\b[ .:#]*){{0,3}}#?\s*(?:{_MARK})(?:\s*(?:,|\||and|y)?\s*(?:(?:c?doc|dob|inmate|no|ssn?)\b[ .:#]*){{0,2}}#?\s*"
    rf"(?:{_MARK}))*\)?",
    re.I,
)
_NAMED_INMATE = re.compile(r"\b(?:the )?(inmate|offender|prisoner) \[name\]", re.I)
"""Without its name it must still be somebody: "where is inmate [name] being held"."""
_LIST_ITEM = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-*•–]|\(?[a-h]\))\s+")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|St|Sgt|Lt|Capt|Sr|Sra|vs|approx|a\.m|p\.m|e\.g|i\.e|C\.R\.S|(?-i:[A-Z])|No(?=\.\s*[#\d\[]))\.(?=\s)",
    re.I,
)
_STOP = "\u2024"
"""Stands for the full stop of an abbreviation while sentences are split."""
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\s+(?=¿)")


def read_email(pasted: str) -> Email:
    """Redact a pasted e-mail and find the sentences of its sender; any text is accepted."""
    is_cut = len(pasted) > MAX_CHARACTERS
    text = _clean(pasted[:MAX_CHARACTERS])
    redacted = redact_email(text)
    return Email(
        redacted=redacted,
        sentences=tuple(_split_sentences(_list_own_lines(redacted))),
        redacted_count=len(re.findall(_MARK, redacted)) - len(re.findall(_MARK, text)),
        is_cut=is_cut,
    )


def redact_email(text: str) -> str:
    """Redact an e-mail: what any text is redacted of, names in its signature, and each name wherever it comes again."""
    spans = find_personal(text)
    words = {
        word
        for span in spans
        if span.kind == "name"
        for word in re.findall(r"[^\W\d_]{3,}", text[span.start : span.end])
        if word[0].isupper()
    }
    lines = mark_spans(text, spans).split("\n")
    for row in _find_signature(lines):
        if _NAME_LINE.match(lines[row]) and not _CLOSER.match(lines[row]):
            words |= set(re.findall(r"[^\W\d_]{3,}", lines[row].replace("[name]", "")))
            lines[row] = "[name]"
    marked = "\n".join(lines)
    if words:
        again = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        marked = re.sub(rf"\b(?:{again})\b(?:[ -](?:{again})\b)*", "[name]", marked)
    return re.sub(r"\[name\](?:[ -]\[name\])+", "[name]", marked)


def drop_marks(text: str) -> str:
    """Take out the marks of what was redacted, with the cue before them: "DOC# [DOC number]", "(DOB [birth date])"."""
    plain = _CUED_MARK.sub(" ", _NAMED_INMATE.sub(r"the \1", text))
    plain = re.sub(r"\(\s*[,;]?\s*\)|<\s*>", " ", plain)
    return re.sub(r"\s+([,.;:?!])", r"\1", " ".join(plain.split())).strip(" ,;")


def _clean(text: str) -> str:
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _HIDDEN)
    return unicodedata.normalize("NFC", kept.replace("\t", " ")).strip()


def _find_signature(lines: list[str]) -> list[int]:
    """Find the rows at the end of the sender's own lines that only sign: names, closers, marks, devices."""
    last = next((row for row, line in enumerate(lines) if _THREAD.match(line)), len(lines))
    rows: list[int] = []
    for row in range(last - 1, -1, -1):
        line = lines[row].strip()
        if line and not (_signs(line) and row > 0):
            break
        if line:
            rows.append(row)
    return rows


def _signs(line: str) -> bool:
    bare = re.sub(_MARK, "", line).strip(" |,;:-–—.•")
    if not bare or _DEVICE.match(line) or _CLOSER.match(line):
        return True
    return len(bare.split()) <= 4 and bool(_NAME_LINE.match(line)) and not line.rstrip().endswith(("?", "!"))


def _list_own_lines(redacted: str) -> list[str]:
    """List what the sender wrote, a paragraph or a list item a line."""
    lines = redacted.split("\n")
    signing = set(_find_signature(lines))
    paragraphs: list[str] = []
    was_long = False
    for row, line in enumerate(lines):
        if _THREAD.match(line):
            break
        if row in signing or _HEADER.match(line) or _DEVICE.match(line) or _CLOSER.match(line):
            was_long = False
            continue
        plain = line.strip()
        goes_on = was_long or plain[:1].islower()
        if plain and paragraphs and paragraphs[-1] and goes_on and not _LIST_ITEM.match(line):
            paragraphs[-1] = f"{paragraphs[-1]} {plain}"
        else:
            paragraphs.append(plain)
        was_long = len(plain) >= WRAPPED_LINE
    return [paragraph for paragraph in paragraphs if paragraph]


def _split_sentences(paragraphs: Iterable[str]) -> list[str]:
    sentences: list[str] = []
    for paragraph in paragraphs:
        text = _LIST_ITEM.sub("", paragraph)
        text = drop_marks(_GREETING.sub("", text, count=1))
        text = _ABBREVIATION.sub(lambda found: found[0][:-1] + _STOP, text)
        pieces = [p.replace(_STOP, ".").strip() for p in _SENTENCE_END.split(text)]
        sentences += [p for p in pieces if re.search(r"[^\W\d_]", p) and not _CLOSER.match(p)]
    return sentences
