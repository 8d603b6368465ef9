"""The report is one page a manager can read and print: what was measured, how good, against what, and the worst cases."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from evals.ablations import WORDS
from evals.compare import compare_scores
from evals.effects import WRITING_MEASURES, describe_writing, name_group, tabulate_parts
from evals.gate import FLOORS_FILE, Verdict, check_floors, load_floors
from evals.plots import Bar, render_confusion, render_histogram, render_intervals
from evals.records import MAIN_SYSTEM, SEARCH_SYSTEM, CaseScore, Metric, RunMetrics
from evals.storage import StoredRun, find_previous_run, read_metrics, read_scores
from evals.tables import (
    HEADLINE,
    KIND_MEASURES,
    SYSTEM_WORDS,
    format_junit,
    format_markdown,
    list_faults,
    list_groups,
    name_kind,
    tabulate_gaps,
    tabulate_splits,
)
from evals.weakest import format_weakest
from evals.worst import render_worst

STYLE = """body{font:16px/1.5 system-ui,sans-serif;color:#22272e;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #b8bec6}
table{border-collapse:collapse;font-size:.85rem;margin:.5rem 0}td,th{border:1px solid #d5dae0;padding:.2rem .5rem;text-align:left}
td{font-variant-numeric:tabular-nums}.case{border-left:3px solid #b43c28;padding:.2rem .8rem;margin:.8rem 0;break-inside:avoid}
.case p{margin:.2rem 0;white-space:pre-wrap}.dim{color:#57606a;font-size:.85rem}svg{max-width:100%;height:auto}
td .dim{font-size:inherit}.numbers td,.numbers th:first-child{white-space:nowrap}.scroll{overflow-x:auto}.good{color:#1a6b34}.bad{color:#a32a1a}tr,svg,li{break-inside:avoid}
@media print{@page{margin:14mm}body{max-width:none;margin:0;padding:0;font-size:10.5pt}h2{break-after:avoid;margin-top:1.2rem}
table{font-size:8pt}table.confusion,table.numbers{font-size:7pt}td,th{padding:.1rem .25rem}.scroll{overflow:visible}body,td,rect{-webkit-print-color-adjust:exact;print-color-adjust:exact}}"""


def write_reports(directory: Path, run: StoredRun, metrics: RunMetrics, scores: Sequence[CaseScore]) -> None:
    """Write metrics.md, report.html and junit.xml beside a scored run."""
    previous = find_previous_run(directory)
    changes = _render_changes(scores, previous)
    verdicts = check_floors(metrics, load_floors(FLOORS_FILE), read_metrics(previous) if previous else None)
    (directory / "metrics.md").write_text(format_markdown(metrics), encoding="utf-8")
    (directory / "report.html").write_text(
        render_report(run, metrics, scores, changes, verdicts), encoding="utf-8"
    )
    (directory / "junit.xml").write_text(format_junit(verdicts), encoding="utf-8")


def render_report(
    run: StoredRun,
    metrics: RunMetrics,
    scores: Sequence[CaseScore],
    changes: str = "",
    verdicts: Sequence[Verdict] = (),
) -> str:
    """The whole page as HTML; everything a person or a source wrote is escaped."""
    info = metrics.info
    main = metrics.systems[0]
    durations = [s.values["duration_ms"] for s in scores if s.system == main.system]
    sections = [
        ("What was measured", _render_measured(run, metrics)),
        ("Is it good enough", _render_verdicts(verdicts)),
        ("How good it is", _render_headline(metrics)),
        ("Side by side", f"<div class='scroll'>{_render_table(tabulate_splits(metrics))}</div>"),
        ("Against simpler ways to search", _render_systems(metrics)),
        ("What each part of the search is worth", _render_parts(metrics)),
        ("The language model", _render_writing(metrics)),
        ("Right kind of reply", f"<div class='scroll'>{render_confusion(main.confusion)}</div>"),
        ("Where it is weakest, and why", _render_weakest(metrics)),
        ("By kind of question", _render_kinds(metrics)),
        ("Spanish against English", _render_gaps(metrics)),
        ("Plain sentences that are not supported", _render_faults(metrics)),
        ("How long an answer takes", _render_times(metrics, durations)),
        ("Since the last run", changes or "<p>There is no earlier run beside this one.</p>"),
        ("Worst cases, with what was shown", render_worst(run, scores)),
    ]
    body = "".join(f"<section><h2>{escape(title)}</h2>{html}</section>" for title, html in sections if html)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Evaluation {escape(info.created_at)}</title><style>{STYLE}</style></head><body>"
        f"<h1>Corrections Family Assistant: evaluation of {escape(info.created_at[:10])}</h1>{body}</body></html>"
    )


def _render_measured(run: StoredRun, metrics: RunMetrics) -> str:
    info = metrics.info
    by_dataset = {name: sum(c.dataset == name for c in run.cases) for name in info.datasets}
    listed = ", ".join(f"{count} {escape(name)}" for name, count in by_dataset.items())
    rows = {
        "Command": info.command or "python -m evals run",
        "Cases": f"{info.cases} ({listed})",
        "Parts": " and ".join(name_group(metrics, s) for s in info.splits)
        + (", quick subset" if info.is_quick else ""),
        "Model": info.model,
        "Index": info.index_version,
        "Corpus": info.corpus_hash[:16],
        "Ready in": f"{info.load_s} s",
        "Memory": f"{info.peak_memory_mb:.0f} MB at most",
    }
    rows |= {"Question file hashes": ", ".join(f"{n} {h[:10]}" for n, h in info.datasets.items())}
    cells = "".join(f"<tr><th>{k}</th><td>{escape(v)}</td></tr>" for k, v in rows.items())
    return (
        f"<table>{cells}</table><p class='dim'>Lines show the 95 % bootstrap interval over cases. "
        "In brackets: the cases measured, and those left out because the measure does not apply to them.</p>"
    )


def _render_verdicts(verdicts: Sequence[Verdict]) -> str:
    """The gate in words: what a release has to reach, and what this run missed."""
    if not verdicts:
        return ""
    missed = [v for v in verdicts if not v.holds]
    told = f"{len(verdicts) - len(missed)} of {len(verdicts)} floors hold."
    if not missed:
        return f"<p class='good'><b>{told}</b> This run may be released.</p>"
    rows = "".join(
        f"<li>{escape(HEADLINE.get(v.floor.metric, v.floor.metric))}: {escape(v.reason)}</li>" for v in missed
    )
    return f"<p class='bad'><b>{told}</b> This run may not be released:</p><ul>{rows}</ul>"


def _render_headline(metrics: RunMetrics) -> str:
    found = [(words, metrics.find(name)) for name, words in HEADLINE.items() if name != "reading_grade"]
    bars = [Bar(words, m.value, m.low, m.high, note=f"({m.cases}; {m.left_out})") for words, m in found if m]
    grade = metrics.find("reading_grade")
    extra = f"<p>School grade of the plain words: {grade.value:.1f}.</p>" if grade else ""
    return render_intervals(bars, title="Headline measures") + extra


def _render_systems(metrics: RunMetrics) -> str:
    bars = []
    for system in metrics.systems:
        m = metrics.find("recall@5", "all", system.system)
        if m and not system.system.startswith(f"{SEARCH_SYSTEM}_without_"):
            bars.append(
                Bar(
                    SYSTEM_WORDS.get(system.system, system.system).strip("*"),
                    m.value,
                    m.low,
                    m.high,
                    system.system == MAIN_SYSTEM,
                    f"({m.cases})",
                )
            )
    if len(bars) < 2:
        return ""
    return f"<p>The passage that answers is among the first five:</p>{render_intervals(bars, title='Recall at five')}"


def _render_parts(metrics: RunMetrics) -> str:
    tables = tabulate_parts(metrics)
    if not tables:
        return ""
    words = (
        "Each part switched off in turn, on the same cases; what costs most stands first. Bold differences are real: "
        "their paired interval leaves out zero, and the sign test agrees. The ranker is not trained again."
    )
    html = f"<p>{words}</p>"
    for title, rows in tables.items():
        drawn = "".join(_render_row(row, "th" if n == 0 else "td") for n, row in enumerate(rows))
        html += f"<p>{escape(title)}:</p><div class='scroll'><table>{drawn}</table></div>"
    absent = ", ".join(WORDS[part] for part in metrics.info.parts_left_out)
    return html + (f"<p class='dim'>Not there to be switched off: {escape(absent)}.</p>" if absent else "")


def _render_row(cells: Sequence[str], tag: str) -> str:
    """A table row; cells that are bold in Markdown are bold here."""
    drawn = [
        f"<b>{escape(cell[2:-2])}</b>" if cell.startswith("**") and cell.endswith("**") else escape(cell)
        for cell in cells
    ]
    rest = "".join(f"<{tag}>{cell}</{tag}>" for cell in drawn[1:])
    return f"<tr><th>{drawn[0]}</th>{rest}</tr>"


def _render_writing(metrics: RunMetrics) -> str:
    writing = metrics.writing
    if writing is None:
        return ""
    html = f"<p>{escape(describe_writing(metrics.info.model, writing))}</p>"
    counts = {**writing.faults, **writing.failures}
    rows = [["why it was not shown", "times"], *([why, str(times)] for why, times in counts.items())]
    html += _render_table(rows) if counts else ""
    for effect in metrics.effects:
        if effect.system == MAIN_SYSTEM:
            split = name_group(metrics, effect.group)
            rows = [[split, "embedded alone", "with the model", "cases"]]
            rows += [
                [WRITING_MEASURES[d.name], f"{d.first:.3f}", f"{d.second:.3f}", str(d.cases)]
                for d in effect.differences
                if d.name in WRITING_MEASURES
            ]
            html += _render_table(rows)
    examples = "".join(
        f"<li>“{escape(e.text)}” <span class='dim'>{escape('; '.join(e.faults))}</span></li>"
        for e in writing.examples
    )
    return html + (f"<p>Dropped, for example:</p><ul>{examples}</ul>" if examples else "")


def _render_table(rows: Sequence[Sequence[str]]) -> str:
    return f"<table>{''.join(_render_row(r, 'th' if n == 0 else 'td') for n, r in enumerate(rows))}</table>"


def _render_weakest(metrics: RunMetrics) -> str:
    rows = format_weakest(metrics.weakest)
    head = ["kind", "measure", "value (95 %)", "cases", "why"]
    plain = [[name_kind(kind), HEADLINE[measure.strip("`")], *rest] for kind, measure, *rest in rows]
    return f"<div class='scroll'>{_render_table([head, *plain])}</div>" if rows else ""


def _render_faults(metrics: RunMetrics) -> str:
    rows = list_faults(metrics)
    return _render_table([["reason", "share of sentences (95 %)", "answers"], *rows]) if rows else ""


def _render_times(metrics: RunMetrics, durations: Sequence[float]) -> str:
    p50, p95 = metrics.find("ms_p50"), metrics.find("ms_p95")
    words = f"<p>Half within {p50.value:.0f} ms, 95 % within {p95.value:.0f} ms.</p>" if p50 and p95 else ""
    rows = [
        [stage.replace("_", " "), f"{t['p50']:.1f}", f"{t['p95']:.1f}"]
        for stage, t in metrics.systems[0].stages_ms.items()
    ]
    stages = _render_table([["stage", "p50 (ms)", "p95 (ms)"], *rows]) if rows else ""
    return words + render_histogram(durations, unit="ms", title="Time per answer") + stages


def _render_kinds(metrics: RunMetrics) -> str:
    head = "".join(f"<th>{escape(HEADLINE.get(n, n))}</th>" for n in KIND_MEASURES)
    rows = []
    for group in list_groups(metrics, "kind="):
        cells = []
        for name in KIND_MEASURES:
            m = metrics.find(name, group)
            cells.append(f"<td>{m.value:.2f}{_render_width(m)}</td>" if m else "<td></td>")
        count = metrics.find("outcome_right", group)
        rows.append(
            f"<tr><th>{escape(name_kind(group))}</th><td>{count.cases if count else 0}</td>{''.join(cells)}</tr>"
        )
    table = f"<table class='numbers'><tr><th>kind</th><th>cases</th>{head}</tr>{''.join(rows)}</table>"
    return f"<div class='scroll'>{table}</div><p class='dim'>Without ±, all cases of the kind came out alike.</p>"


def _render_gaps(metrics: RunMetrics) -> str:
    rows = tabulate_gaps(metrics)
    return _render_table([["measure", "English", "Spanish", "difference (95 %)"], *rows]) if rows else ""


def _render_width(metric: Metric) -> str:
    half = (metric.high - metric.low) / 2
    return f" <span class='dim'>±{half:.2f}</span>" if half else ""


def _render_changes(scores: Sequence[CaseScore], previous: Path | None) -> str:
    if previous is None:
        return ""
    differences = compare_scores(read_scores(previous), scores)
    if not differences:
        return ""
    rows = "".join(
        f"<tr><th>{escape(HEADLINE.get(d.name, d.name))}</th><td>{d.first:.3f}</td><td>{d.second:.3f}</td><td>{d.difference:+.3f}</td>"
        f"<td>{d.better} / {d.worse}</td><td>{'real' if d.is_real else 'may be chance'}</td></tr>"
        for d in differences
    )
    return (
        f"<p>Compared with {escape(previous.name)}, over the cases both hold.</p><table><tr><th>measure</th><th>then</th>"
        f"<th>now</th><th>difference</th><th>better / worse</th><th></th></tr>{rows}</table>"
    )
