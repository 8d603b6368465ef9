"""Law named in a text: section numbers with their pinpoints, subdivisions of the section itself, articles and parts.

A number that is called "former" or "as it existed prior to" an earlier date is another section today, or none: it is
marked historic and never linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.records import Reference, Section
from ingest.statute.lines import NUMBER

_PIN = r"(?:\((?:[0-9]{1,3}|[a-z]{1,3}|[IVXL]{1,6}|[A-Z]{1,2})(?:\.\d{1,2})?\))+"
_MALFORMED = r"\d{1,2}(?:\.\d)?-\d+\.\d\.\d{3}(?:\.\d+)?|\d{1,2}-\d{1,2}\.\d{3}(?![\d-])"
"""A hyphen written as a point: "section 17-22.5.403.7 (2)" of § 17-34-101(1)(a)(IV)."""

_SECTION = re.compile(
    rf"(?P<number>(?<![\d.-]){NUMBER}(?![\d-])|(?<![\d.-])(?:{_MALFORMED}))"
    rf"(?P<pins>(?: ?{_PIN}(?:(?:, and |, or |, | and | or | to ){_PIN})*)?)"
)
_RELATIVE = re.compile(
    rf"\b(?P<unit>subsections?|paragraphs?|(?:sub-)?subparagraphs?) (?P<pins>{_PIN}(?:(?:,? and |,? or |, | to ){_PIN})*)"
    rf"(?P<of>(?: of (?:this )?(?:subsection|paragraph|subparagraph) {_PIN})*)(?P<end> of this section)?"
)
_ENCLOSING = re.compile(
    r"\b(?:part (?P<part>[\d.]+) of )?article (?P<article>[\d.]*\d)(?: of (?:this title(?: (?P<own>[\d.]*\d))?|title (?P<title>[\d.]*\d)))"
)
_LISTED = rf"(?:(?:§§?|(?:sub)?sections?|articles?|parts?|C\.R\.S\.) ?)*(?:{NUMBER}(?: ?{_PIN})?(?:, and |, or |, | and | or | to ))*"
_FORMER = re.compile(rf"\bformer(?:ly)? {_LISTED}$")
_ONCE_CONTAINED = re.compile(rf"\b(?:contained|located) in {_LISTED}$")
_EXISTED = re.compile(
    rf"^(?:,? (?:and|or) {NUMBER}(?: ?{_PIN})?)*,?(?: C\.R\.S\.(?: 1973)?,?)? as "
    r"(?:it|they|that section|those sections|said sections?|such sections?|the sections?) existed\b"
)


def find_section_references(section: Section) -> tuple[Reference, ...]:
    """Find the law a section names, in its text and in its notes; targets are given by `resolve_references`."""
    found: list[Reference] = []
    for subdivision in section.subdivisions:
        if not subdivision.is_shared and subdivision.status == "in_force":
            found += find_references(subdivision.text, subdivision.locator, section.number)
    for note in section.notes:
        if note.owner in section.numbers and note.kind != "source":
            found += [
                r.model_copy(update={"is_in_notes": True})
                for r in _find_absolute(note.text, section.number, section.number)
            ]
    return tuple(found)


def find_references(text: str, at: str, section: str) -> list[Reference]:
    """Find the law that one text names; `at` is its pinpoint, `section` the number of its section."""
    return [
        *_find_absolute(text, at, section),
        *_find_relative(text, at, section),
        *_find_enclosing(text, at, section),
    ]


def mend_number(written: str) -> str:
    """ "17-22.5.403.7" → "17-22.5-403.7": the last point before a three-digit section stands for a hyphen."""
    if re.fullmatch(NUMBER, written):
        return written
    title, _, rest = written.partition("-")
    match = re.fullmatch(r"(\d+(?:\.\d)?)\.(\d{3}(?:\.\d+)?)", rest)
    return f"{title}-{match[1]}-{match[2]}" if match else written


def _title(number: str) -> str:
    return number.split("-", 1)[0]


def _find_absolute(text: str, at: str, section: str) -> Iterator[Reference]:
    """Section numbers; each pinpoint after one is a reference of its own."""
    for match in _SECTION.finditer(text):
        number = mend_number(match["number"])
        pins = re.findall(_PIN, match["pins"])
        is_historic = _is_historic(text, match)
        for position, pin in enumerate(pins or [""]):
            first = f"{match['number']} {pin}".strip()
            yield Reference(
                text=first if position == 0 else pin,
                at=at,
                section=number,
                target=None if is_historic else f"{number}{pin}",
                is_internal=_title(number) == _title(section),
                is_historic=is_historic,
            )


def _find_relative(text: str, at: str, section: str) -> Iterator[Reference]:
    """ "subsection (7.6)(a) of this section", "paragraph (a) of this subsection (3)"."""
    if " of this" not in text and " of subsection" not in text:
        return
    for match in _RELATIVE.finditer(text):
        if not match["of"] and not match["end"]:
            continue
        outer = _above(match["of"], at) + "".join(reversed(re.findall(_PIN, match["of"])))
        for pin in re.findall(_PIN, match["pins"]):
            yield Reference(
                text=match[0],
                at=at,
                section=section,
                target=f"{section}{outer}{pin}",
                is_internal=True,
                is_historic=False,
            )


def _above(of: str, at: str) -> str:
    """The labels above "this paragraph (c)": those of the text that says so."""
    if "this paragraph" not in of and "this subparagraph" not in of:
        return ""
    outermost = re.findall(_PIN, of)[-1]
    before, found, _ = at.partition(outermost)
    return before[before.find("(") :] if found and "(" in before else ""


def _find_enclosing(text: str, at: str, section: str) -> Iterator[Reference]:
    for match in _ENCLOSING.finditer(text) if "article " in text else ():
        title = match["title"] or _title(section)
        yield Reference(
            text=match[0],
            at=at,
            section=None,
            target=None,
            is_internal=title == _title(section),
            is_historic=_is_historic(text, match),
        )


def _is_historic(text: str, match: re.Match[str]) -> bool:
    """True for "former § …", "… as it existed prior to …", and in notes "were contained in § …"."""
    before, after = text[: match.start()], text[match.end() :]
    is_note = text.startswith("Editor's note")
    return bool(
        _FORMER.search(before) or _EXISTED.match(after) or (is_note and _ONCE_CONTAINED.search(before))
    )


def resolve_references(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Keep the targets that exist among the sections, and drop those that do not."""
    known: dict[str, str] = {}
    for section in sections:
        known.update({number: number for number in section.numbers})
        known.update({x.locator: x.locator for x in section.subdivisions})
    return tuple(
        s.model_copy(update={"references": tuple(_resolve(r, known) for r in s.references)}) for s in sections
    )


def link_titles(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Give references to other titles their targets, where those titles are sources too."""
    known = {x.locator: x.locator for s in sections for x in s.subdivisions}
    known.update({number: number for s in sections for number in s.numbers})
    return tuple(
        s.model_copy(update={"references": tuple(_link(r, known) for r in s.references)}) for s in sections
    )


def _link(reference: Reference, known: Mapping[str, str]) -> Reference:
    if reference.target or reference.is_internal or reference.is_historic or not reference.section:
        return reference
    pin = re.search(rf"{_PIN}$", reference.text)
    return reference.model_copy(update={"target": known.get(f"{reference.section}{pin[0] if pin else ''}")})


def _resolve(reference: Reference, known: Mapping[str, str]) -> Reference:
    return reference.model_copy(update={"target": known.get(reference.target or "")})
