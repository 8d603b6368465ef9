"""Named checks of everything that answering needs; each that is not well says what to do about it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from assistant.content import load_content
from assistant.conversations import ConversationLogError, LogSettings, load_conversation_log
from assistant.dates import find_today
from assistant.desk.records import load_desk_settings
from assistant.errors import AssistantError
from assistant.pipeline import load_assistant
from assistant.records import Question
from assistant.services import load_service_facts
from assistant.settings import AssistantSettings
from index.encoder import check_model, find_model_dir
from index.records import SearchIndexError
from index.search import load_searcher
from ingest.errors import IngestError, describe_os_error
from ingest.records import Record
from ingest.settings import read_settings_table
from ingest.sources import load_sources, read_snapshot
from ingest.store import is_intact, load_passages, load_report

Result = Literal["ok", "warn", "fail"]
FREE_BYTES = 500_000_000
WRITTEN = ("index/CURRENT", "ingest/report.json", "log.sqlite")
"""Written by this program with this machine's clock: never later than now."""
SKEW = timedelta(minutes=10)


class Check(Record):
    """One check, what it found, and the cure where it is not well."""

    name: str
    result: Result
    found: str
    cure: str = ""


def run_checks(settings: AssistantSettings) -> tuple[Check, ...]:
    """Run every check; a check that cannot run has failed, the others still run."""
    checks: tuple[tuple[str, Callable[[AssistantSettings], Check]], ...] = (
        ("corpus", check_corpus),
        ("passages", check_passages),
        ("model files", check_model_files),
        ("index", check_index),
        ("services", check_services),
        ("standard answers", check_standard_answers),
        ("answering", check_answering),
        ("language model", check_language_model),
        ("conversation log", check_log),
        ("staff desk", check_desk),
        ("disk", check_disk),
        ("clock", check_clock),
    )
    return tuple(_run(name, check, settings) for name, check in checks)


def _run(name: str, check: Callable[[AssistantSettings], Check], settings: AssistantSettings) -> Check:
    try:
        return check(settings)
    except (AssistantError, SearchIndexError, IngestError, OSError, ValueError) as error:
        said = describe_os_error(error) if isinstance(error, OSError) else str(error)
        text = " ".join(said.split())
        return Check(name=name, result="fail", found=text, cure=_find_cure(text))


def _find_cure(text: str) -> str:
    *_, command = re.split(r"\b[Rr]un: ", text)
    if command != text:
        return command.rstrip(".")
    return text.rsplit("; ", 1)[1] if "; " in text else "see the message"


def check_corpus(settings: AssistantSettings) -> Check:
    """Every registered source is there and is the snapshot that was registered."""
    documents = load_sources(settings.corpus_dir)
    for document in documents:
        read_snapshot(settings.corpus_dir, document)
    names = ", ".join(f"{d.id} ({d.edition})" for d in documents)
    return Check(name="corpus", result="ok", found=f"{len(documents)} sources: {names}")


def check_passages(settings: AssistantSettings) -> Check:
    """What ingestion wrote is whole."""
    report = load_report(settings.data_dir)
    if not is_intact(settings.data_dir, report):
        return Check(
            name="passages",
            result="fail",
            found="the files differ from their report",
            cure="python -m ingest",
        )
    count = len(load_passages(settings.data_dir))
    return Check(name="passages", result="ok", found=f"{count} passages of {len(report.sources)} sources")


def check_model_files(settings: AssistantSettings) -> Check:
    """The embedding model's weights are the known ones."""
    digest = check_model(find_model_dir())
    return Check(name="model files", result="ok", found=f"weights {digest[:12]}…")


def check_index(settings: AssistantSettings) -> Check:
    """The index opens, belongs to the model, Chroma answers, and it holds the passages that ingestion wrote."""
    searcher = load_searcher()
    searcher.search("who may visit", k=1)
    searcher.index.passage_store.check()
    passages = {passage.id for passage in load_passages(settings.data_dir)}
    if passages != set(searcher.passages):
        missing = len(passages - set(searcher.passages))
        return Check(
            name="index",
            result="fail",
            found=f"{missing} passages of the corpus are not in it",
            cure="python -m index",
        )
    return Check(name="index", result="ok", found=f"{searcher.version}, {len(passages)} passages")


def check_services(settings: AssistantSettings) -> Check:
    """The register of places to turn to can be read."""
    facts = load_service_facts(settings.corpus_dir / "services.toml")
    return Check(name="services", result="ok", found=f"{len(facts)} places to turn to")


def check_standard_answers(settings: AssistantSettings) -> Check:
    """Reviewed answers are bound to texts that stand; withdrawn ones are named."""
    try:
        searcher = load_searcher()
    except SearchIndexError:
        told = "not tried: the index has to open first"
        return Check(name="standard answers", result="warn", found=told, cure="see the index")
    content = load_content(settings, searcher)
    if content.withdrawn:
        named = "; ".join(f"{w.id} ({w.reasons[0]})" for w in content.withdrawn[:5])
        return Check(
            name="standard answers",
            result="warn",
            found=f"{len(content.answers)} usable, {len(content.withdrawn)} withdrawn: {named}",
            cure="review them, then: python -m assistant check-answers --bind",
        )
    return Check(name="standard answers", result="ok", found=f"{len(content.answers)} usable")


def check_answering(settings: AssistantSettings) -> Check:
    """A question that the sources answer is answered, with everything that answering reads; no model is asked."""
    try:
        assistant = load_assistant(settings.model_copy(update={"model": "extractive"}))
    except SearchIndexError:
        told = "not tried: the index has to open first"
        return Check(name="answering", result="warn", found=told, cure="see the index")
    answer = assistant.ask(Question(text="who may visit"))
    if answer.outcome == "error":
        told = f"a question ended in an error: {answer.trace.get('error', '')}"
        return Check(name="answering", result="fail", found=told, cure="see the log of the application")
    return Check(name="answering", result="ok", found=f"{answer.outcome}, {len(answer.citations)} citations")


def check_language_model(settings: AssistantSettings) -> Check:
    """The configured model answers; without one there is nothing to reach."""
    if settings.model == "extractive":
        return Check(
            name="language model", result="ok", found="none configured: the embedded answers are used"
        )
    from assistant.models import load_model

    model = load_model(settings.model, timeout_s=min(settings.model_timeout_s, 15.0), attempts=1)
    text = model.complete("Reply with the word ready.", "ready?")
    return Check(
        name="language model", result="ok", found=f"{settings.model} answered {len(text)} characters"
    )


def check_log(settings: AssistantSettings) -> Check:
    """Where conversations are kept can be opened; without it answers are given all the same."""
    log = LogSettings(**read_settings_table("log"))
    if not log.is_kept:
        return Check(name="conversation log", result="ok", found="switched off")
    address, _, file = log.database_url.partition(":///")
    if address == "sqlite" and not Path(file).exists():
        return Check(name="conversation log", result="ok", found="nothing is kept yet")
    try:
        load_conversation_log(log)
    except ConversationLogError as error:
        return Check(
            name="conversation log",
            result="warn",
            found=f"{error} Answers are given, but not kept",
            cure="start the database, or move a damaged log.sqlite away: a new one is begun",
        )
    return Check(name="conversation log", result="ok", found="conversations are kept")


def check_desk(_: AssistantSettings) -> Check:
    """Where there is a desk, somebody can sign in, and the log of who did what is whole."""
    settings = load_desk_settings()
    if not settings.is_on:
        return Check(name="staff desk", result="ok", found="switched off")
    from assistant.desk.desk import load_desk

    desk = load_desk(settings)
    if desk is None:
        return Check(name="staff desk", result="ok", found="switched off")
    people = settings.people if settings.sign_in == "oidc" else desk.passwords.load_accounts()
    broken, cut = desk.audit.find_break(), desk.audit.find_cut()
    if broken is not None or cut is not None:
        where = f"a row at position {broken}" if broken is not None else "rows at its end"
        found = f"the audit log was changed or lacks {where}"
        cure = "keep the database file and look at the server's own log (python -m assistant audit)"
        return Check(name="staff desk", result="fail", found=found, cure=cure)
    if not people:
        cure = "python -m assistant users add NAME admin"
        return Check(name="staff desk", result="warn", found="nobody may sign in", cure=cure)
    return Check(name="staff desk", result="ok", found=f"{len(people)} may sign in; the audit log is whole")


def check_disk(settings: AssistantSettings) -> Check:
    """There is room, and the right, to build another version of the index."""
    place = settings.data_dir if settings.data_dir.exists() else settings.data_dir.parent
    if not os.access(place, os.W_OK):
        return Check(
            name="disk",
            result="warn",
            found=f"{place} cannot be written by this user: answers are given, but nothing is built or kept",
            cure=f"give this user the right to write {place}",
        )
    free = shutil.disk_usage(place).free
    if free < FREE_BYTES:
        return Check(
            name="disk",
            result="warn",
            found=f"{free // 1_000_000} MB free",
            cure="free at least 500 MB: a new index is built beside the old one",
        )
    return Check(name="disk", result="ok", found=f"{free // 1_000_000_000} GB free")


def check_clock(settings: AssistantSettings) -> Check:
    """The clock is not behind the newest snapshot, nor behind what was written here: dated answers depend on it."""
    today = find_today()
    cure = "set the machine's clock"
    newest = max(document.retrieved_on for document in load_sources(settings.corpus_dir))
    if today < newest:
        found = f"it is {today} here, but a source was retrieved on {newest}"
        return Check(name="clock", result="fail", found=found, cure=cure)
    now = datetime.now(UTC)
    for path in (settings.data_dir / name for name in WRITTEN):
        if path.exists() and (written := datetime.fromtimestamp(path.stat().st_mtime, UTC)) > now + SKEW:
            found = f"it is {now:%Y-%m-%d %H:%M} UTC here, but {path} was written on {written:%Y-%m-%d %H:%M}"
            return Check(name="clock", result="fail", found=found, cure=cure)
    return Check(name="clock", result="ok", found=f"{today} in Denver ({now:%H:%M} UTC)")


def render_checks(checks: tuple[Check, ...], *, as_json: bool) -> str:
    """Render the checks for a person, or as one JSON document."""
    if as_json:
        is_well = all(check.result != "fail" for check in checks)
        return json.dumps({"ok": is_well, "checks": [check.model_dump() for check in checks]}, indent=1)
    lines = []
    for check in checks:
        lines.append(f"{check.result:4}  {check.name}: {check.found}")
        if check.cure:
            lines.append(f"      → {check.cure}")
    return "\n".join(lines)
