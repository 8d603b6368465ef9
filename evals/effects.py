"""The tables of what a part of the search, or a language model, changes: always paired by case, groups side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evals.ablations import WORDS
from evals.records import (
    MAIN_SYSTEM,
    SEARCH_SYSTEM,
    UNASKED_SYSTEM,
    Difference,
    Effect,
    RunMetrics,
    WritingSummary,
)

PART = f"{SEARCH_SYSTEM}_without_"
UNASKED_PART = f"{UNASKED_SYSTEM}_without_"
MEASURES = {"recall@1": "recall@1", "recall@5": "recall@5", "mrr": "MRR"}
GROUP_WORDS = {"long": "messages of 40 words or more", "own": "all own"}
TABLES = {
    "The search as it answers": PART,
    "Over law that nobody has written questions for yet, as a newly added document is": UNASKED_PART,
}
WRITING_MEASURES = {
    "first_citation_right": "the first citation is the right one",
    "evidence_complete": "all needed evidence is quoted",
    "must_say": "says what must be said",
    "sentences_supported": "plain sentences their quotes support",
    "outcome_right": "right kind of reply",
    "quotes_exact": "quotes verbatim",
    "reading_grade": "school grade of the plain words",
    "duration_ms": "milliseconds per answer, mean",
}


def name_group(metrics: RunMetrics, group: str) -> str:
    """A group of cases as a reader knows it; what was given goes by the names of its files."""
    if group in GROUP_WORDS:
        return GROUP_WORDS[group]
    split = group.removeprefix("split=")
    if split != "given":
        return f"own {split} half"
    groups = {m.group for system in metrics.systems for m in system.metrics}
    names = [d for d in metrics.info.datasets if f"dataset={d} split=given" in groups]
    return f"given: {', '.join(names)}"


def format_parts(metrics: RunMetrics) -> list[str]:
    """Each part switched off, as Markdown lines; the part whose loss costs most stands first. Empty without ablations."""
    lines: list[str] = []
    for title, rows in tabulate_parts(metrics).items():
        head, *body = rows
        lines += [f"{title}:", "", f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
        lines += [*(f"| {' | '.join(row)} |" for row in body), ""]
    if not lines:
        return []
    note = "Bold: real (the paired 95 % interval leaves out zero, and the sign test agrees). The ranker is not trained again."
    absent = ", ".join(WORDS[part] for part in metrics.info.parts_left_out)
    return [*lines, note + (f" Not there to be switched off: {absent}." if absent else "")]


def tabulate_parts(metrics: RunMetrics) -> dict[str, list[list[str]]]:
    """Head and rows of each ablation table: what each measure is without a part, and how far that is from the whole."""
    tables = {title: _tabulate_parts(metrics, prefix) for title, prefix in TABLES.items()}
    return {title: rows for title, rows in tables.items() if rows}


def _tabulate_parts(metrics: RunMetrics, prefix: str) -> list[list[str]]:
    effects = {(e.system, e.group): _by_name(e) for e in metrics.effects if e.system.startswith(prefix)}
    groups = sort_groups(g for _, g in effects)
    parts = dict.fromkeys(system for system, _ in effects)
    if not parts:
        return []
    counts = {
        g: max(d.cases for (_, at), ds in effects.items() if at == g for d in ds.values()) for g in groups
    }
    names = {g: f"{name_group(metrics, g)} ({counts[g]})" for g in groups}
    columns = [(g, m) for g in groups for m in MEASURES if g not in GROUP_WORDS or m == "mrr"]
    head = ["search", *(f"{MEASURES[m]}, {names[g]}" for g, m in columns)]
    some = next(iter(parts))
    whole = ["**whole**", *(f"{effects[some, g][m].first:.3f}" for g, m in columns)]
    ranked = sorted(parts, key=lambda part: effects[part, groups[0]]["mrr"].difference)
    rows = [
        [
            f"without {WORDS.get(part.removeprefix(prefix), part)}",
            *(_format_change(effects.get((part, g), {}).get(m)) for g, m in columns),
        ]
        for part in ranked
    ]
    return [head, whole, *rows]


def format_writing(metrics: RunMetrics) -> list[str]:
    """What a language model wrote, what was dropped and why, and its answers beside the embedded ones."""
    writing = metrics.writing
    if writing is None:
        return []
    lines = [f"{describe_writing(metrics.info.model, writing)}", ""]
    for title, counts in (
        ("why a sentence was dropped", writing.faults),
        ("why it did not finish", writing.failures),
    ):
        if counts:
            lines += [f"| {title} | times |", "|---|---|", *(f"| {k} | {v} |" for k, v in counts.items()), ""]
    for effect in metrics.effects:
        if effect.system == MAIN_SYSTEM:
            lines += [*_format_beside(metrics, effect), ""]
    if writing.examples:
        lines += ["Dropped, for example (development half):", ""]
        lines += [f"- “{e.text}”: {'; '.join(e.faults)}" for e in writing.examples]
    return lines


def describe_writing(model: str, writing: WritingSummary) -> str:
    """One sentence of figures."""
    written = writing.released + writing.dropped
    share = f"{writing.released / written:.0%}" if written else "none"
    return (
        f"{model} was asked to write {writing.asked} answers. It wrote {written} sentences; {writing.released} were released "
        f"({share}) and {writing.dropped} dropped. Its words were shown in {writing.shown} answers; in the others the person "
        "got the embedded answer."
    )


def sort_groups(groups: Iterable[str]) -> list[str]:
    """Groups of splits in reading order: test, what was given, dev."""
    order = {"split=test": 0, "split=given": 1, "split=dev": 2, **dict.fromkeys(GROUP_WORDS, 3)}
    return sorted(set(groups), key=lambda g: (order.get(g, 4), g))


def _by_name(effect: Effect) -> dict[str, Difference]:
    return {d.name: d for d in effect.differences}


def _format_change(difference: Difference | None) -> str:
    if difference is None:
        return "—"
    told = f"{difference.second:.3f} ({difference.difference:+.3f})"
    return f"**{told}**" if difference.is_real else told


def _format_beside(metrics: RunMetrics, effect: Effect) -> Sequence[str]:
    found: Mapping[str, Difference] = _by_name(effect)
    split = name_group(metrics, effect.group)
    lines = [f"| {split} | embedded alone | with the model | cases |", "|---|---|---|---|"]
    for name, words in WRITING_MEASURES.items():
        if name in found:
            d = found[name]
            lines.append(f"| {words} | {d.first:.3f} | {_format_change(d)} | {d.cases} |")
    return lines
