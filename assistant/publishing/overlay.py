"""What the desk published lies over the answers of the repository: the same rules hold for both.

A published answer whose text has changed since its review is withdrawn like any other; one that the desk withdrew
is not used even where the repository holds it.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.checking.verbatim import Library
from assistant.content import Content, name_pages
from assistant.publishing.records import Published
from assistant.standard_answers import StandardAnswer, select_usable


def lay_over(content: Content, published: Published, library: Library) -> Content:
    """Return the content with what the desk published added, and what it withdrew left out."""
    named = [name_pages(answer, library) for answer in published.answers]
    usable, stopped = select_usable(named, library, published.bindings)
    replaced = {answer.id for answer in published.answers} | published.withdrawn
    answers: Mapping[str, StandardAnswer] = {
        key: answer for key, answer in content.answers.items() if key not in replaced
    } | {answer.id: answer for answer in usable}
    kept = tuple(entry for entry in content.withdrawn if entry.id not in replaced)
    return Content(answers, content.needs, kept + stopped)
