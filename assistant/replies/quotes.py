"""An edited letter is checked again before it leaves: each quote still says what its source says, where it says it.

First from the sources' side: every quote that was drafted is looked for, and its nearest stretch compared word by
word. Then from the text's side: whatever stands between quotation marks, and every pinpoint, must be found in a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.checking.verbatim import Library, StoredText, fold
from assistant.records import Answer, Citation
from assistant.replies.records import ChangedQuote
from index.references import find_references

MIN_QUOTED_WORDS = 5
"""Shorter words between quotation marks are a term, or somebody's own words."""
SAME_QUOTE = 0.45
"""Share of a quote's words from which a quotation is that quote, changed."""
_LABEL = re.compile(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_TRAILING = " .,;:"
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "—": "-", "–": "-"})


@dataclass(frozen=True)
class _Quotation:
    """What stands between quotation marks, and the words in parentheses behind it."""

    start: int
    said: str
    label: str


def find_changed_quotes(
    text: str, answers: Iterable[Answer], library: Library | None = None
) -> tuple[ChangedQuote, ...]:
    """Find the quotes of an edited text that no longer say what their source says, in reading order.

    A quote that was taken out whole is no fault. With a `library`, quotations and pinpoints that the officer added
    are looked for in every source; without one, only in the citations of the answers.
    """
    citations = _list_citations(answers)
    stored = StoredText(library) if library is not None else None
    faults: list[tuple[int, ChangedQuote]] = []
    for quotation in _list_quotations(text):
        fault = _check_quotation(quotation.said, quotation.label, citations, stored)
        is_said_by_somebody = text[quotation.start] != "“" and not quotation.label
        if fault is not None and not (fault.fault == "unknown" and is_said_by_somebody):
            faults.append((quotation.start, fault))
    faults += _find_missing_law(text, library)
    return tuple(fault for _, fault in sorted(faults, key=lambda pair: pair[0]))


def count_exact_quotes(text: str, answers: Iterable[Answer]) -> tuple[int, int]:
    """Count the quotations of a text that are verbatim, and all of them."""
    citations = _list_citations(answers)
    quotations = [quotation.said for quotation in _list_quotations(text)]
    exact = sum(any(_holds(c.quote, said) for c in citations) for said in quotations)
    return exact, len(quotations)


def restore_quote(text: str, changed: ChangedQuote) -> str:
    """Put the source's exact words (or the right pinpoint) back where a quote was changed."""
    if changed.fault == "moved":
        return re.sub(
            rf"({re.escape(changed.exact)}[”\"»]?\s*)\([^()]*(?:\([^()]*\)[^()]*)*\)",
            lambda found: f"{found[1]}({changed.label})",
            text,
            count=1,
        )
    return text.replace(changed.found, changed.exact, 1) if changed.exact else text


def find_blanks(text: str) -> tuple[str, ...]:
    """Find the places of a draft that the officer has not written yet."""
    return tuple(
        re.findall(
            r"\[(?:To be (?:answered|written) by the office|Por (?:contestar|escribir) en la oficina)[^\]]*\]",
            text,
        )
    )


def _list_citations(answers: Iterable[Answer]) -> tuple[Citation, ...]:
    return tuple({(c.label, c.quote): c for answer in answers for c in answer.citations}.values())


def _list_quotations(text: str) -> list[_Quotation]:
    """List what is quoted: curly marks may hold marks of the law's own, and one left open ends its paragraph."""
    found: list[_Quotation] = []
    place = 0
    while (opened := _find_first(text, '“"«', place)) is not None:
        paragraph = text.find("\n\n", opened)
        end = len(text) if paragraph < 0 else paragraph
        closed = _find_close(text, opened, end)
        said = text[opened + 1 : closed]
        behind = _LABEL.match(text, closed + 1, end)
        if len(said.split()) >= MIN_QUOTED_WORDS:
            found.append(_Quotation(opened, said, behind[1] if behind else ""))
        place = closed + 1
    return found


def _find_first(text: str, marks: str, place: int) -> int | None:
    found = re.compile(f"[{marks}]").search(text, place)
    return found.start() if found else None


def _find_close(text: str, opened: int, end: int) -> int:
    """Find where a quotation closes; the end of its paragraph where it never does."""
    if text[opened] != "“":
        closed = text.find("»" if text[opened] == "«" else '"', opened + 1, end)
        return closed if closed >= 0 else end
    depth = 0
    for place in range(opened, end):
        depth += {"“": 1, "”": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return end


def _check_quotation(
    said: str, label: str, citations: Sequence[Citation], stored: StoredText | None
) -> ChangedQuote | None:
    held = [c for c in citations if _holds(c.quote, said)]
    if held:
        if not label or not _looks_like_label(label) or any(c.label == label for c in held):
            return None
        return ChangedQuote(fault="moved", label=held[0].label, found=f"{said} ({label})", exact=said)
    nearest = max(citations, key=lambda c: _share(c.quote, said), default=None)
    if nearest is not None and _share(nearest.quote, said) >= SAME_QUOTE:
        differences = _compare(nearest.quote, said)
        return ChangedQuote(
            fault="changed", label=nearest.label, found=said, exact=nearest.quote, differences=differences
        )
    if stored is not None and _is_in_sources(said, stored):
        return None
    return ChangedQuote(fault="unknown", label=label, found=said)


def _holds(quote: str, said: str) -> bool:
    """Whether a quotation is the quote, or a stretch of it; white space and a last full stop aside."""
    wanted = _plain(said).strip(_TRAILING)
    return bool(wanted) and wanted in _plain(quote)


def _plain(text: str) -> str:
    return re.sub(r"[“”\"«»']", "'", fold(text).translate(_STRAIGHT))


def _share(quote: str, said: str) -> float:
    """Share of the words of the shorter text that stand in the other in the same order."""
    ours, theirs = _plain(quote).lower().split(), _plain(said).lower().split()
    if not ours or not theirs or not set(ours) & set(theirs):
        return 0.0
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return sum(b.size for b in blocks) / min(len(ours), len(theirs)) if blocks else 0.0


def _compare(quote: str, said: str) -> tuple[tuple[str, str], ...]:
    """Pairs of what the source says and what stands there instead; what was only cut off at an end is left out."""
    ours, theirs = fold(quote).split(), fold(said).split()
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    pairs = []
    for kind, a, b, c, d in matcher.get_opcodes():
        is_cut = kind == "delete" and (a == 0 or b == len(ours))
        if kind != "equal" and not is_cut:
            pairs.append((" ".join(ours[a:b]), " ".join(theirs[c:d])))
    return tuple(pairs)


def _looks_like_label(label: str) -> bool:
    return "C.R.S." in label or "§" in label


def _is_in_sources(said: str, stored: StoredText) -> bool:
    wanted = fold(said).strip(_TRAILING)
    library = stored.library
    names = {(section.source, section.number) for section in library.sections.values()}
    return any(wanted in stored.find_section_text(*name) for name in names)


def _find_missing_law(text: str, library: Library | None) -> list[tuple[int, ChangedQuote]]:
    """Find pinpoints that do not exist in the law held; the law's own references inside quotes are its own."""
    if library is None:
        return []
    found = []
    for reference in find_references(_drop_quotations(text), library.sections):
        if reference.kind in ("missing", "nearest"):
            label = " ".join(reference.text.split()).strip(" ,;")
            found.append(
                (max(text.find(label), 0), ChangedQuote(fault="missing_law", label=label, found=label))
            )
    return found


def _drop_quotations(text: str) -> str:
    for quotation in _list_quotations(text):
        text = text.replace(quotation.said, " ")
    return text
