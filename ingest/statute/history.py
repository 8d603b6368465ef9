"""Source notes: which act did what to which subdivisions, and when it took effect.

A Source note is a run of years ("L. 94:"), each a list of clauses between semicolons. What follows "C.R.S. 1963:" is
where the section stood in an older code, not an act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.records import HistoryEntry
from ingest.statute.calendar import DATE, parse_date
from ingest.statute.labels import expand_range

_YEAR = re.compile(
    r"(?:(?<=^)|(?<=\. )|(?<=\.\) ))(?P<law>L\. (?P<year>\d{2,4})(?:,? [^:;]{0,24}?Sess\.)?|(?:Initiated|Referred) (?P<voted>\d{2,4})):\s*"
)
_OLDER_CODE = re.compile(
    r"(?<=\. )(?:C\.?R\.?S\.?|R\.S\.|G\.S\.|G\.L\.|CSA|C\.L\.) ?'?(?:\d{4}|\d{2}|C\.)?:.*?(?= L\. \d| Initiated | Referred |$)"
)
_MISSING_SEMICOLON = re.compile(rf"(effective (?:{DATE})) and (?=\()")
_HEAD_END = re.compile(
    r"(?:,? \((?:HB|SB|House|Senate))|,? pp?\. ?\d|,? page \d|, ch\. ?\d|,? effective\b|, Proposition|, Amendment"
)
_LABELS = re.compile(
    r"(?P<intro>IP ?)?(?P<labels>(?:\([0-9A-Za-z.]{1,7}\))+)(?: (?P<to>to) (?P<last>(?:\([0-9A-Za-z.]{1,7}\))+))?"
)
_BARE_INTRO = re.compile(r"\bIP(?=,| and\b| amended\b| R)")
_ACTIONS: tuple[tuple[str, str], ...] = (
    (r"RC&RE", "recreated and reenacted"),
    (r"R&RE", "repealed and reenacted"),
    (r"added by revision", "added by revision"),
    (r"amended by revision", "amended by revision"),
    (r"repealed by revision", "repealed by revision"),
    (r"added with relocat\w+(?: provisions)?", "added with relocations"),
    (r"amended with relocat\w+(?: provisions)?", "amended with relocations"),
    (r"added", "added"),
    (r"amended", "amended"),
    (r"repealed", "repealed"),
    (r"relocated", "relocated"),
    (r"renumbered", "renumbered"),
)
_ACTION = re.compile("|".join(f"(?P<a{n}>\\b{pattern})" for n, (pattern, _) in enumerate(_ACTIONS)))
_BILL = re.compile(r"\b(?P<house>HB|SB|House Bill|Senate Bill) ?(?P<number>\d{2}[A-Z]?-\d{1,4})")
_CHAPTER = re.compile(r"\bch\. ?(\d+)")
_PAGES = re.compile(r"\b(?:pp?\.|page) ?(\d+(?:, \d+)*)")
_ENTIRE = re.compile(
    r"^(?:IP )?entire (?:section|title|article|part)\b|^(?:R&RE|RC&RE|added|amended|repealed)\b|^p\.", re.I
)


def parse_history(text: str) -> tuple[HistoryEntry, ...]:
    """Parse a Source note into its clauses, in printed order."""
    body = " ".join(_OLDER_CODE.sub("", text.removeprefix("Source:").strip()).split())
    return tuple(_parse_clause(clause, year) for year, clause in split_clauses(body))


def split_clauses(body: str) -> Iterator[tuple[int, str]]:
    """Split a Source note into (year, clause); mends the two broken separators of § 17-2-201.

    "effective April 29 and (5)(a) amended" lacks its semicolon, "March 20;(5.5)(e)" its blank.
    """
    starts = list(_YEAR.finditer(body))
    for position, start in enumerate(starts):
        end = starts[position + 1].start() if position + 1 < len(starts) else len(body)
        group = _MISSING_SEMICOLON.sub(r"\1; ", body[start.end() : end].strip())
        for clause in group.split(";"):
            if clause.strip():
                yield full_year(start["year"] or start["voted"]), clause.strip().removesuffix(".")


def full_year(written: str) -> int:
    """Two digits mean the twentieth century: the Code writes four from 2000 on."""
    return int(written) if len(written) == 4 else 1900 + int(written)


def _parse_clause(clause: str, year: int) -> HistoryEntry:
    end = _HEAD_END.search(clause)
    head = clause[: end.start()] if end else clause
    tail = clause[end.start() :] if end else ""
    bill = _BILL.search(tail)
    house = bill["house"].replace("House Bill", "HB").replace("Senate Bill", "SB") if bill else ""
    chapter, pages = _CHAPTER.search(tail), _PAGES.search(tail)
    subdivisions, introductory = _find_subdivisions(head)
    return HistoryEntry(
        year=year,
        actions=find_actions(head),
        subdivisions=subdivisions,
        is_entire_section=bool(_ENTIRE.match(head.strip() or "p.")),
        bill=f"{house} {bill['number']}" if bill else None,
        chapter=chapter[1] if chapter else None,
        page=pages[1] if pages else None,
        effective_on=parse_date(tail.partition("effective")[2].partition("see L.")[0], year),
        text=clause,
        introductory=introductory,
    )


def find_actions(head: str) -> tuple[str, ...]:
    """The actions of a clause in order, each once: "(1) amended and (2) added" → amended, added."""
    found = (_ACTIONS[int(m.lastgroup[1:])][1] for m in _ACTION.finditer(head) if m.lastgroup)
    return tuple(dict.fromkeys(found))


def _find_subdivisions(head: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The subdivisions a clause names, ranges spelt out, and those of which only the introduction is meant."""
    found: list[str] = []
    introductory: list[str] = [""] if _BARE_INTRO.search(head) else []
    for match in _LABELS.finditer(head):
        members = [match["labels"]]
        if match["to"]:
            members = _expand_labels(match["labels"], match["last"])
        found += members
        introductory += members if match["intro"] else []
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(introductory))


def _expand_labels(first: str, last: str) -> list[str]:
    """ "(7) to (9)" → (7), (8), (9); "(1)(a) to (1)(c)" likewise; ends of unlike depth are kept as they are."""
    start, end = re.findall(r"\(([^)]*)\)", first), re.findall(r"\(([^)]*)\)", last)
    if start[:-1] != end[:-1]:
        return [first, last]
    stem = "".join(f"({x})" for x in start[:-1])
    return [f"{stem}({x})" for x in expand_range(start[-1], end[-1])]
