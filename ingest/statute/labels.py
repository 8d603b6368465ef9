"""Where a label stands in the tree: (1), (a), (I), (A) by the form of the label and by what stood before it.

The text has no indentation, so "(I)" may be a Roman numeral or the capital after (H), and "(i)" a letter or a
small Roman numeral. Only the labels before it can tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

LabelForm = Literal["number", "letter", "roman", "capital", "small_roman"]
Path = tuple[tuple[LabelForm, str], ...]
"""Labels from the section down, each with its form."""

CODE_ORDER: tuple[LabelForm, ...] = ("number", "letter", "roman", "capital", "small_roman")
UNIFORM_ORDER: tuple[LabelForm, ...] = ("letter", "number", "capital", "small_roman", "roman")
"""Uniform acts (title 4) begin with letters: (a)(1)(A)(i)."""

_LABEL = r"\(((?:\d{1,3}|[a-z]{1,4}|[A-Z]{1,6})(?:\.\d{1,2})?)\)"
_FIRST = re.compile(rf"^{_LABEL}")
_COMBINED = re.compile(
    rf"^{_LABEL}(?P<middle>(?:,? (?:and|to|through|or) |, )\(.*?\))?(?=,? ?(?:Repealed|Reserved|\(Deleted|\(Reserved))"
)
_GLUED = re.compile(rf"^{_LABEL}{_LABEL}")
_HEADED = re.compile(r"^(?P<heading>[A-Z][^.:;()]{2,140}\.) (?=\((?:a|I|1|A)\) (?:[A-Z(\[]))")
_ROMAN = re.compile(r"^(?=.)(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True)
class LabelledLine:
    """The labels a line begins with, and the texts that follow them."""

    labels: tuple[str, ...]
    markers: tuple[str, ...]
    """As written, one per label; a combined label is written once and leaves the others empty."""
    texts: tuple[str, ...]
    """The text of each label: of all but the last it is empty, or a heading ("(3) Application. (a) A court …")."""
    is_combined: bool = False
    """One text for all labels: "(5) and (6) Repealed."."""


def roman_value(label: str) -> int | None:
    """The value of an upper-case Roman numeral below 100, or None."""
    if not _ROMAN.match(label):
        return None
    values = [_VALUES[c] for c in label]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))


def _base(label: str) -> str:
    return label.split(".")[0]


def _last(path: Path, form: LabelForm) -> str | None:
    return next((_base(label) for f, label in path if f == form), None)


def _follows_letter(label: str, previous: str | None) -> bool:
    """True for the same letter (a decimal of it), the next one, or "aa" after "z"."""
    if previous is None:
        return False
    if label == previous:
        return True
    if len(label) == len(previous):
        return ord(label[0]) == ord(previous[0]) + 1
    return len(label) == len(previous) + 1 and previous[0] in "zZ" and label[0] in "aA"


def _follows_roman(label: str, previous: str | None) -> bool:
    now = roman_value(label.upper())
    then = roman_value(previous.upper()) if previous else None
    return now is not None and then is not None and now - then in (0, 1)


def _lower_form(label: str, path: Path) -> LabelForm:
    small, letter = _last(path, "small_roman"), _last(path, "letter")
    is_doubled = len(set(label)) == 1
    if _follows_roman(label, small):
        return "small_roman"
    if _follows_letter(label, letter):
        return "letter"
    if label == "i" and path and path[-1][0] == "capital":
        return "small_roman"
    if len(label) > 1 and not is_doubled and roman_value(label.upper()):
        return "small_roman"
    return "letter"


def _upper_form(label: str, path: Path) -> LabelForm:
    capital, roman = _last(path, "capital"), _last(path, "roman")
    value = roman_value(label)
    if value is None:
        return "capital"
    if len(label) == 1 and _follows_letter(label, capital):
        return "capital"
    if label == "I" or len(label) > 1 or _follows_roman(label, roman):
        return "roman"
    if capital is None and roman is not None and value > (roman_value(roman) or 0):
        return "roman"
    return "capital"


def find_form(label: str, path: Path) -> LabelForm:
    """Decide the form of a label that comes after `path`.

    "(I)" opens a Roman list unless the label before it on its level was "(H)": § 17-2-201(5)(f)(I)(I).
    """
    base = _base(label)
    if base.isdigit():
        return "number"
    return _lower_form(base, path) if base.islower() else _upper_form(base, path)


def place_label(label: str, path: Path, order: Sequence[LabelForm] = CODE_ORDER) -> Path:
    """Give the path of a label that comes after `path`: siblings and children of siblings are left behind."""
    form = find_form(label, path)
    rank = order.index(form)
    return (*(step for step in path if order.index(step[0]) < rank), (form, label))


def goes_back(label: str, path: Path, order: Sequence[LabelForm] = CODE_ORDER) -> bool:
    """True for a label that comes before the last one of its level: "(1)" after "(4)(a)"."""
    form, _ = place_label(label, path, order)[-1]
    last = next((x for f, x in path if f == form), None)
    return last is not None and _sort_key(label, form) <= _sort_key(last, form)


def label_paths(markers: Sequence[str]) -> list[tuple[str, ...]]:
    """Place each marker under its parents: 1, a, I, II, b → (1) (1,a) (1,a,I) (1,a,II) (1,b).

    "(I)" opens a Roman list unless the previous sibling is "(H)": § 17-2-201(5)(f)(I)(I).
    """
    order = find_order(markers)
    path: Path = ()
    placed = []
    for marker in markers:
        path = place_label(marker, path, order)
        placed.append(tuple(label for _, label in path))
    return placed


def find_order(labels: Sequence[str]) -> tuple[LabelForm, ...]:
    """Tell the Code's own order (1)(a)(I)(A) from that of uniform acts (a)(1)(A)(i), by the first label."""
    starts_with_letter = bool(labels) and _base(labels[0]).islower()
    return UNIFORM_ORDER if starts_with_letter and any(x.isdigit() for x in labels) else CODE_ORDER


def expand_range(first: str, last: str, known: Sequence[str] = ()) -> tuple[str, ...]:
    """Name the members of "(II) to (IV)": II, III, IV; decimals in between only where `known` has them.

    "(b) to (c.2)" is (b), (c) and (c.2): the Source of § 17-2-103 never names a (c.1).
    """
    form = "roman" if roman_value(_base(first)) and roman_value(_base(last)) else "plain"
    whole = [first]

    def key(label: str) -> tuple[int, str, float]:
        return _sort_key(label, form)

    while (following := _next_label(_base(whole[-1]), form)) and key(following) <= key(last):
        whole.append(following)
    members = {*whole, last, *(k for k in known if key(first) < key(k) < key(last))}
    return tuple(sorted(members, key=key))


def _next_label(base: str, form: str) -> str | None:
    if base.isdigit():
        return str(int(base) + 1)
    if form == "roman":
        value = (roman_value(base) or 0) + 1
        return next(r for r in _ROMANS if roman_value(r) == value) if value < len(_ROMANS) else None
    return None if base[-1] in "zZ" else chr(ord(base[-1]) + 1) * len(base)


_ROMANS = tuple(
    t + u
    for t in ("", "X", "XX", "XXX", "XL", "L")
    for u in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    if t + u
)


def _sort_key(label: str, form: str) -> tuple[int, str, float]:
    base, _, decimal = label.partition(".")
    fraction = float(f"0.{decimal}") if decimal else 0.0
    if base.isdigit():
        return int(base), "", fraction
    value = roman_value(base) if form == "roman" else None
    return (value, "", fraction) if value is not None else (len(base), base, fraction)


def split_labels(text: str, path: Path, order: Sequence[LabelForm] = CODE_ORDER) -> LabelledLine | None:
    """Take the labels off the start of a line: "(3) (a) (I) Text" → 3, a, I; None where there are none.

    Labels that stand without a blank between them are a citation: "(1)(a.5) of this section".
    """
    combined = _COMBINED.match(text)
    if combined and combined["middle"]:
        return _split_combined(text, combined)
    if not _FIRST.match(text) or _GLUED.match(text):
        return None
    labels: list[str] = []
    texts: list[str] = []
    rest = text
    while match := _FIRST.match(rest):
        following = place_label(match[1], path, order)
        if labels and (len(following) <= len(path) or following[: len(path)] != path):
            break
        if rest[match.end() : match.end() + 1] not in ("", " "):
            break
        labels.append(match[1])
        path, rest = following, rest[match.end() :].lstrip()
        headed = _HEADED.match(rest)
        texts.append(headed["heading"] if headed else "")
        rest = rest[headed.end() :] if headed else rest
    if not labels:
        return None
    return LabelledLine(
        tuple(labels), tuple(f"({x})" for x in labels), (*texts[:-1], f"{texts[-1]} {rest}".strip())
    )


def _split_combined(text: str, match: re.Match[str]) -> LabelledLine:
    written = text[: match.end()]
    named = re.findall(_LABEL, written)
    members: list[str] = []
    for part in re.split(r",? and |, ", written):
        ends = re.findall(_LABEL, part)
        members += expand_range(ends[0], ends[-1]) if len(ends) > 1 else ends
    labels = tuple(members or named)
    shared = text[match.end() :].lstrip(" ,")
    markers = (written, *[""] * (len(labels) - 1))
    return LabelledLine(labels, markers, (shared,) * len(labels), is_combined=True)
