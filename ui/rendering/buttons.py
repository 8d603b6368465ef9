"""Buttons that work in the browser alone: nothing is asked of the server."""

from __future__ import annotations

from ui.rendering.markup import escape
from ui.wordings import Wordings


def render_copy_button(text: str, label: str, say: Wordings) -> str:
    """Draw a button that copies `text` and says so."""
    return (
        f'<button type="button" class="cfa-button" data-copy="{escape(text)}" '
        f'data-done="{escape(say("copied"))}" aria-live="polite">{escape(label)}</button>'
    )


def render_print_button(label: str) -> str:
    """Draw a button that opens the browser's print dialog."""
    return f'<button type="button" class="cfa-button" data-print="page">{escape(label)}</button>'
