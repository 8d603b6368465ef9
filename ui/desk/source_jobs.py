"""How far a change of the sources is: looked at every second while it runs, by whoever has the page open."""

from __future__ import annotations

from functools import cache

import streamlit as st

from assistant.publishing.jobs import EditionJob, EditionJobs
from ui.library.shelf import load_shelf
from ui.loading import load_shared_assistant
from ui.rendering.markup import escape
from ui.wordings import Wordings


@cache
def load_jobs() -> EditionJobs:
    """The one line of work on the sources in this process."""
    return EditionJobs()


def show_job(jobs: EditionJobs, say: Wordings) -> None:
    """Draw the latest job: its steps while it runs, then what came of it."""
    job = jobs.latest
    if job is None:
        return
    if job.is_running:
        st.fragment(run_every=1.0)(watch_job)(job, say)
    else:
        render_job(job, say)


def watch_job(job: EditionJob, say: Wordings) -> None:
    """Draw a running job, and the whole page again once it has ended."""
    render_job(job, say)
    if not job.is_running:
        load_shelf.clear()
        load_shared_assistant()
        st.rerun()


def render_job(job: EditionJob, say: Wordings) -> None:
    """Draw the steps and the outcome."""
    steps = "".join(
        f"<li>{escape(say(f'sources.job.{step}', about=about))}</li>" for step, about in list(job.steps)
    )
    head = say(f"sources.job.{job.action}", about=job.subject, person=job.person)
    st.html(f'<div class="cfa"><b>{escape(head)}</b><ol role="status">{steps}</ol></div>')
    if job.is_running:
        return
    if error := job.find_error():
        st.error(say("sources.job.failed", why=str(error)))
        return
    edition = job.outcome.result()
    changed = [
        say(
            "sources.job.counts",
            source=r.source,
            added=r.added,
            changed=r.changed,
            removed=r.removed,
            unchanged=r.unchanged,
        )
        for r in edition.report.sources
    ]
    st.success(say("sources.job.ended", version=edition.index_version) + " " + " ".join(changed))
