"""Charts of plain boxes in the page's own colours: readable in both schemes, with the numbers as a table beside them.

The framework takes SVG out of a page's HTML, so nothing here is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.rendering.markup import escape

MAX_LABELS = 12


@dataclass(frozen=True)
class Column:
    """One column: its whole value, and the part of it that stands out."""

    label: str
    value: float
    part: float = 0.0


@dataclass(frozen=True)
class Share:
    """A share of one with its interval."""

    label: str
    value: float
    low: float
    high: float


def render_columns(columns: Sequence[Column], *, title: str, unit: str = "", part: str = "") -> str:
    """Draw columns from left to right; an empty string for none. `part` names what stands out."""
    if not columns:
        return ""
    top = max(column.value for column in columns) or 1.0
    every = -(-len(columns) // MAX_LABELS)
    # The last of many columns has no room for a label beside it.
    labelled = set(range(0, len(columns) - (every > 1), every))
    drawn = "".join(
        render_column(
            column, top, unit, part, has_label=number in labelled, is_second=bool(number // every % 2)
        )
        for number, column in enumerate(columns)
    )
    most = escape(f"{top:,.0f} {unit}".strip())
    return (
        f'<figure class="cfa desk-chart"><figcaption>{escape(title)}</figcaption>'
        f'<div class="desk-plot"><span class="desk-scale">{most}</span>'
        f'<div class="desk-columns" role="img" aria-label="{escape(title)}">{drawn}</div></div></figure>'
    )


def render_column(
    column: Column, top: float, unit: str, part: str, *, has_label: bool, is_second: bool = False
) -> str:
    """Draw one column with its part, and what it says when it is pointed at; a phone shows no second labels."""
    told = f"{column.label}: {column.value:,g} {unit}".strip()
    if part:
        told += f", {column.part:g} {part}"
    inner = 100 * column.part / column.value if column.value else 0
    label = escape(column.label) if has_label else ""
    second = ' class="desk-second"' if is_second else ""
    return (
        f'<div class="desk-column" title="{escape(told)}"><div class="desk-whole" '
        f'style="height:{128 * column.value / top:.1f}px"><div class="desk-part" style="height:{inner:.1f}%"></div>'
        f"</div><small{second}>{label}</small></div>"
    )


def render_shares(shares: Sequence[Share], *, title: str) -> str:
    """Draw shares as bars with their 95 % interval as a thin line; an empty string for none."""
    rows = "".join(
        f"<tr><th>{escape(share.label)}</th>"
        f'<td class="desk-track"><div class="desk-bar" style="width:{100 * share.value:.1f}%"></div>'
        f'<div class="desk-whisker" style="margin-left:{100 * share.low:.1f}%;'
        f'width:{max(0.5, 100 * (share.high - share.low)):.1f}%"></div></td>'
        f"<td>{share.value:.3f} ({share.low:.3f} … {share.high:.3f})</td></tr>"
        for share in shares
    )
    return f'<table class="cfa desk-shares"><caption>{escape(title)}</caption>{rows}</table>' if rows else ""
