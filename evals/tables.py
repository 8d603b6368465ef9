"""Which measures a reader sees first, and the tables of Markdown and JUnit made from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from evals.effects import PART, UNASKED_PART, format_parts, format_writing, name_group
from evals.gate import Verdict
from evals.metrics.support import FAULTS
from evals.records import Metric, RunMetrics
from evals.weakest import format_weakest

HEADLINE: dict[str, str] = {
    "recall@5": "The passage that answers is among the first five",
    "mrr": "Mean reciprocal rank of that passage",
    "first_citation_right": "The first citation is the right one",
    "first_citation_in_section": "The first citation is in the right section",
    "evidence_complete": "All needed evidence is quoted",
    "citation_precision": "Citations that are the expected ones",
    "quotes_exact": "Quotes verbatim in their source",
    "sentences_supported": "Plain sentences their quotes support",
    "must_say": "Says what must be said, in words or in a quote shown",
    "must_say_plainly": "Says it in plain words",
    "must_not_say": "Says what must not be said (lower is better)",
    "outcome_right": "Right kind of reply",
    "urgent_recall": "Emergencies seen as urgent",
    "false_urgent": "Others taken for emergencies (lower is better)",
    "over_refusal": "Answerable questions not answered (lower is better)",
    "link_right": "A right place to turn to is shown",
    "language_right": "Replies in the person's language",
    "reading_grade": "School grade of the plain words",
}
FAULT_WORDS = {
    "number": "a number that no quote holds",
    "date": "a month that no quote names",
    "duty": "a duty that the quotes do not make",
    "prohibition": "a prohibition that the quotes do not make",
    "negation": "leave where the quotes only forbid",
    "overlap": "hardly a word shared with the quotes",
}
SYSTEM_WORDS: dict[str, str] = {
    "assistant": "**the assistant**",
    "assistant_without_model": "the assistant without its model",
    "assistant_without_standard_answers": "the assistant without standard answers",
    "search": "our search alone",
    "search_unasked": "our search, without written questions",
    "hybrid_plain": "dense + BM25, plain",
    "bm25": "BM25 alone",
    "dense": "dense alone",
    "langchain_tutorial": "LangChain tutorial",
}
BASELINE_MEASURES = (
    "recall@1",
    "recall@5",
    "recall@10",
    "mrr",
    "ndcg@10_pinpoint",
    "ndcg@10_section",
    "ms_p50",
    "ms_p95",
)
KIND_MEASURES = (
    "recall@5",
    "first_citation_right",
    "evidence_complete",
    "must_say",
    "outcome_right",
    "link_right",
)


def list_groups(metrics: RunMetrics, prefix: str) -> list[str]:
    """The groups of the first system that begin with a prefix, in order."""
    return list(dict.fromkeys(m.group for m in metrics.systems[0].metrics if m.group.startswith(prefix)))


def format_markdown(metrics: RunMetrics) -> str:
    """metrics.md: headline, baselines and ablations, datasets and kinds."""
    info = metrics.info
    lines = [
        f"# Evaluation of {info.created_at}",
        "",
        *([f"`{info.command}`", ""] if info.command else []),
        f"{info.cases} cases ({', '.join(info.datasets)}; {' + '.join(info.splits)}{', quick' if info.is_quick else ''}), "
        f"model {info.model}, index {info.index_version}, ready in {info.load_s} s, {info.peak_memory_mb:.0f} MB at most.",
        "",
        *format_headline(metrics),
    ]
    lines += ["", "## Retrieval: ours and baselines", "", *format_systems(metrics)]
    for title, part in (
        ("Parts switched off", format_parts(metrics)),
        ("Language model", format_writing(metrics)),
    ):
        lines += ["", f"## {title}", "", *part] if part else []
    gaps = tabulate_gaps(metrics)
    if gaps:
        lines += [
            "",
            "## Spanish against English",
            "",
            "| measure | English | Spanish | difference (95 %) |",
            "|---|---|---|---|",
        ]
        lines += [f"| {' | '.join(row)} |" for row in gaps]
    for title, part in (
        ("Weakest kinds, and why", tabulate_weakest(metrics)),
        ("Plain sentences not supported, by reason", tabulate_faults(metrics)),
        ("Right kind of reply: expected and given", format_confusion(metrics)),
    ):
        lines += ["", f"## {title}", "", *part] if part else []
    for title, prefix in (("Datasets", "dataset="), ("Kinds", "kind=")):
        lines += ["", f"## {title}", "", *_format_groups(metrics, prefix)]
    lines += ["", "## Stages (ms)", "", "| stage | p50 | p95 |", "|---|---|---|"]
    lines += [f"| {s} | {t['p50']:.1f} | {t['p95']:.1f} |" for s, t in metrics.systems[0].stages_ms.items()]
    return "\n".join(lines) + "\n"


def format_headline(metrics: RunMetrics, names: Iterable[str] = HEADLINE) -> list[str]:
    """The headline measures, splits side by side; "all" are the project's own cases."""
    splits = metrics.info.splits
    lines = [
        "| measure | "
        + " | ".join(name_group(metrics, s) for s in splits)
        + " | all own (95 %) | cases | left out |",
        "|---|" + "---|" * (len(splits) + 3),
    ]
    for name in names:
        whole = metrics.find(name)
        found = [metrics.find(name, f"split={s}") for s in splits]
        if whole or any(found):
            counts = f"{whole.cases} | {whole.left_out}" if whole else "0 | 0"
            parts = " | ".join(_format_value(m) for m in found)
            lines.append(f"| {HEADLINE[name]} (`{name}`) | {parts} | {format_interval(whole)} | {counts} |")
    return lines


def tabulate_splits(metrics: RunMetrics) -> list[list[str]]:
    """Head and rows of the headline measures, one column a split with its interval; given questions are never mixed with ours."""
    splits = metrics.info.splits
    rows = [["measure", *(name_group(metrics, s) for s in splits)]]
    for name, words in HEADLINE.items():
        found = [metrics.find(name, f"split={s}") for s in splits]
        if any(found):
            rows.append([words, *map(format_interval, found)])
    return rows


def tabulate_gaps(metrics: RunMetrics) -> list[list[str]]:
    """Rows of what is measured in both languages: the measure, English, Spanish, and Spanish minus English."""
    rows = []
    for name, words in HEADLINE.items():
        gap = metrics.find(f"{name}_es_minus_en")
        if gap:
            both = [_format_value(metrics.find(name, f"lang={lang}")) for lang in ("en", "es")]
            rows.append([words, *both, f"{gap.value:+.3f} ({gap.low:+.3f} … {gap.high:+.3f})"])
    return rows


def tabulate_weakest(metrics: RunMetrics) -> list[str]:
    """The weakest kinds as Markdown lines; empty where nothing is missed."""
    rows = format_weakest(metrics.weakest)
    head = ["| kind | measure | value (95 %) | cases | why |", "|---|---|---|---|---|"]
    return [*head, *(f"| {' | '.join(row)} |" for row in rows)] if rows else []


def list_faults(metrics: RunMetrics) -> list[list[str]]:
    """Rows of why plain sentences are not supported: the reason, the share of an answer's sentences, answers measured."""
    found = [(name, metrics.find(f"unsupported_{name}")) for name in FAULTS]
    return [[FAULT_WORDS[name], format_interval(m), str(m.cases)] for name, m in found if m and m.value]


def tabulate_faults(metrics: RunMetrics) -> list[str]:
    """The same as Markdown lines."""
    rows = list_faults(metrics)
    head = ["| reason | share of sentences (95 %) | answers |", "|---|---|---|"]
    return [*head, *(f"| {' | '.join(row)} |" for row in rows)] if rows else []


def format_confusion(metrics: RunMetrics) -> list[str]:
    """Expected against given outcomes as Markdown lines."""
    confusion = metrics.systems[0].confusion
    given = sorted({outcome for row in confusion.values() for outcome in row})
    lines = [f"| expected \\ given | {' | '.join(given)} |", "|---" * (len(given) + 1) + "|"]
    lines += [
        f"| {name} | {' | '.join(str(row.get(g, '')) for g in given)} |" for name, row in confusion.items()
    ]
    return lines if given else []


def format_interval(metric: Metric | None) -> str:
    """ "0.912 (0.887–0.934)"; a dash where there is no such metric."""
    return f"{metric.value:.3f} ({metric.low:.3f}–{metric.high:.3f})" if metric else "—"


def name_kind(group: str) -> str:
    """A kind as a reader knows it: "kind=outcomes/urgent_medical" → "outcomes: urgent medical"."""
    dataset, _, kind = group.removeprefix("kind=").partition("/")
    return f"{dataset}: {kind.removeprefix(dataset.removesuffix('s') + '_').replace('_', ' ')}"


def format_junit(verdicts: Iterable[Verdict]) -> str:
    """junit.xml: each floor is a test, so that a build shows which one failed."""
    cases = []
    verdicts = list(verdicts)
    for v in verdicts:
        failure = "" if v.holds else f"<failure message={quoteattr(v.reason)}>{escape(v.reason)}</failure>"
        name = quoteattr(f"{v.floor.metric} [{v.floor.group}]")
        cases.append(f'<testcase classname="evals.gate" name={name}>{failure}</testcase>')
    failed = sum(not v.holds for v in verdicts)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuite name="evals" tests="{len(cases)}" failures="{failed}">{"".join(cases)}</testsuite>\n'
    )


def _format_value(metric: Metric | None) -> str:
    return f"{metric.value:.3f}" if metric else "—"


def format_systems(metrics: RunMetrics, names: Sequence[str] = BASELINE_MEASURES) -> list[str]:
    """Every system with how well it ranks; searches without a part have a table of their own."""
    lines = [f"| system | cases | {' | '.join(names)} |", "|---" * (len(names) + 2) + "|"]
    for system in metrics.systems:
        if system.system.startswith((PART, UNASKED_PART)):
            continue
        values = [metrics.find(name, "all", system.system) for name in names]
        count = next((v.cases for v in values if v), 0)
        name = SYSTEM_WORDS.get(system.system, system.system)
        lines.append(f"| {name} | {count} | " + " | ".join(_format_value(v) for v in values) + " |")
    return lines


def _format_groups(metrics: RunMetrics, prefix: str) -> Sequence[str]:
    lines = ["| group | cases | " + " | ".join(KIND_MEASURES) + " |", "|---" * (len(KIND_MEASURES) + 2) + "|"]
    for group in list_groups(metrics, prefix):
        count = metrics.find("outcome_right", group)
        values = " | ".join(_format_value(metrics.find(name, group)) for name in KIND_MEASURES)
        lines.append(f"| {group.removeprefix(prefix)} | {count.cases if count else 0} | {values} |")
    return lines
