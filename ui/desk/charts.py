"""Column charts as inline SVG in the page's own colours: readable in both schemes, with the numbers as text too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.rendering.markup import escape

WIDTH, HEIGHT, LEFT, BASE = 760, 190, 52, 150
MAX_LABELS = 12


@dataclass(frozen=True)
class Column:
    """One column: its whole value, and the part of it that stands out."""

    label: str
    value: float
    part: float = 0.0


def render_columns(columns: Sequence[Column], *, title: str, unit: str = "", part: str = "") -> str:
    """Draw columns from left to right; an empty string for none. `part` names what stands out."""
    if not columns:
        return ""
    top = max([column.value for column in columns]) or 1.0
    step = (WIDTH - LEFT - 8) / len(columns)
    every = -(-len(columns) // MAX_LABELS)
    shapes = [render_scale(top, unit)]
    for number, column in enumerate(columns):
        x = LEFT + number * step
        shapes.append(render_column(x, step, column, top, unit, part))
        if number % every == 0:
            shapes.append(
                f'<text x="{x + step / 2:.1f}" y="{BASE + 20}" text-anchor="middle" font-size="13" '
                f'fill="currentColor">{escape(column.label)}</text>'
            )
    return (
        f'<figure class="cfa" style="margin:0"><figcaption><b>{escape(title)}</b></figcaption>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(shapes)}</svg></figure>"
    )


def render_column(x: float, step: float, column: Column, top: float, unit: str, part: str) -> str:
    """Draw one column with its part, and what it says when it is pointed at."""
    width = max(2.0, step * 0.7)
    told = f"{column.label}: {column.value:g} {unit}".strip()
    if part:
        told += f", {column.part:g} {part}"
    drawn = f"<g><title>{escape(told)}</title>"
    for value, colour in ((column.value, "var(--teal)"), (column.part, "var(--warn)")):
        height = (BASE - 14) * value / top
        if value > 0:
            drawn += (
                f'<rect x="{x + (step - width) / 2:.1f}" y="{BASE - height:.1f}" width="{width:.1f}" '
                f'height="{height:.1f}" fill="{colour}"/>'
            )
    return drawn + "</g>"


def render_scale(top: float, unit: str) -> str:
    """Draw the lines of none, half and the most, with their values."""
    lines = ""
    for share in (0.0, 0.5, 1.0):
        y = BASE - (BASE - 14) * share
        lines += (
            f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="var(--line)"/>'
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" font-size="13" fill="currentColor">'
            f"{escape(f'{top * share:.3g} {unit}'.strip())}</text>"
        )
    return lines
