"""Numbers by day and by week, drawn and as CSV; and the evaluation's runs, two of them compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.desk.asked import AskedFilters, AskedQuestions, find_today
from assistant.desk.numbers import PeriodNumbers, count_periods, format_numbers, sum_counts
from assistant.desk.records import DeskError
from evals.compare import compare_scores
from evals.records import EvalsError, RunMetrics
from evals.storage import read_metrics, read_scores
from evals.tables import HEADLINE
from ui.desk.access import load_retention_days, require
from ui.desk.charts import Column, Share, render_columns, render_shares
from ui.desk.words import load_desk_wordings, name_topic
from ui.rendering.markup import escape
from ui.wordings import Wordings

TOP_TOPICS = 15
ONE_NUMBER = {"reading_grade", "duration_ms"}
"""Measures that are no share of one: they have no place among the bars."""


def show() -> None:
    """Draw the page."""
    desk, _ = require("reader")
    say = load_desk_wordings()
    st.html(f'<div class="cfa"><h1>{escape(say("numbers.title"))}</h1></div>')
    asked, runs = st.tabs([say("numbers.asked"), say("numbers.runs")])
    with asked:
        try:
            show_numbers(AskedQuestions(desk.engine, load_retention_days()), say)
        except DeskError as error:
            st.error(str(error))
    with runs:
        show_runs(desk.settings.runs_dir, say)


def show_numbers(asked: AskedQuestions, say: Wordings) -> None:
    """Draw the plots, the table and the file."""
    is_weekly = st.toggle(say("numbers.weekly"), key="numbers-weekly")
    numbers = count_periods(
        asked.list_turns(AskedFilters(until=find_today())), "week" if is_weekly else "day"
    )
    if not numbers:
        st.info(say("asked.nothing"))
        return
    questions = [
        Column(f"{one.begins_on:%m-%d}", one.questions, round(one.unanswered_rate * one.questions))
        for one in numbers
    ]
    latency = [Column(f"{one.begins_on:%m-%d}", one.latency_ms_p95, one.latency_ms_p50) for one in numbers]
    st.html(render_columns(questions, title=say("numbers.questions"), part=say("numbers.unanswered")))
    st.html(render_columns(latency, title=say("numbers.latency"), unit="ms", part=say("numbers.p50")))
    show_counts(numbers, say)
    st.html(f"<h2>{escape(say('numbers.table'))}</h2>")
    names = {
        "begins_on": say("numbers.begins_on"),
        "questions": say("numbers.questions_short"),
        "unanswered_rate": say("numbers.unanswered_rate"),
        "right": say("numbers.right"),
        "wrong": say("numbers.wrong"),
        "latency_ms_p50": say("numbers.p50"),
        "latency_ms_p95": say("numbers.p95"),
    }
    rows = [{told: getattr(one, field) for field, told in names.items()} for one in reversed(numbers)]
    share = st.column_config.NumberColumn(format="percent")
    st.dataframe(
        rows, hide_index=True, width="stretch", column_config={say("numbers.unanswered_rate"): share}
    )
    st.download_button(
        say("numbers.csv"),
        format_numbers(numbers),
        file_name="numbers.csv",
        mime="text/csv",
        key="numbers-csv",
    )


def show_counts(numbers: Sequence[PeriodNumbers], say: Wordings) -> None:
    """Draw how the questions ended, in which language they were, and what they were about."""
    columns = st.columns(3)
    total = sum(one.questions for one in numbers)
    for column, family in zip(columns, ("outcomes", "languages", "topics"), strict=True):
        with column:
            st.html(f"<h2>{escape(say(f'numbers.{family}'))}</h2>")
            counts = sum_counts(numbers, family).most_common(TOP_TOPICS)  # type: ignore[arg-type]
            rows = "".join(
                f"<tr><td>{escape(name_count(family, name, say))}</td><td class='desk-number'>{count}</td>"
                f"<td class='desk-number'>{count / total:.0%}</td></tr>"
                for name, count in counts
            )
            st.html(f'<table class="cfa" style="width:100%">{rows}</table>')


def name_count(family: str, name: str, say: Wordings) -> str:
    """Name what was counted in words."""
    if family == "languages":
        return say(f"asked.in.{name}")
    return name_topic(name) if family == "topics" else name


def show_runs(folder: Path, say: Wordings) -> None:
    """Draw the scored runs, the headline of one, and the difference of two."""
    runs = load_runs(folder)
    if not runs:
        st.info(say("numbers.no_runs"))
        return
    rows = [
        {
            say("numbers.run"): name,
            say("numbers.cases"): metrics.info.cases,
            say("numbers.model"): metrics.info.model,
            **{
                HEADLINE.get(measure, measure): round(found.value, 3)
                for measure in ("recall@5", "first_citation_right", "outcome_right", "quotes_exact")
                if (found := metrics.find(measure))
            },
        }
        for name, metrics in runs.items()
    ]
    st.dataframe(rows, hide_index=True, width="stretch")
    chosen = st.selectbox(say("numbers.show_run"), list(runs), key="numbers-run")
    shares = [
        Share(words, found.value, found.low, found.high)
        for measure, words in HEADLINE.items()
        if measure not in ONE_NUMBER and (found := runs[chosen].find(measure))
    ]
    st.html(render_shares(shares, title=say("numbers.headline", run=chosen)))
    if len(runs) > 1:
        show_difference(folder, list(runs), say)


def show_difference(folder: Path, names: list[str], say: Wordings) -> None:
    """Draw what changed between two runs, on the cases that both hold."""
    st.html(f"<h2>{escape(say('numbers.compare'))}</h2>")
    first, second = st.columns(2)
    with first:
        before = st.selectbox(say("numbers.before"), names, index=1, key="numbers-before")
    with second:
        after = st.selectbox(say("numbers.after"), names, index=0, key="numbers-after")
    if before == after:
        return
    try:
        differences = compare_scores(read_scores(folder / before), read_scores(folder / after))
    except (EvalsError, ValueError, OSError) as error:
        st.error(say("numbers.unreadable", why=str(error).splitlines()[0]))
        return
    rows = [
        {
            say("numbers.measure"): HEADLINE[one.name],
            say("numbers.before"): round(one.first, 3),
            say("numbers.after"): round(one.second, 3),
            say("numbers.difference"): f"{one.difference:+.3f} ({one.low:+.3f} … {one.high:+.3f})",
            say("numbers.better_worse"): f"{one.better} / {one.worse}",
            say("numbers.real"): say("asked.yes" if one.is_real else "asked.no"),
        }
        for one in differences
        if one.name in HEADLINE
    ]
    st.dataframe(rows, hide_index=True, width="stretch")


def load_runs(folder: Path) -> dict[str, RunMetrics]:
    """Load the scored runs of a folder, the latest first; one of another shape is left out."""
    runs = {}
    for file in sorted(folder.glob("*/metrics.json"), reverse=True):
        try:
            runs[file.parent.name] = read_metrics(file.parent)
        except (EvalsError, ValueError, OSError):
            continue
    return runs
