"""Plots are inline SVG drawn by hand: a report is one file that opens and prints anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

LABEL_WIDTH = 360
PLOT_WIDTH = 380
ROW = 24
BLUE, GREY, INK = "#1f5f99", "#b8bec6", "#22272e"


@dataclass(frozen=True)
class Bar:
    """A labelled value with its interval; an accented one is ours."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    is_accented: bool = True
    note: str = ""


def render_intervals(bars: Sequence[Bar], *, maximum: float = 1.0, title: str = "") -> str:
    """Horizontal bars with whiskers for the 95 % interval; an empty string for no bars."""
    if not bars:
        return ""
    height = ROW * len(bars) + 34
    width = LABEL_WIDTH + PLOT_WIDTH + 120
    parts = [
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
        _render_axis(len(bars), maximum),
    ]
    parts += [_render_bar(bar, n, maximum) for n, bar in enumerate(bars)]
    return "".join(parts) + "</svg>"


def render_histogram(values: Sequence[float], *, unit: str, bins: int = 24, title: str = "") -> str:
    """How values are spread, up to their 99th percentile; an empty string for no values."""
    if not values:
        return ""
    top = sorted(values)[min(len(values) - 1, int(len(values) * 0.99))] or 1.0
    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int(value / top * bins))] += 1
    width, height, base = 620, 150, 120
    step = (width - 20) / bins
    shapes = [
        f'<rect x="{10 + n * step:.1f}" y="{base - 100 * c / max(counts):.1f}" width="{step - 1:.1f}" '
        f'height="{100 * c / max(counts):.1f}" fill="{BLUE}"/>'
        for n, c in enumerate(counts)
    ]
    ticks = [
        f'<text x="{10 + (width - 20) * f:.0f}" y="{base + 18}" font-size="12" fill="{INK}" '
        f'text-anchor="middle">{top * f:.0f} {escape(unit)}</text>'
        for f in (0.1, 0.5, 0.9)
    ]
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(shapes)}{''.join(ticks)}</svg>"
    )


def render_confusion(confusion: Mapping[str, Mapping[str, int]]) -> str:
    """Expected against given outcomes as a shaded table."""
    given = sorted({outcome for row in confusion.values() for outcome in row})
    head = "".join(f"<th>{escape(g)}</th>" for g in given)
    body = []
    for expected, row in confusion.items():
        total = sum(row.values())
        cells = "".join(_render_cell(row.get(g, 0), total, is_right=g in expected.split("/")) for g in given)
        body.append(f"<tr><th>{escape(expected)}</th>{cells}</tr>")
    return f'<table class="confusion"><tr><th>expected \\ given</th>{head}</tr>{"".join(body)}</table>'


def _render_axis(rows: int, maximum: float) -> str:
    lines = []
    for fraction in (0, 0.25, 0.5, 0.75, 1):
        x = LABEL_WIDTH + PLOT_WIDTH * fraction
        lines.append(
            f'<line x1="{x}" y1="4" x2="{x}" y2="{rows * ROW + 8}" stroke="{GREY}" stroke-width="0.6"/>'
        )
        lines.append(
            f'<text x="{x}" y="{rows * ROW + 24}" font-size="11" text-anchor="middle" fill="{INK}">'
            f"{maximum * fraction:g}</text>"
        )
    return "".join(lines)


def _render_bar(bar: Bar, row: int, maximum: float) -> str:
    y = row * ROW + 8
    scale = PLOT_WIDTH / maximum
    length = max(0.0, min(bar.value, maximum)) * scale
    whisker = ""
    if bar.low is not None and bar.high is not None:
        a, b = (LABEL_WIDTH + max(0.0, min(v, maximum)) * scale for v in (bar.low, bar.high))
        whisker = (
            f'<line x1="{a:.1f}" y1="{y + 7}" x2="{b:.1f}" y2="{y + 7}" stroke="{INK}" stroke-width="2"/>'
        )
    colour = BLUE if bar.is_accented else GREY
    return (
        f'<text x="{LABEL_WIDTH - 8}" y="{y + 11}" font-size="13" text-anchor="end" fill="{INK}">{escape(bar.label)}</text>'
        f'<rect x="{LABEL_WIDTH}" y="{y}" width="{length:.1f}" height="14" fill="{colour}" opacity="0.85"/>{whisker}'
        f'<text x="{LABEL_WIDTH + PLOT_WIDTH + 10}" y="{y + 11}" font-size="12" fill="{INK}">'
        f"{bar.value:.3f} {escape(bar.note)}</text>"
    )


def _render_cell(count: int, total: int, *, is_right: bool) -> str:
    if not count:
        return "<td></td>"
    colour = "31,95,153" if is_right else "180,60,40"
    return f'<td style="background:rgba({colour},{0.12 + 0.6 * count / total:.2f})">{count}</td>'
