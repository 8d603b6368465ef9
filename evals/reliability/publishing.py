"""kill -9 while standard answers are published: each is published whole, with its place in the audit log, or not at all."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.conversations import LogSettings
from assistant.desk.audit import AuditLog
from assistant.desk.records import Person
from assistant.desk.tables import open_store
from assistant.publishing.checking import DraftChecker
from assistant.publishing.records import DraftAnswer
from assistant.publishing.store import AnswerStore
from evals.reliability.forked import Conditions, run_forked
from evals.reliability.kills import read_all
from evals.reliability.records import Observed
from index.references import find_subdivision
from index.settings import load_index_settings
from index.store import key_sections
from ingest.records import Passage, Section, Subdivision
from ingest.store import load_passages, load_sections

WRITER, REVIEWER = Person(name="Ana", role="editor"), Person(name="Ben", role="editor")
LOCATOR = "17-20-130(2)"


@dataclass(frozen=True)
class StoredLibrary:
    """Sections and passages as they are stored, without anything to search them."""

    sections: Mapping[str, Section]
    passages: Mapping[str, Passage]

    def subdivision(self, locator: str) -> tuple[Section, Subdivision] | None:
        """The node at a canonical pinpoint."""
        return find_subdivision(locator, self.sections)


def kill_publishing(folder: Path, times: int, chance: random.Random) -> Observed:
    """Kill a process that publishes one answer after the other; what it was told is published, is published."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "killed-desk.sqlite"
    file.unlink(missing_ok=True)
    settings = LogSettings(database_url=f"sqlite:///{file}")
    checker, draft = _build_checker(), _build_draft()
    open_store(settings).dispose()
    lost, broken, killed, told_all = 0, [], 0, 0
    for part in range(times):
        before = _count(settings)
        read_end, write_end = os.pipe()
        done = run_forked(
            lambda end=write_end, part=part: _publish(settings, checker, draft, part, end),  # type: ignore[misc]
            Conditions(kill_after_s=chance.uniform(0.02, 0.5)),
        )
        os.close(write_end)
        told = len(read_all(read_end))
        killed += done.code is None
        if done.has_traceback:
            broken.append(done.last_line)
        now = _count(settings)
        lost += max(0, told - (now - before))
        told_all += told
        if fault := _find_fault(settings):
            broken.append(fault)
    return Observed(
        fault=f"kill -9 during publication of standard answers, {times} random moments",
        expected="every publication that was acknowledged stands, whole, with its entries in an unbroken audit log",
        holds=not broken and lost == 0 and told_all > 0,
        seen=f"{killed} killed, {told_all} publications acknowledged, {lost} lost, {len(broken)} broken {broken[:1] or ''}".strip(),
    )


def _publish(settings: LogSettings, checker: DraftChecker, draft: DraftAnswer, part: int, end: int) -> int:
    store = _open(settings)
    for number in range(10_000):
        content = draft.model_copy(update={"id": f"killed-{part}-{number}"})
        held = store.start(WRITER, content)
        held = store.propose(WRITER, held.id, held.revision, checker)
        store.publish(REVIEWER, held.id, held.revision, checker)
        os.write(end, b".")
    return 0


def _open(settings: LogSettings) -> AnswerStore:
    engine = open_store(settings)
    return AnswerStore(engine, AuditLog(engine))


def _count(settings: LogSettings) -> int:
    store = _open(settings)
    try:
        return len(store.load_published().answers)
    finally:
        store.engine.dispose()


def _find_fault(settings: LogSettings) -> str:
    """What is not whole: a publication without its entry or binding, a gap in the audit log."""
    store = _open(settings)
    try:
        published = store.load_published()
        audited = {e.subject for e in store.audit.list_entries() if e.action == "answer.publish"}
        if store.audit.find_break() is not None:
            return "the audit log has a gap"
        if any(answer.id not in audited for answer in published.answers[-20:]):
            return "a publication has no entry"
        return (
            "" if all(published.bindings[a.id] for a in published.answers) else "a publication has no binding"
        )
    finally:
        store.engine.dispose()


def _build_checker() -> DraftChecker:
    data_dir = load_index_settings().data_dir
    library = StoredLibrary(key_sections(load_sections(data_dir)), {p.id: p for p in load_passages(data_dir)})
    return DraftChecker(library, frozenset({"constituent-services"}), frozenset({"visits"}))


def _build_draft() -> DraftAnswer:
    section = key_sections(load_sections(load_index_settings().data_dir))[LOCATOR.split("(")[0]]
    part = next(s for s in section.subdivisions if s.locator == LOCATOR)
    quote = {"source": section.source, "locator": LOCATOR, "text": " ".join(part.text.split())}
    told = {
        "id": "killed",
        "title_en": "The right to visits",
        "title_es": "El derecho a visitas",
        "topic": "visits",
        "asks_en": ["does he have a right to visits"],
        "asks_es": ["¿tiene derecho a visitas?"],
        "services": ["constituent-services"],
        "sentences": [
            {"en": "He has visitation rights.", "es": "Tiene derecho a visitas.", "quotes": [quote]}
        ],
    }
    return DraftAnswer.model_validate(told)
