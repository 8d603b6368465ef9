"""The kept versions of a source: what is different from one of them, and the way back to it."""

from __future__ import annotations

import streamlit as st

from assistant.desk.records import Person
from assistant.publishing.editions import Editions
from ingest.history import KeptVersion, list_versions
from ingest.sources import load_sources
from ui.desk.keeping import attempt
from ui.desk.side_by_side import render_change
from ui.desk.source_jobs import load_jobs
from ui.rendering.markup import escape
from ui.wordings import Wordings

SHOWN_CHANGES = 200


def show_history(editions: Editions, person: Person, say: Wordings) -> None:
    """Draw the kept versions of a source, what one of them changed, and the way back."""
    settings = editions.settings
    st.html(f'<div class="cfa"><h2>{escape(say("sources.history"))}</h2></div>')
    documents = {document.id: document for document in load_sources(settings.corpus_dir)}
    chosen = st.selectbox(
        say("sources.source"),
        list(documents),
        format_func=lambda key: documents[key].title,
        key="sources-chosen",
    )
    if not chosen:
        return
    versions = list_versions(settings.data_dir, chosen)
    registered = documents[chosen].sha256
    others = {v.name: v for v in reversed(versions) if v.document.sha256 != registered}
    if not others:
        st.info(say("sources.no_versions"))
        return
    name = st.selectbox(
        say("sources.version"),
        list(others),
        format_func=lambda key: format_version(others[key], say),
        key="sources-version",
    )
    if name:
        show_version(others[name], editions, person, say)


def format_version(version: KeptVersion, say: Wordings) -> str:
    """Name a version for people."""
    return say(
        "sources.version_name",
        edition=version.document.edition,
        retrieved=version.document.retrieved_on,
        kept=version.kept_at.date(),
        name=version.name,
    )


def show_version(version: KeptVersion, editions: Editions, person: Person, say: Wordings) -> None:
    """Draw what is different from a version, and go back to it when asked twice."""
    if st.toggle(say("sources.compare"), key=f"sources-compare-{version.name}"):
        changes = editions.compare(version)
        st.html(f'<p class="cfa" role="status">{escape(say("sources.changes", count=len(changes)))}</p>')
        for change in changes[:SHOWN_CHANGES]:
            st.html(render_change(f"{change.locator} {change.catchline}", change.old, change.new, say))
    if not person.may("admin"):
        return
    is_sure = st.checkbox(say("sources.sure"), key=f"sources-sure-{version.name}")
    source = version.document.id
    if st.button(say("sources.roll_back"), disabled=not is_sure, key="sources-roll-back") and attempt(
        lambda: load_jobs().start(
            "roll_back",
            source,
            person.name,
            lambda tell: editions.roll_back(person, source, version.name, tell),
        ),
        say,
    ):
        st.rerun()
