"""One ingest: every registered source is read, parsed and split, and all is written at once or not at all."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import RegisterError, StoreError
from ingest.history import keep_versions
from ingest.loaders import load_document
from ingest.pages import read_page
from ingest.passages import split_passages
from ingest.records import IngestReport, Passage, Section, SourceDocument
from ingest.report import IngestedSource, build_report, check_claimed, report_unchanged
from ingest.settings import IngestSettings
from ingest.sources import (
    PlaceRule,
    find_place,
    load_outline,
    load_places,
    load_sources,
    read_snapshot,
)
from ingest.statute import read_statute
from ingest.statute.references import link_titles
from ingest.store import is_intact, load_passages, load_report, load_sections, lock_store, write_store
from ingest.tables import attach_tables, load_tables

_TITLE = re.compile(r"\bTitle (?P<number>\d+(?:\.\d+)?)[:.,]?\s*(?P<name>.*)$")
Progress = Callable[[Sequence[SourceDocument]], Iterable[SourceDocument]]
"""Wraps the sources that are read one after the other, to show how far they are."""


def ingest_source(
    corpus_dir: Path,
    document: SourceDocument,
    places: Sequence[PlaceRule],
    data: bytes | None = None,
    name: str = "",
) -> IngestedSource:
    """Parse and split one source; `data` stands for its snapshot before that is registered, from where `name` says."""
    raw = read_snapshot(corpus_dir, document) if data is None else data
    loaded = load_document(raw, document.file, document.url, name)
    if document.kind == "statute":
        statute = read_statute(loaded.text, document.id, title_label=title_label(document.title))
        tables = [t for t in load_tables(corpus_dir) if t.source == document.id]
        sections, misfits = attach_tables(statute.sections, tables)
        unclaimed = (*statute.unclaimed_lines, *misfits)
    else:
        page = read_page(
            loaded.text,
            document,
            load_outline(corpus_dir, document.id),
            loaded.links,
            has_marks=loaded.has_marks,
        )
        sections, unclaimed = page.sections, page.unclaimed_lines
    passages = (p for s in sections for p in split_passages(s, document, place=find_place(places, s.number)))
    return IngestedSource(document, sections, _with_unique_ids(passages), unclaimed)


def title_label(title: str) -> str | None:
    """ "Title 17. Corrections" from "Colorado Revised Statutes, Title 17: Corrections"; None without a number."""
    match = _TITLE.search(title)
    if match is None:
        return None
    return f"Title {match['number']}. {match['name']}" if match["name"] else f"Title {match['number']}"


def _with_unique_ids(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Two versions of one subdivision may read the same: the later gets an id of its own."""
    seen: dict[str, int] = {}
    unique = []
    for passage in passages:
        count = seen.get(passage.id, 0)
        seen[passage.id] = count + 1
        if count:
            own = hashlib.sha256(f"{passage.id}\0{count}".encode()).hexdigest()[:16]
            passage = passage.model_copy(update={"id": own})
        unique.append(passage)
    return tuple(unique)


def run_ingest(
    settings: IngestSettings,
    *,
    only: Sequence[str] = (),
    is_strict: bool = False,
    progress: Progress = lambda documents: documents,
) -> IngestReport:
    """Bring the passages up to date with the register; does nothing where nothing changed.

    `only` names the sources to read again; the others keep what was stored. Nothing is written unless every
    source could be read. With `is_strict`, lines that no rule explains raise UnclaimedLinesError.
    """
    started = time.perf_counter()
    documents = load_sources(settings.corpus_dir)
    _check_names(documents, only, settings.corpus_dir)
    with lock_store(settings.data_dir):
        fingerprint = _hash_inputs(settings.corpus_dir, documents, only)
        report = _load_intact_report(settings.data_dir)
        if report and report.fingerprint == fingerprint:
            check_claimed(report.sources, is_strict)
            return report_unchanged(report, elapsed_ms(started))
        previous = _load_previous(settings.data_dir, report)
        ingested = _ingest_all(settings.corpus_dir, documents, only, previous, progress)
        before = previous.passages if previous else ()
        report = build_report(ingested, before, fingerprint, elapsed_ms(started))
        check_claimed(report.sources, is_strict)
        sections = link_titles([s for x in ingested for s in x.sections])
        passages = [p for x in ingested for p in x.passages]
        written = write_store(settings.data_dir, sections, passages, report)
        keep_versions(settings, documents, written)
        return written


def _ingest_all(
    corpus_dir: Path,
    documents: Sequence[SourceDocument],
    only: Sequence[str],
    previous: _Previous | None,
    progress: Progress,
) -> list[IngestedSource]:
    places = load_places(corpus_dir)
    ingested = []
    for document in progress(documents):
        kept = previous.find(document) if previous and only and document.id not in only else None
        ingested.append(kept or ingest_source(corpus_dir, document, places))
    return ingested


@dataclass(frozen=True)
class _Previous:
    report: IngestReport
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]

    def find(self, document: SourceDocument) -> IngestedSource | None:
        """What was stored of a source, for a run that reads others only."""
        unclaimed = next((r.unclaimed_lines for r in self.report.sources if r.source == document.id), None)
        if unclaimed is None:
            return None
        sections = tuple(s for s in self.sections if s.source == document.id)
        passages = tuple(p for p in self.passages if p.source == document.id)
        return IngestedSource(document, sections, passages, unclaimed)


def _load_intact_report(data_dir: Path) -> IngestReport | None:
    """The report of the last ingest; None where there is none, or its files are damaged or incomplete."""
    try:
        report = load_report(data_dir)
    except StoreError:
        return None
    return report if is_intact(data_dir, report) else None


def _load_previous(data_dir: Path, report: IngestReport | None) -> _Previous | None:
    try:
        return _Previous(report, load_sections(data_dir), load_passages(data_dir)) if report else None
    except StoreError:
        return None


def _check_names(documents: Sequence[SourceDocument], only: Sequence[str], corpus_dir: Path) -> None:
    known = [d.id for d in documents]
    if missing := next((x for x in only if x not in known), None):
        raise RegisterError(
            f'"{missing}" is not a source of {corpus_dir}; there are: {", ".join(known) or "none"}'
        )


def _hash_inputs(corpus_dir: Path, documents: Sequence[SourceDocument], only: Sequence[str]) -> str:
    """Hash all that decides the outcome: register, snapshots, outlines, places and this package's code.

    A run for some sources only is never taken for a whole one.
    """
    digest = hashlib.sha256()
    for document in documents:
        digest.update(document.model_dump_json().encode())
        if not only or document.id in only:
            digest.update(read_snapshot(corpus_dir, document))
    content = [
        corpus_dir / "places.toml",
        corpus_dir / "tables.toml",
        *sorted((corpus_dir / "outlines").glob("*.toml")),
    ]
    code = sorted(Path(__file__).resolve().parent.rglob("*.py"))
    for path in (*content, *code):
        if path.exists():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def elapsed_ms(started: float) -> float:
    """Milliseconds since a reading of `time.perf_counter`."""
    return round((time.perf_counter() - started) * 1000, 1)
