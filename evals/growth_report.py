"""Growth as a table and a picture: one command measures, and writes both where people read them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from evals.growth import NOISE, GrowthRow
from evals.plots import BLUE, GREY, INK
from evals.publish import RESULTS_FILE, insert_section
from ingest.settings import ROOT

PICTURE_FILE = ROOT / "docs" / "pictures" / "growth.svg"
PANEL_WIDTH, PANEL_HEIGHT, LEFT, TOP = 300, 150, 50, 40
AMBER = "#b8741a"
COLUMNS: tuple[tuple[str, Callable[[GrowthRow], str]], ...] = (
    ("titles", lambda r: str(r.titles)),
    ("passages", lambda r: f"{r.passages:,}"),
    ("ingest", lambda r: f"{r.ingest_s:.1f} s"),
    ("index, vectors known", lambda r: f"{r.index_s:.1f} s" + (" ¹" if r.embedded else "")),
    ("search p50", lambda r: f"{r.search_p50_ms:.0f} ms"),
    ("tutorial's search p50", lambda r: f"{r.tutorial_p50_ms:.0f} ms"),
    ("answer p50", lambda r: f"{r.answer_p50_ms:.0f} ms"),
    ("memory", lambda r: f"{r.resident_mb:.0f} MB"),
    ("on disk", lambda r: f"{r.disk_mb:.0f} MB"),
    ("tutorial's texts and vectors", lambda r: f"{r.tutorial_mb:.0f} MB"),
)


@dataclass(frozen=True)
class Line:
    """One measure over the sizes."""

    label: str
    colour: str
    values: tuple[float, ...]


def format_growth(rows: Sequence[GrowthRow]) -> str:
    """A Markdown table, one line a size, and what the titles were made of."""
    lines = [f"| {' | '.join(name for name, _ in COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    lines += [f"| {' | '.join(show(row) for _, show in COLUMNS)} |" for row in rows]
    made = "; ".join(f"{row.titles}: {row.made_of}" for row in rows)
    lines += [
        "",
        f"Made of: {made}. A copy has Title 17's text under another number, and Title 17's vectors with seeded noise of length "
        f"{NOISE:g} added, so embedding is not in the index time; further titles have no written questions. Search and answer: 60 of "
        "our own questions in a fresh process, which is also the one whose memory is shown. The tutorial has its windows as often as "
        "there are titles.",
    ]
    embedded = {row.titles: row.embedded for row in rows if row.embedded}
    lines += ["", "¹ Texts embedded within that time: " + _tell(embedded)] if embedded else []
    return "\n".join(lines)


def render_growth(rows: Sequence[GrowthRow]) -> str:
    """Three panels over the number of titles: milliseconds, seconds to build, megabytes; every axis starts at zero."""
    sizes = [row.titles for row in rows]
    panels: dict[str, tuple[Line, ...]] = {
        "milliseconds, p50": (
            Line("answer", INK, tuple(r.answer_p50_ms for r in rows)),
            Line("search", BLUE, tuple(r.search_p50_ms for r in rows)),
            Line("tutorial", AMBER, tuple(r.tutorial_p50_ms for r in rows)),
        ),
        "seconds to build": (
            Line("index", BLUE, tuple(r.index_s for r in rows)),
            Line("ingest", INK, tuple(r.ingest_s for r in rows)),
        ),
        "megabytes": (
            Line("memory", INK, tuple(r.resident_mb for r in rows)),
            Line("on disk", BLUE, tuple(r.disk_mb for r in rows)),
            Line("tutorial", AMBER, tuple(r.tutorial_mb for r in rows)),
        ),
    }
    width, height = 3 * (PANEL_WIDTH + 20), TOP + PANEL_HEIGHT + 50
    drawn = "".join(
        f'<g transform="translate({n * (PANEL_WIDTH + 20)},0)">{_render_panel(title, sizes, lines)}</g>'
        for n, (title, lines) in enumerate(panels.items())
    )
    title = f"Growth with {', '.join(map(str, sizes))} titles of law"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'aria-label="{escape(title)}" font-family="system-ui, sans-serif"><title>{escape(title)}</title>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{drawn}</svg>\n'
    )


def publish_growth(
    rows: Sequence[GrowthRow], command: str, results: Path = RESULTS_FILE, picture: Path = PICTURE_FILE
) -> None:
    """Write the picture, and a section of RESULTS.md that shows it; of several sections of one command the last is kept."""
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    shown = Path(os.path.relpath(picture, results.parent)).as_posix()
    text = (
        f"## {when} · `{command}`\n\n{format_growth(rows)}\n\n![Growth with the number of titles]({shown})\n"
    )
    history = insert_section(results.read_text(encoding="utf-8"), text)
    picture.write_text(render_growth(rows), encoding="utf-8")
    results.write_text(history, encoding="utf-8")


def _render_panel(title: str, sizes: Sequence[int], lines: Sequence[Line]) -> str:
    highest = _round_up(max(max(line.values) for line in lines))
    plot = PANEL_WIDTH - LEFT - 20
    xs = [LEFT + plot * size / max(sizes) for size in sizes]
    parts = [f'<text x="{LEFT}" y="18" font-size="13" font-weight="600" fill="{INK}">{escape(title)}</text>']
    for fraction in (0, 0.5, 1):
        y = TOP + PANEL_HEIGHT * (1 - fraction)
        parts.append(
            f'<line x1="{LEFT}" y1="{y}" x2="{LEFT + plot}" y2="{y}" stroke="{GREY}" stroke-width="0.6"/>'
            f'<text x="{LEFT - 6}" y="{y + 4}" font-size="11" text-anchor="end" fill="{INK}">{highest * fraction:g}</text>'
        )
    parts += [
        f'<text x="{x:.1f}" y="{TOP + PANEL_HEIGHT + 18}" font-size="11" text-anchor="middle" fill="{INK}">{size}</text>'
        for x, size in zip(xs, sizes, strict=True)
        if size == sizes[0] or x - xs[0] > 12
    ]
    parts += [_render_line(line, xs, highest) for line in lines]
    legend = (
        f'<tspan fill="{line.colour}" font-weight="600">{"● " + escape(line.label)}  </tspan>'
        for line in lines
    )
    parts.append(
        f'<text x="{LEFT}" y="{TOP + PANEL_HEIGHT + 40}" font-size="12" xml:space="preserve">{"".join(legend)}</text>'
    )
    return "".join(parts)


def _render_line(line: Line, xs: Sequence[float], highest: float) -> str:
    points = [
        (x, TOP + PANEL_HEIGHT * (1 - value / highest)) for x, value in zip(xs, line.values, strict=True)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{line.colour}"/>' for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{line.colour}" stroke-width="2"/>{dots}'


def _round_up(value: float) -> float:
    """The next 1, 2, 3, 4, 5, 6, 8 or 10 times a power of ten."""
    power: float = 10 ** (len(str(int(max(value, 1)))) - 1)
    return next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= value)


def _tell(embedded: dict[int, int]) -> str:
    return ", ".join(f"{count} with {size} titles" for size, count in embedded.items()) + "."
