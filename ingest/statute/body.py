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
    place_label,
    split_labels,
)
from ingest.statute.lines import Line

_UNFINISHED = re.compile(r"\b(?:subsections?|sections?|(?:sub)?paragraphs?|of|under)$")
_REPEALED = re.compile(r"^Repealed\.?$|^Repealed\. ?/")
_DELETED = re.compile(r"^\((?:Deleted|Reserved)|^Reserved\.?$")
_VERSION = re.compile(r"^\[(?:Editor's note: )?(This [^\]]*?(?:effective|applicable)[^\]]*)\]")


def split_body(number: str, lead: str, header: Line, body: Sequence[Line]) -> tuple[Subdivision, ...]:
    """Split a section's text; `lead` is what stands on the header line after the catchline."""
    lines = [(header.number, lead), *((line.number, line.text) for line in body)]
    order = _find_order([text for _, text in lines])
    found: list[Subdivision] = []
    path: Path = ()
    previous = "."
    for line_number, text in lines:
        if not text:
            continue
        labelled = None if _UNFINISHED.search(previous) else split_labels(text, path, order)
        if labelled is None:
            _append_unlabelled(found, number, line_number, text)
        else:
            new, path = _place(number, line_number, labelled, path, order)
            found.extend(new)
        previous = text
    return tuple(_with_status(x) for x in found)


def _find_order(texts: Sequence[str]) -> tuple[LabelForm, ...]:
    labels = [found.labels[0] for text in texts if (found := split_labels(text, ()))]
    return find_order(labels) if labels else CODE_ORDER


def _append_unlabelled(found: list[Subdivision], number: str, line: int, text: str) -> None:
    if not found:
        found.append(Subdivision(locator=number, labels=(), text=text, status="in_force", line=line))
        return
    last = found[-1]
    lines = (*(last.lines or ((last.text,) if last.text else ())), text)
    found[-1] = last.model_copy(update={"text": f"{last.text} {text}".strip(), "lines": lines})


def _place(
    number: str, line: int, labelled: LabelledLine, path: Path, order: Sequence[LabelForm]
) -> tuple[list[Subdivision], Path]:
    """Make a subdivision of each label of a line; a combined label shares its text among its members."""
    made = []
    for i, label in enumerate(labelled.labels):
        path = place_label(label, path, order)
        labels = tuple(x for _, x in path)
        is_last = i == len(labelled.labels) - 1
        made.append(
            Subdivision(
                locator=number + "".join(f"({x})" for x in labels),
                labels=labels,
                text=labelled.text if is_last or labelled.is_combined else "",
                status="in_force",
                line=line,
                marker=labelled.markers[i],
                is_shared=labelled.is_combined and i > 0,
            )
        )
    return made, path


def _with_status(subdivision: Subdivision) -> Subdivision:
    status: LegalStatus = "in_force"
    version = _VERSION.match(subdivision.text)
    text = subdivision.text[version.end() :].lstrip() if version else subdivision.text
    if _REPEALED.match(text):
        status = "repealed"
    elif _DELETED.match(text):
        status = "deleted"
    note = version[1] if version else None
    return subdivision.model_copy(update={"status": status, "version_note": note})
