"""A CSV of questions in, answers with citations out: with progress, and going on where it was broken off."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.batch_csv import CsvBatch, delete_old_batches, format_answers, parse_rows
from assistant.errors import BatchLineError
from assistant.settings import load_assistant_settings
from ui.desk.access import load_retention_days, require
from ui.desk.words import load_desk_wordings
from ui.loading import load_shared_assistant
from ui.rendering.markup import escape
from ui.wordings import Wordings

SHOWN = 20


def show() -> None:
    """Draw the page."""
    require("editor")
    say = load_desk_wordings()
    st.html(
        f'<div class="cfa"><h1>{escape(say("batch.title"))}</h1><p class="cfa-soft">{escape(say("batch.lead"))}</p></div>'
    )
    delete_expired()
    uploaded = st.file_uploader(say("batch.file"), type=["csv"], key="batch-file")
    if uploaded is None:
        return
    try:
        rows = parse_rows(uploaded.getvalue())
    except BatchLineError as error:
        told = escape(say("batch.bad", why=str(error)))
        st.html(f'<div class="cfa"><div class="cfa-notice" role="alert">{told}</div></div>')
        return
    show_batch(CsvBatch(rows, find_folder()), say)


def find_folder() -> Path:
    """Find where the answers of batches are kept."""
    return load_assistant_settings().data_dir / "desk" / "batches"


def delete_expired() -> None:
    """Delete what is kept of batches for longer than conversations are."""
    delete_old_batches(find_folder(), load_retention_days())


def show_batch(batch: CsvBatch, say: Wordings) -> None:
    """Draw how far a batch is, and what can be done with it."""
    count = len(batch.load_done())
    if count < len(batch.rows):
        st.info(say("batch.to_do", count=len(batch.rows), done=count))
        label = say("batch.go_on" if count else "batch.start")
        if st.button(label, key="batch-start", type="primary"):
            run(batch, count, say)
    done = batch.load_done()
    if not done:
        return
    st.html(
        f'<p class="cfa" role="status">{escape(say("batch.done", done=len(done), count=len(batch.rows)))}</p>'
    )
    shown = [answer.model_dump(include={"id", "question", "outcome", "citations"}) for answer in done[:SHOWN]]
    st.dataframe(shown, hide_index=True)
    with st.container(horizontal=True):
        st.download_button(
            say("batch.csv"), format_answers(done), file_name="answers.csv", mime="text/csv", key="batch-csv"
        )
        st.button(say("batch.forget"), key="batch-forget", on_click=batch.forget)


def run(batch: CsvBatch, count: int, say: Wordings) -> None:
    """Answer what is left, drawing each step; leaving the page breaks it off without a loss."""
    every = len(batch.rows)
    bar = st.progress(count / every, text=say("batch.running", done=count, count=every))
    try:
        for done in batch.answer(lambda question: load_shared_assistant().ask(question)):
            bar.progress(done / every, text=say("batch.running", done=done, count=every))
    except OSError:
        st.error(say("batch.not_written"))
        return
    st.rerun()
