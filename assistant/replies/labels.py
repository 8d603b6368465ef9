"""How a letter names its sources: pinpoints behind sentences, quotes between curly marks, and where to turn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.records import Citation, Service


def format_quote(citation: Citation) -> str:
    """Format a quote with its pinpoint."""
    return f"“{citation.quote}” ({format_label(citation)})"


def format_service(service: Service) -> str:
    """Format where to turn: title, then every address the register has."""
    held = " · ".join(text for text in (service.url, service.email, service.phone) if text)
    return f"{service.title}: {held}" if held else service.title


def add_pinpoint(text: str, numbers: Sequence[int], citations: Sequence[Citation]) -> str:
    """Put the pinpoints behind a sentence, before its full stop: "(C.R.S. § 17-20-130(4)(a)(I), (5))"."""
    labels = _join_labels(list_labels(numbers, citations))
    if not labels:
        return text
    bare = text.rstrip()
    if not bare.endswith(".") or bare.endswith(("a.m.", "p.m.", "a. m.", "p. m.")):
        return f"{bare} ({labels})"
    return f"{bare.removesuffix('.')} ({labels})."


def list_labels(numbers: Sequence[int], citations: Sequence[Citation]) -> tuple[str, ...]:
    """List how a letter names these citations, each once."""
    return tuple(dict.fromkeys(format_label(c) for c in citations if c.number in numbers))


def format_label(citation: Citation) -> str:
    """Format a pinpoint for a letter: a page by its name and heading, without marks, or brackets for what it does not print."""
    return re.sub(r",? “\[[^\]]*\]”", "", citation.label).replace("“", "").replace("”", "")


def _join_labels(labels: Sequence[str]) -> str:
    """Join labels; further parts of the same section are named by their subdivisions alone."""
    joined: list[str] = []
    section = ""
    for label in dict.fromkeys(labels):
        head, mark, rest = label.partition("(")
        is_same = bool(mark) and head == section and label.startswith("C.R.S.")
        joined.append(f"({rest}" if is_same else label)
        section = head
    return "; ".join(joined).replace("; (", ", (")
