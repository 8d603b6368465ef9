"""Defined terms: quotation marks are lost in the source, so a definition is known by "X means" where terms are defined.

That is below "As used in this article …:", after "As used in this section, …", and in a section called "Definitions".
"""

from __future__ import annotations

import re

from ingest.records import Definition, Scope, Section, Subdivision

_SCOPE = re.compile(
    r"\b[Aa]s used in (?:this|the) (?P<used>title|article|part|section|subsection|paragraph|subparagraph|code|act)\b"
    r"|\b[Ff]or (?:the )?purposes of (?:this|the) (?P<purpose>title|article|part|section|subsection|paragraph|subparagraph)\b"
)
_VERB = (
    r"(?:(?:, (?:with respect|as it|as used)[^,]{1,60},)? (?:also )?(?:means|has the (?:same )?meaning|have the (?:same )?meaning"
    r"|shall have the (?:same )?meaning|shall mean|includes|shall include|is defined|does not include|refers to)\b"
    r"|, as used in this \w+(?: [\d.()a-zA-Z]+)?, (?:means|includes)\b)"
)
_OPENING = re.compile(rf"^(?P<term>[A-Z0-9][^.;:]{{0,110}}?){_VERB}")
_INLINE = re.compile(
    r"(?:[Aa]s used in this|[Ff]or (?:the )?purposes of this) (?P<scope>title|article|part|section|subsection|paragraph|subparagraph)"
    r"(?: [\d.()a-zA-Z]{1,14})?(?:,? (?:only|unless (?:the )?context (?:otherwise )?requires(?: otherwise)?))?, (?:the term |an? )?"
    rf"(?P<term>[A-Za-z0-9][^.;:]{{0,90}}?){_VERB}"
)
_ASIDE = re.compile(r", (?:at|for|with|as|when|in) .*$")
_SCOPES: dict[str, Scope] = {
    "title": "title",
    "code": "title",
    "act": "article",
    "article": "article",
    "part": "part",
}
_NO_TERM = re.compile(r"^(?:This|The provisions|Nothing|Such|If|In|Any|Each|No|It|For|A report|The report)\b")


def find_definitions(section: Section) -> tuple[Definition, ...]:
    """Find the terms a section defines, each with its pinpoint, its scope and the whole subdivision's text."""
    found: list[Definition] = []
    scopes: dict[tuple[str, ...], Scope] = {}
    bare: set[tuple[str, ...]] = set()
    for subdivision in section.subdivisions:
        if not subdivision.text:
            bare.add(subdivision.labels)
        if subdivision.status != "in_force" or not subdivision.text:
            continue
        if inline := _INLINE.search(subdivision.text):
            found.append(_define(inline["term"], subdivision, _scope(inline["scope"])))
        else:
            scope = _inherited(subdivision, scopes, bare) or _unscoped(section, subdivision, scopes)
            opening = _OPENING.match(_without_version(subdivision))
            if (
                opening
                and not _NO_TERM.match(opening["term"])
                and (scope or ", as used in this" in opening[0])
            ):
                found.append(_define(opening["term"], subdivision, scope or "section"))
        if (lead := _SCOPE.search(subdivision.text)) and subdivision.text.rstrip().endswith(
            (":", "requires")
        ):
            scopes[subdivision.labels] = _scope(lead["used"] or lead["purpose"])
    return tuple(found)


def _without_version(subdivision: Subdivision) -> str:
    return re.sub(r"^\[[^\]]*\]\s*", "", subdivision.text)


def _inherited(
    subdivision: Subdivision, scopes: dict[tuple[str, ...], Scope], bare: set[tuple[str, ...]]
) -> Scope | None:
    """The scope of the introduction right above a subdivision; labels without text in between do not count.

    "(7.6) (a) Special needs offender means" of § 17-1-102 stands below "As used in this title 17".
    """
    for depth in range(len(subdivision.labels) - 1, -1, -1):
        above = subdivision.labels[:depth]
        if above in scopes:
            return scopes[above]
        if above not in bare:
            return None
    return None


def _unscoped(
    section: Section, subdivision: Subdivision, scopes: dict[tuple[str, ...], Scope]
) -> Scope | None:
    """In a section called "Definitions" without an introduction, the outermost subdivisions define."""
    is_called_so = section.catchline.lower().startswith("definition")
    return "section" if is_called_so and not scopes and len(subdivision.labels) <= 1 else None


def _scope(word: str) -> Scope:
    return _SCOPES.get(word, "section" if word == "section" else "subdivision")


def _define(term: str, subdivision: Subdivision, scope: Scope) -> Definition:
    return Definition(
        term=_ASIDE.sub("", term).strip(" ,"), locator=subdivision.locator, scope=scope, text=subdivision.text
    )
