"""What an edition changed, pinpoint by pinpoint: the old words beside the new ones."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.records import Record, Section


class TextChange(Record):
    """One pinpoint whose words differ; "" stands for a text that is not there."""

    source: str
    locator: str
    catchline: str
    old: str
    new: str


def compare_sections(old: Iterable[Section], new: Iterable[Section]) -> tuple[TextChange, ...]:
    """Compare two readings of one source; in the order of the new one, what is gone last."""
    before, after = _read_texts(old), _read_texts(new)
    pinpoints = [*after, *(key for key in before if key not in after)]
    return tuple(
        TextChange(
            source=key[0],
            locator=key[1],
            catchline=(after.get(key) or before[key])[0],
            old=before[key][1] if key in before else "",
            new=after[key][1] if key in after else "",
        )
        for key in pinpoints
        if (before[key][1] if key in before else "") != (after[key][1] if key in after else "")
    )


def _read_texts(sections: Iterable[Section]) -> dict[tuple[str, str], tuple[str, str]]:
    """By source and pinpoint: the catchline and the printed text; two live versions stand one after the other."""
    texts: dict[tuple[str, str], tuple[str, str]] = {}
    for section in sections:
        for part in section.subdivisions:
            key = (section.source, part.locator)
            held = texts.get(key, ("", ""))[1]
            texts[key] = (section.catchline, " ".join(x for x in (held, part.text) if x))
    return texts
