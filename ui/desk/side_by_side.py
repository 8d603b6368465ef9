"""An old text and a new one beside each other, the words that differ marked and named for screen readers."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from ui.rendering.markup import escape
from ui.wordings import Wordings


def render_change(name: str, old: str, new: str, say: Wordings) -> str:
    """Draw one change; an empty side says that there is no such text."""
    before, after = mark_differences(old, new)
    nothing = f"<i>{escape(say('side.nothing'))}</i>"
    return (
        f'<div class="cfa cfa-sides"><p><b>{escape(name)}</b></p><div class="cfa-pair">'
        f"<div><h3>{escape(say('side.old'))}</h3><p>{before or nothing}</p></div>"
        f"<div><h3>{escape(say('side.new'))}</h3><p>{after or nothing}</p></div></div></div>"
    )


def mark_differences(old: str, new: str) -> tuple[str, str]:
    """Mark the words that went and the words that came, escaped for HTML."""
    before, after = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    left: list[str] = []
    right: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        gone, come = escape("".join(before[i:j])), escape("".join(after[k:m]))
        left.append(gone if tag == "equal" else f"<del>{gone}</del>" if gone else "")
        right.append(come if tag == "equal" else f"<ins>{come}</ins>" if come else "")
    return "".join(left), "".join(right)
