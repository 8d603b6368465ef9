"""What identifies a person is taken out before anything is kept: better a word too many than a name too few."""

from __future__ import annotations

import re

_NAME = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ'’]+(?:[ -](?:[A-Z]\.|(?:de|la|del|los) )?[A-ZÁÉÍÓÚÑ][a-záéíóúñ'’]+){0,3}"
_KIN = (
    r"son|daughter|husband|wife|brother|sister|father|mother|dad|mom|uncle|aunt|nephew|niece|cousin|grandson|"
    r"boyfriend|girlfriend|fianc[eé]e?|partner|friend|inmate|offender|prisoner|officer|warden|sergeant|sgt\.?|lt\.?|"
    r"hijo|hija|esposo|esposa|hermano|hermana|padre|madre|papá|mamá|tío|tía|sobrino|sobrina|primo|prima|"
    r"novio|novia|nieto|nieta|amigo|amiga|preso|recluso"
)
_STATE_WORDS = r"(?!Colorado|Denver|Sterling|Limon|Fremont|Buena|Canon|Cañon|Territorial|Pueblo|CDOC|DOC|County|Prison)"

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[e-mail]", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("[SSN]", re.compile(r"\b\d{3}[- ]\d{2}[- ]\d{4}\b")),
    ("[phone]", re.compile(r"(?<![\w-])(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?![\w-])")),
    (
        "[DOC number]",
        re.compile(
            r"(?<=[\w#:. ])(?i:doc|inmate|offender|reg(?:ister)?|id|n[uú]mero)\b[ #:.]*(?i:no|num(?:ber)?|n[uú]mero)?[ #:.]*\d{4,8}\b"
            r"|\b(?i:doc|inmate|offender)[ #:.]*(?i:no|number)?[ #:.]*\d{4,8}\b|(?<![\d$.,§-])\b\d{5,7}\b(?![\d,.-]\d)"
        ),
    ),
    (
        "[birth date]",
        re.compile(
            r"(?i)\b(?:dob|d\.o\.b\.?|born(?: on)?|birth ?da(?:te|y)(?: is)?|date of birth|naci[oó](?: el)?|fecha de nacimiento)[ :.]*"
            r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\w+ \d{1,2},? \d{4}|\d{1,2} de \w+ (?:de )?\d{4})"
        ),
    ),
    (
        "[address]",
        re.compile(
            r"\b\d{1,6} (?:[NSEW]\.? )?(?:[A-Z][\w'.]+ ){1,4}(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Dr|Drive|Ln|Lane|Ct|Court|Way|Pl|Place|Pkwy|Cir|Circle)\b\.?"
            r"(?:,? (?:Apt|Unit|#)\.? ?\w+)?"
        ),
    ),
)
_NAMES: tuple[re.Pattern[str], ...] = (
    re.compile(rf"(?P<cue>\b(?i:{_KIN})(?:'s name is|,)? ){_STATE_WORDS}(?P<name>{_NAME})"),
    re.compile(
        rf"(?P<cue>\b(?i:my name is|name is|name's|named|called|i am|i'm|this is|se llama|me llamo|mi nombre es|llamado|llamada|"
        rf"sincerely|thanks|regards|atentamente|gracias),?\s+){_STATE_WORDS}(?P<name>{_NAME})"
    ),
    re.compile(rf"(?P<cue>\b(?:Mr|Mrs|Ms|Miss|Dr|Sr|Sra|Sgt|Lt|Capt|Officer|Warden)\.? )(?P<name>{_NAME})"),
)


def redact(text: str) -> str:
    """Replace e-mails, numbers that identify, birth dates, addresses and names after cues by what they were.

    Section numbers, dollar amounts and plain dates stay.
    """
    for mark, pattern in PATTERNS:
        text = pattern.sub(mark, text)
    for pattern in _NAMES:
        text = pattern.sub(lambda match: f"{match['cue']}[name]", text)
    return text
