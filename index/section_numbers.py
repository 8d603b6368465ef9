"""Section numbers in a text: typed with hyphens, points, blanks or words, and told from dates and telephone numbers.

A run of numbers is a section only if the table has it, or if it is written as only a section is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.records import Section

RUN = re.compile(
    r"(?<![\d$,-])(?<!\d\.)\d{1,2}(?:\s?[-.]\s?\d{1,4}|\s\d{1,3}(?=\D|$)){2,4}(?![\d,]*\d)(?!-\d)"
)
WELL_FORMED = re.compile(r"(\d{1,2}(?:\.\d)?)-(\d{1,3}(?:\.\d+)?)-(\d{3,4}(?:\.\d+)?)")
NUMBER = r"(\d{1,3}(?:\.\d+)?)"
GAP = r"(?:\s*,\s*|\s+)(?:c\.?\s?r\.?\s?s\.?\s*,?\s+)?(?:of\s+|de\s+|del\s+)?(?:the\s+|el\s+)?(?:part\s+\d+(?:\s*,\s*|\s+)(?:of\s+)?)?"
IN_WORDS = re.compile(
    rf"t[ií]t(?:le|ulo)\s+{NUMBER}{GAP}art(?:icle|[ií]culo|\.)?\s+{NUMBER}{GAP}(?:section|sec\.?|secci[oó]n|§)\s*{NUMBER}"
    rf"|(?:section|sec\.?|secci[oó]n|§)\s*{NUMBER}{GAP}art(?:icle|[ií]culo|\.)?\s+{NUMBER}{GAP}t[ií]t(?:le|ulo)\s+{NUMBER}"
)

WITHOUT_TITLE = re.compile(
    rf"art(?:icle|[ií]culo|\.)?\s+{NUMBER}{GAP}(?:section|sec\.?|secci[oó]n|§)\s*(\d{{3,4}}(?:\.\d+)?)"
    rf"|(?:section|sec\.?|secci[oó]n|§)\s*(\d{{3,4}}(?:\.\d+)?){GAP}art(?:icle|[ií]culo|\.)?\s+{NUMBER}"
)


def find_section_numbers(plain: str, sections: Mapping[str, Section]) -> Iterator[tuple[int, int, str]]:
    """Find section numbers in a lower-case text: (start, end, canonical number), in order, existing or not."""
    found = [_read_words(match) for match in IN_WORDS.finditer(plain)]
    found += _find_without_title(plain, sections)
    for match in RUN.finditer(plain):
        section, stop = _match_section(plain, match, sections)
        if section is not None:
            found.append((match.start(), stop, section))
    end = 0
    for start, stop, section in sorted(found):
        if start >= end:
            yield start, stop, section
            end = stop


def _read_words(match: re.Match[str]) -> tuple[int, int, str]:
    """ "title 17, article 20, section 130", or the other way round."""
    title, article, section, *turned = match.groups()
    parts = (title, article, section) if title else tuple(reversed(turned))
    return match.start(), match.end(), "-".join(parts)


def _find_without_title(plain: str, sections: Mapping[str, Section]) -> list[tuple[int, int, str]]:
    """ "article 20, section 130", where only one title is held and it has such a section."""
    titles = {number.split("-", 1)[0] for number in sections if number[:1].isdigit()}
    if len(titles) != 1:
        return []
    (title,) = titles
    found = []
    for match in WITHOUT_TITLE.finditer(plain):
        article, section, *turned = match.groups()
        number = "-".join((title, article, section) if article else (title, turned[1], turned[0]))
        if number in sections:
            found.append((match.start(), match.end(), number))
    return found


def _match_section(
    plain: str, match: re.Match[str], sections: Mapping[str, Section]
) -> tuple[str | None, int]:
    """Choose how a run of numbers splits into title, article and section; with the position where it ends."""
    pieces = list(re.finditer(r"\d+", match.group()))
    formed = WELL_FORMED.match(plain, match.start())
    for count, reading in _rank_readings(match.group(), pieces):
        if reading in sections:
            stop = match.start() + pieces[count - 1].end()
            if formed is None or len(formed.group()) <= stop - match.start():
                return reading, stop
            # "17-1-101.5" is no way of writing 17-1-101 unless that has a (5).
            if any(part.labels == (pieces[count].group(),) for part in sections[reading].subdivisions):
                return reading, stop
            return formed.group(), formed.end()
    if formed is None or _is_date(formed):
        return None, match.end()
    if int(formed.group(1).split(".")[0]) > 44 or plain[formed.end() :][:1] in ("-", "/"):
        return None, match.end()
    return formed.group(), formed.end()


def _rank_readings(written: str, pieces: Sequence[re.Match[str]]) -> list[tuple[int, str]]:
    """Every reading of a run of numbers, with how many of them it takes, the likeliest first.

    The longest first: 17.22.5.403.7 is 17-22.5-403.7 before it is 17-22.5-403 (7); but a decimal whose point
    is not written comes last: "17 1 103 3" is 17-1-103 (3) before it is 17-1-103.3.
    """
    points = {n for n in range(1, len(pieces)) if "." in written[pieces[n - 1].end() : pieces[n].start()]}
    ranked = []
    for count in range(len(pieces), 2, -1):
        for reading, decimals in _group_numbers([piece.group() for piece in pieces[:count]]):
            ranked.append((not decimals <= points, -count, reading))
    return [(-count, reading) for _, count, reading in sorted(ranked)]


def _group_numbers(pieces: Sequence[str]) -> Iterator[tuple[str, set[int]]]:
    """Ways to read pieces as title-article-section with decimals; with the pieces that are read as decimals."""
    if len(pieces) == 3:
        yield "-".join(pieces), set()
    elif len(pieces) == 4:
        a, b, c, d = pieces
        yield from ((f"{a}-{b}-{c}.{d}", {3}), (f"{a}-{b}.{c}-{d}", {2}), (f"{a}.{b}-{c}-{d}", {1}))
    elif len(pieces) == 5:
        a, b, c, d, e = pieces
        yield from (
            (f"{a}-{b}.{c}-{d}.{e}", {2, 4}),
            (f"{a}.{b}-{c}-{d}.{e}", {1, 4}),
            (f"{a}.{b}-{c}.{d}-{e}", {1, 3}),
        )


def _is_date(formed: re.Match[str]) -> bool:
    first, second, third = formed.groups()
    if "." in first + second + third or len(third) != 4:
        return False
    return int(first) <= 31 and int(second) <= 31 and 1900 <= int(third) <= 2099
