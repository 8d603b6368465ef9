"""The body of a section as subdivisions in printed order, each with its pinpoint and its own text.

Labels stand only at the start of a line. A line without one belongs to the subdivision before it: the row of a
table, a notice, a concluding sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.records import LegalStatus, Subdivision
from ingest.statute.labels import (
    CODE_ORDER,
    LabelForm,
    LabelledLine,
    Path,
    find_order,
    goes_back,
    place_label,
    split_labels,
)
from ingest.statute.lines import Line

_UNFINISHED = re.compile(r"\b(?:subsections?|sections?|(?:sub)?paragraphs?|of|under)$")
_FINISHED = re.compile(r"(?:[.;:,?!]|\b(?:and|or))$")
_REPEALED = re.compile(r"^Repealed\.?$|^Repealed\. ?/")
_DELETED = re.compile(r"^\((?:Deleted|Reserved)|^Reserved\.?$")
_VERSION = re.compile(r"^\[(?:Editor's note: )?(This [^\]]*?(?:effective|applicable)[^\]]*)\]")
_COMPACT_ARTICLE = re.compile(r"^(ARTICLE|Article) ([IVXL]+)\b\.?")
"""Interstate compacts stand within one section and count their own articles in Roman numerals."""


def split_body(number: str, lead: str, header: Line, body: Sequence[Line]) -> tuple[Subdivision, ...]:
    """Split a section's text; `lead` is what stands on the header line after the catchline."""
    lines = [(header.number, lead), *((line.number, line.text) for line in body)]
    order = _find_order([text for _, text in lines])
    found: list[Subdivision] = []
    path: Path = ()
    above: tuple[str, ...] = ()
    previous = "."
    for line_number, text in lines:
        if not text:
            continue
        labelled = _find_labels(text, previous, path, order)
        if article := _COMPACT_ARTICLE.match(text):
            above, path = (f"art.{article[2]}",), ()
            found.append(_make(number, line_number, above, marker="", text=text))
        elif labelled is None:
            _append_unlabelled(found, number, line_number, text)
        else:
            new, path = _place(number, line_number, labelled, path, order, above)
            found.extend(new)
        previous = text
    return _inherit_versions([_with_status(x) for x in found])


def _find_labels(text: str, previous: str, path: Path, order: Sequence[LabelForm]) -> LabelledLine | None:
    """The labels of a line; None for one that continues the line before it.

    "(1)(a.5) of this section; leaving the scene of an" (§ 16-5-401) is the second line of a table's cell, and
    "(2) or (4) $35.00" after an unfinished row would count backwards.
    """
    if _UNFINISHED.search(previous):
        return None
    labelled = split_labels(text, path, order)
    if labelled is None or _FINISHED.search(previous) or labelled.texts[-1].startswith("["):
        return labelled
    return None if goes_back(labelled.labels[0], path, order) else labelled


def _find_order(texts: Sequence[str]) -> tuple[LabelForm, ...]:
    labels = [found.labels[0] for text in texts if (found := split_labels(text, ()))]
    return find_order(labels) if labels else CODE_ORDER


def _make(number: str, line: int, labels: tuple[str, ...], *, marker: str, text: str) -> Subdivision:
    locator = number + "".join(f"({x})" for x in labels)
    return Subdivision(locator=locator, labels=labels, text=text, status="in_force", line=line, marker=marker)


def _append_unlabelled(found: list[Subdivision], number: str, line: int, text: str) -> None:
    if not found:
        found.append(_make(number, line, (), marker="", text=text))
        return
    index = next(i for i in range(len(found) - 1, -1, -1) if not found[i].is_shared)
    last = found[index]
    lines = (*(last.lines or ((last.text,) if last.text else ())), text)
    found[index] = last.model_copy(update={"text": f"{last.text} {text}".strip(), "lines": lines})


def _place(
    number: str,
    line: int,
    labelled: LabelledLine,
    path: Path,
    order: Sequence[LabelForm],
    above: tuple[str, ...],
) -> tuple[list[Subdivision], Path]:
    """Make a subdivision of each label of a line; a combined label shares its text among its members."""
    made = []
    for i, label in enumerate(labelled.labels):
        path = place_label(label, path, order)
        labels = (*above, *(x for _, x in path))
        made.append(_make(number, line, labels, marker=labelled.markers[i], text=labelled.texts[i]))
        if labelled.is_combined and i > 0:
            made[-1] = made[-1].model_copy(update={"is_shared": True})
    return made, path


def _with_status(subdivision: Subdivision) -> Subdivision:
    status: LegalStatus = "in_force"
    version = _VERSION.match(subdivision.text)
    text = subdivision.text[version.end() :].lstrip() if version else subdivision.text
    if _REPEALED.match(text):
        status = "repealed"
    elif _DELETED.match(text):
        status = "deleted"
    if version is None and status == "in_force":
        return subdivision
    return subdivision.model_copy(update={"status": status, "version_note": version[1] if version else None})


def _inherit_versions(found: Sequence[Subdivision]) -> tuple[Subdivision, ...]:
    """What stands below one of two versions belongs to that version, unless only its introduction has two."""
    note: str | None = None
    labels: tuple[str, ...] = ()
    inherited = []
    for subdivision in found:
        if subdivision.version_note:
            is_introduction = "introductory portion" in subdivision.version_note
            note, labels = (None, ()) if is_introduction else (subdivision.version_note, subdivision.labels)
        elif note and subdivision.labels[: len(labels)] == labels:
            subdivision = subdivision.model_copy(update={"version_note": note})
        else:
            note = None
        inherited.append(subdivision)
    return tuple(inherited)
