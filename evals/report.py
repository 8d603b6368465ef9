"""The report is one page a manager can read and print: what was measured, how good, against what, and the worst cases."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from evals.compare import compare_scores
from evals.gate import FLOORS_FILE, check_floors, load_floors
from evals.plots import Bar, render_confusion, render_histogram, render_intervals
from evals.records import MAIN_SYSTEM, Case, CaseScore, Produced, RunMetrics
from evals.storage import StoredRun, find_previous_run, read_metrics, read_scores
from evals.tables import HEADLINE, KIND_MEASURES, format_junit, format_markdown, list_groups

WORST_CASES = 25
STYLE = """body{font:16px/1.5 system-ui,sans-serif;color:#22272e;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #b8bec6}
table{border-collapse:collapse;font-size:.85rem;margin:.5rem 0}td,th{border:1px solid #d5dae0;padding:.2rem .5rem;text-align:left}
td{font-variant-numeric:tabular-nums}.case{border-left:3px solid #b43c28;padding:.2rem .8rem;margin:.8rem 0;break-inside:avoid}
.case p{margin:.2rem 0;white-space:pre-wrap}.dim{color:#57606a;font-size:.85rem}svg{max-width:100%;height:auto}
@media print{body{max-width:none;margin:0;font-size:11px}h2{break-after:avoid}}"""


def write_reports(directory: Path, run: StoredRun, metrics: RunMetrics, scores: Sequence[CaseScore]) -> None:
    """Write metrics.md, report.html and junit.xml beside a scored run."""
    previous = find_previous_run(directory)
    changes = _render_changes(scores, previous)
    (directory / "metrics.md").write_text(format_markdown(metrics), encoding="utf-8")
    (directory / "report.html").write_text(render_report(run, metrics, scores, changes), encoding="utf-8")
    verdicts = check_floors(metrics, load_floors(FLOORS_FILE), read_metrics(previous) if previous else None)
    (directory / "junit.xml").write_text(format_junit(verdicts), encoding="utf-8")


def render_report(run: StoredRun, metrics: RunMetrics, scores: Sequence[CaseScore], changes: str = "") -> str:
    """The whole page as HTML; everything a person or a source wrote is escaped."""
    info = metrics.info
    main = metrics.systems[0]
    durations = [s.values["duration_ms"] for s in scores if s.system == main.system]
    sections = [
        ("What was measured", _render_measured(run, metrics)),
        ("How good it is", _render_headline(metrics)),
        ("Against simpler ways to search", _render_systems(metrics)),
        ("Right kind of reply", render_confusion(main.confusion)),
        ("By kind of question", _render_kinds(metrics)),
        ("How long an answer takes", render_histogram(durations, unit="ms", title="Time per answer")),
        ("Since the last run", changes or "<p>There is no earlier run beside this one.</p>"),
        ("Worst cases, with what was shown", _render_worst(run, scores)),
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
        "Cases": f"{info.cases} ({listed})",
        "Halves": " and ".join(info.splits) + (", quick subset" if info.is_quick else ""),
        "Model": info.model,
        "Index": info.index_version,
        "Corpus": info.corpus_hash[:16],
        "Ready in": f"{info.load_s} s",
        "Memory": f"{info.peak_memory_mb:.0f} MB at most",
    }
    cells = "".join(f"<tr><th>{k}</th><td>{escape(v)}</td></tr>" for k, v in rows.items())
    return (
        f"<table>{cells}</table><p class='dim'>Lines show the 95 % bootstrap interval over cases. "
        "A case to which a measure does not apply is left out, and counted in metrics.md.</p>"
    )


def _render_headline(metrics: RunMetrics) -> str:
    found = [(words, metrics.find(name)) for name, words in HEADLINE.items() if name != "reading_grade"]
    bars = [Bar(words, m.value, m.low, m.high, note=f"({m.cases})") for words, m in found if m]
    grade = metrics.find("reading_grade")
    extra = f"<p>School grade of the plain words: {grade.value:.1f}.</p>" if grade else ""
    return render_intervals(bars, title="Headline measures") + extra


def _render_systems(metrics: RunMetrics) -> str:
    bars = []
    for system in metrics.systems:
        m = metrics.find("recall@5", "all", system.system)
        if m:
            bars.append(
                Bar(system.system, m.value, m.low, m.high, system.system == MAIN_SYSTEM, f"({m.cases})")
            )
    if len(bars) < 2:
        return ""
    return f"<p>The passage that answers is among the first five:</p>{render_intervals(bars, title='Recall at five')}"


def _render_kinds(metrics: RunMetrics) -> str:
    head = "".join(f"<th>{escape(HEADLINE.get(n, n))}</th>" for n in KIND_MEASURES)
    rows = []
    for group in list_groups(metrics, "kind="):
        cells = []
        for name in KIND_MEASURES:
            m = metrics.find(name, group)
            cells.append(
                f"<td>{m.value:.2f} <span class='dim'>±{(m.high - m.low) / 2:.2f}</span></td>"
                if m
                else "<td></td>"
            )
        count = metrics.find("outcome_right", group)
        rows.append(
            f"<tr><th>{escape(group[5:])}</th><td>{count.cases if count else 0}</td>{''.join(cells)}</tr>"
        )
    return f"<table><tr><th>kind</th><th>cases</th>{head}</tr>{''.join(rows)}</table>"


def _render_changes(scores: Sequence[CaseScore], previous: Path | None) -> str:
    if previous is None:
        return ""
    differences = compare_scores(read_scores(previous), scores)
    if not differences:
        return ""
    rows = "".join(
        f"<tr><th>{escape(d.name)}</th><td>{d.first:.3f}</td><td>{d.second:.3f}</td><td>{d.difference:+.3f}</td>"
        f"<td>{d.better} / {d.worse}</td><td>{'real' if d.is_real else 'may be chance'}</td></tr>"
        for d in differences
    )
    return (
        f"<p>Compared with {escape(previous.name)}, over the cases both hold.</p><table><tr><th>measure</th><th>then</th>"
        f"<th>now</th><th>difference</th><th>better / worse</th><th></th></tr>{rows}</table>"
    )


def _render_worst(run: StoredRun, scores: Sequence[CaseScore]) -> str:
    cases = {c.id: c for c in run.cases if c.split == "dev"}
    produced = {p.case: p for p in run.produced if p.system == MAIN_SYSTEM}
    ranked = sorted(
        (s for s in scores if s.system == MAIN_SYSTEM and s.case in cases and measure_badness(s) > 0),
        key=lambda s: (-measure_badness(s), s.case),
    )
    shown = "".join(_render_case(cases[s.case], produced[s.case], s) for s in ranked[:WORST_CASES])
    note = f"{len(ranked)} cases of the dev half miss something; the test half is never shown here."
    return f"<p>{note}</p>{shown}"


def measure_badness(score: CaseScore) -> float:
    """How bad a miss is: an emergency not seen weighs most, then a false quote, a wrong outcome, wrong evidence."""
    values = score.values
    return (
        8 * (1 - values.get("urgent_recall", 1))
        + 6 * (1 - values.get("quotes_exact", 1))
        + 4 * values.get("must_not_say", 0)
        + 3 * (1 - values.get("outcome_right", 1))
        + 2 * (1 - values.get("evidence_complete", 1))
        + (1 - values.get("must_say", 1))
        + (1 - values.get("link_right", 1))
        + (1 - values.get("recall@5", 1))
    )


def _render_case(case: Case, produced: Produced, score: CaseScore) -> str:
    gold = "; ".join(f"{g.locator}: “{g.quote[:160]}”" for g in case.gold) or "/".join(case.right_outcomes)
    answer = produced.answer
    cited = ", ".join(c.locator for c in answer.citations) if answer else ""
    ranked = ", ".join(r.locator for r in produced.ranked[:5])
    return (
        f"<div class='case'><p><b>{escape(' → '.join(case.turns))}</b></p><p>Wanted: {escape(gold)}</p>"
        f"<p>Given ({escape(score.outcome or '')}): {escape((answer.text if answer else '')[:400])}</p>"
        f"<p class='dim'>Cited: {escape(cited) or 'nothing'} · first five found: {escape(ranked)} · {escape(case.id)}</p></div>"
    )
