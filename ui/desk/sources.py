"""The page of sources: what is held and how old it is, what a change brought, going back, and what is missing."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import streamlit as st

from assistant.dates import find_today
from assistant.desk.records import DeskError, Person
from assistant.not_held import load_not_held
from assistant.publishing.editions import Editions, build_index_apart
from assistant.publishing.gaps import (
    Gap,
    find_lost_links,
    find_named_documents,
    format_gaps,
    is_old,
    list_asked_documents,
    measure_age_days,
)
from ingest.adding import NewSource
from ingest.errors import IngestError
from ingest.records import IngestReport, SourceDocument
from ingest.settings import IngestSettings, load_ingest_settings
from ingest.sources import load_sources
from ingest.store import load_report, load_sections
from ui.desk.access import require
from ui.desk.keeping import attempt
from ui.desk.source_jobs import load_jobs, show_job
from ui.desk.source_versions import show_history
from ui.desk.words import load_desk_wordings
from ui.rendering.markup import escape
from ui.wordings import Wordings

ENDINGS = ["txt", "html", "htm", "pdf", "docx", "md"]
KINDS = ("agency_page", "policy", "statute")


def show() -> None:
    """Draw the page."""
    desk, person = require("reader")
    say = load_desk_wordings()
    st.html(f'<div class="cfa"><h1>{escape(say("sources.title"))}</h1></div>')
    settings = load_ingest_settings()
    editions = Editions(settings, desk.audit, build_index_apart)
    try:
        show_job(load_jobs(), say)
        show_sources(settings, say)
        if person.may("admin"):
            show_work(editions, person, say)
        show_history(editions, person, say)
        show_gaps(settings, say)
    except IngestError as error:
        st.error(str(error))
    except DeskError:
        st.error(say("desk.store_down"))


def show_sources(settings: IngestSettings, say: Wordings) -> None:
    """Draw what is held: editions, ages, counts, and what the last ingest did."""
    report, today = load_report(settings.data_dir), find_today()
    documents = load_sources(settings.corpus_dir)
    for document in documents:
        if is_old(document, today):
            days = measure_age_days(document, today)
            st.warning(say(f"sources.old_{document.kind}", title=document.title, days=days))
    rows = [build_row(document, report, today, say) for document in documents]
    st.dataframe(rows, hide_index=True, width="stretch")
    unclaimed = [
        f"{r.source}: {', '.join(map(str, r.unclaimed_lines[:20]))}"
        for r in report.sources
        if r.unclaimed_lines
    ]
    told = say("sources.unclaimed", lines="; ".join(unclaimed)) if unclaimed else say("sources.all_claimed")
    st.html(f'<p class="cfa cfa-soft" role="status">{escape(told)}</p>')


def build_row(
    document: SourceDocument, report: IngestReport, today: date, say: Wordings
) -> dict[str, str | int]:
    """One line of the table."""
    counts = next((r for r in report.sources if r.source == document.id), None)
    row: dict[str, str | int] = {
        say("sources.source"): document.title,
        say("sources.id"): document.id,
        say("sources.edition"): document.edition,
        say("sources.retrieved"): document.retrieved_on.isoformat(),
        say("sources.age"): measure_age_days(document, today),
    }
    if counts:
        for name in (
            "sections",
            "passages",
            "repealed",
            "relocated",
            "added",
            "changed",
            "removed",
            "unchanged",
        ):
            row[say(f"sources.{name}")] = getattr(counts, name)
    return row | {say("sources.address"): document.url}


def show_work(editions: Editions, person: Person, say: Wordings) -> None:
    """Draw what an administrator can do: read again, add a document or an address."""
    jobs = load_jobs()
    st.html(f'<div class="cfa"><h2>{escape(say("sources.work"))}</h2></div>')
    if st.button(say("sources.read_again"), key="sources-read") and attempt(
        lambda: jobs.start("read_again", "", person.name, lambda tell: editions.read_again(person, tell)), say
    ):
        st.rerun()
    with st.expander(say("sources.add")):
        new = ask_for_source(editions.settings, say)
    if new is not None and attempt(
        lambda: jobs.start("add", new.id, person.name, lambda tell: editions.add(person, new, tell)), say
    ):
        st.rerun()


def ask_for_source(settings: IngestSettings, say: Wordings) -> NewSource | None:
    """Draw the form of a new source or a new edition; None until it is sent whole."""
    known = {document.id: document for document in load_sources(settings.corpus_dir)}
    replaced = st.selectbox(
        say("sources.replaces"),
        list(known),
        index=None,
        key="sources-replaces",
        help=say("sources.replaces_help"),
    )
    old = known.get(replaced or "")
    with st.form("sources-add", border=False):
        file = st.file_uploader(say("sources.file"), ENDINGS)
        address = st.text_input(say("sources.or_address"), max_chars=2000)
        key = (
            old.id if old else st.text_input(say("sources.new_id"), max_chars=64, help=say("answers.id_help"))
        )
        title = old.title if old else st.text_input(say("sources.new_title"), max_chars=300)
        kind = (
            old.kind
            if old
            else st.selectbox(
                say("sources.kind"), KINDS, format_func=lambda name: say(f"sources.kind_{name}")
            )
        )
        edition = st.text_input(
            say("sources.edition"),
            old.edition if old else "snapshot",
            max_chars=100,
            key=f"edition-{replaced}",
        )
        is_sent = st.form_submit_button(say("sources.go"))
    if not is_sent:
        return None
    if not (key and title and (file or address.strip())):
        st.error(say("sources.incomplete"))
        return None
    return NewSource(
        location=keep_upload(file.name, file.getvalue()) if file else address.strip(),
        id=key,
        kind=kind,
        title=title,
        publisher=old.publisher if old else "",
        url=old.url if old and file else "",
        edition=edition,
        retrieved_on=find_today(),
        is_replacement=old is not None,
    )


def keep_upload(name: str, data: bytes) -> str:
    """Put an uploaded file where it can be read; only its ending is taken from its name."""
    folder = Path(tempfile.mkdtemp(prefix="upload-"))
    file = folder / f"document{Path(name).suffix.lower()}"
    file.write_bytes(data)
    return str(file)


def show_gaps(settings: IngestSettings, say: Wordings) -> None:
    """Draw the to-do list for the owner of the pages."""
    pages = {d.id for d in load_sources(settings.corpus_dir) if d.kind != "statute"}
    sections = [s for s in load_sections(settings.data_dir) if s.source in pages]
    asked = list_asked_documents(load_not_held(settings.corpus_dir / "not_held.toml"))
    lost, named = find_lost_links(sections), find_named_documents(sections)
    st.html(f'<div class="cfa"><h2>{escape(say("sources.todo"))}</h2></div>')
    st.download_button(
        say("sources.todo_csv"),
        format_gaps((*lost, *named, *asked)),
        "to-do.csv",
        "text/csv",
        key="sources-todo-csv",
    )
    for title, gaps in (("lost", lost), ("named", named), ("asked", asked)):
        heading = say(f"sources.todo_{title}", count=len(gaps))
        rows = "".join(f"<li>{format_gap(gap, title, say)}</li>" for gap in gaps)
        st.html(f'<div class="cfa"><h3>{escape(heading)}</h3><ul>{rows}</ul></div>')


def format_gap(gap: Gap, title: str, say: Wordings) -> str:
    """One line of the list, for HTML."""
    where = f" · {gap.locator} ({gap.source})" if gap.locator else ""
    name = "once_named" if title == "named" and gap.count == 1 else f"times_{title}"
    times = "" if title == "lost" else " · " + say(f"sources.{name}", count=gap.count)
    return escape(gap.name + times + where)
