"""One command puts a run where people read it: a section of RESULTS.md, and the table of the README between its marks."""

from __future__ import annotations

import re
from pathlib import Path

from evals.effects import describe_writing, format_parts
from evals.records import EvalsError, RunMetrics
from evals.tables import format_headline, format_systems, tabulate_weakest
from ingest.settings import ROOT

RESULTS_FILE = Path(__file__).resolve().parent / "RESULTS.md"
README_FILE = ROOT / "README.md"
BEGIN, END = "<!-- results: python -m evals publish RUN -->", "<!-- end of results -->"
README_MEASURES = (
    "recall@5",
    "first_citation_right",
    "evidence_complete",
    "quotes_exact",
    "sentences_supported",
    "must_say",
    "outcome_right",
    "urgent_recall",
    "over_refusal",
    "link_right",
    "reading_grade",
)


def publish_run(metrics: RunMetrics, results: Path = RESULTS_FILE, readme: Path = README_FILE) -> None:
    """Write a run into the history and into the README; publishing the same run again replaces its section.

    Raises EvalsError where the README has no marks, before anything is written.
    """
    page = readme.read_text(encoding="utf-8")
    if BEGIN not in page or END not in page:
        raise EvalsError(f"{readme.name} has no place for results: put {BEGIN} and {END} around the table.")
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    history = insert_section(results.read_text(encoding="utf-8"), format_section(metrics))
    readme.write_text(f"{before}{BEGIN}\n{format_summary(metrics)}\n{END}{after}", encoding="utf-8")
    results.write_text(history, encoding="utf-8")


def insert_section(history: str, section: str) -> str:
    """The history with a section as its newest; one with the same heading is replaced."""
    heading = section.splitlines()[0]
    parts = re.split(r"(?m)^(?=## )", history)
    kept = [part for part in parts[1:] if part.splitlines()[0] != heading]
    return "".join([parts[0].rstrip() + "\n\n", section.rstrip() + "\n\n", *kept]).rstrip() + "\n"


def format_section(metrics: RunMetrics) -> str:
    """A run as RESULTS.md keeps it."""
    info = metrics.info
    when = info.created_at[:16].replace("T", " ")
    lines = [f"## {when} · `{info.command or 'python -m evals run'}` · {_name_model(metrics)}", ""]
    lines += [f"{info.cases} cases; index {info.index_version}.", "", *format_headline(metrics), ""]
    lines += ["Retrieval, on the cases with gold:", "", *format_systems(metrics), ""]
    parts = format_parts(metrics)
    lines += ["Each part of the search switched off:", "", *parts, ""] if parts else []
    if metrics.writing:
        lines += [describe_writing(info.model, metrics.writing), ""]
    lines += ["Weakest kinds:", "", *tabulate_weakest(metrics), ""] if metrics.weakest else []
    return "\n".join(lines)


def format_summary(metrics: RunMetrics) -> str:
    """What the README shows: the command, the date, the headline and the baselines."""
    info = metrics.info
    lines = [
        f"{info.created_at[:10]}, `{info.command or 'python -m evals run'}`, {_name_model(metrics)}; {info.cases} cases, "
        "95 % intervals over cases in brackets.",
        "",
        *format_headline(metrics, README_MEASURES),
        "",
        *format_systems(metrics, ("recall@1", "recall@5", "mrr")),
    ]
    lines += ["", "Weakest kinds:", "", *tabulate_weakest(metrics)] if metrics.weakest else []
    return "\n".join(lines)


def _name_model(metrics: RunMetrics) -> str:
    model = metrics.info.model
    return "embedded default, no model" if model == "extractive" else f"model {model}"
