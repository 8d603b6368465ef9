"""A source is changed as a whole: registered, read, indexed, or everything as it was before.

The chat goes on answering from the old index until the new one stands; each change and its outcome are in the
audit log.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.desk.audit import AuditLog
from assistant.desk.records import Person
from assistant.publishing.records import RuleError
from index.records import SearchIndexError
from ingest.adding import NewSource, add_source
from ingest.comparing import TextChange, compare_sections
from ingest.errors import IngestError
from ingest.history import KeptVersion, keep_versions
from ingest.records import IngestReport, SourceDocument
from ingest.rollback import parse_version, roll_back
from ingest.run import run_ingest
from ingest.settings import ROOT, IngestSettings
from ingest.sources import REGISTER, load_sources
from ingest.store import load_report, load_sections, write_atomically

Tell = Callable[[str, str], None]
"""Takes a step ("change", "read", "index", "undo", "done") and what it is about."""


@dataclass(frozen=True)
class Edition:
    """What a change of the sources came to."""

    report: IngestReport
    index_version: str


@dataclass(frozen=True)
class Editions:
    """Changes the sources of one corpus."""

    settings: IngestSettings
    audit: AuditLog
    build_index: Callable[[], str]
    """Builds the index anew and returns its version. Raises SearchIndexError."""

    def roll_back(self, person: Person, source: str, version: str | None, tell: Tell) -> Edition:
        """Go back to a kept version. Raises RuleError, IngestError, SearchIndexError or the audit log's StoreError."""
        return self._change(
            person,
            "source.roll_back",
            source,
            version or "",
            tell,
            lambda: roll_back(self.settings, source, version),
        )

    def add(self, person: Person, new: NewSource, tell: Tell) -> Edition:
        """Register a document or a public address. Raises as `roll_back`; private addresses are always refused."""
        guarded = replace(new, allow_private=False)
        return self._change(
            person,
            "source.replace" if new.is_replacement else "source.add",
            new.id,
            new.location,
            tell,
            lambda: add_source(self.settings.corpus_dir, guarded),
        )

    def read_again(self, person: Person, tell: Tell) -> Edition:
        """Read every source again and bring the index up to date. Raises as `roll_back`."""
        return self._change(person, "source.read_again", "", "", tell, lambda: None)

    def compare(self, version: KeptVersion) -> tuple[TextChange, ...]:
        """Compare a kept version with what is published, pinpoint by pinpoint. Raises IngestError."""
        source = version.document.id
        now = (s for s in load_sections(self.settings.data_dir) if s.source == source)
        return compare_sections(parse_version(self.settings, version).sections, now)

    def _change(
        self,
        person: Person,
        action: str,
        subject: str,
        detail: str,
        tell: Tell,
        change: Callable[[], object],
    ) -> Edition:
        if not person.may("admin"):
            raise RuleError("needs_admin")
        self.audit.record(person, action, subject, detail)
        before = _Snapshot.take(self.settings.corpus_dir)
        try:
            tell("change", subject)
            self._keep_current()
            change()
            edition = self._publish(tell)
        except (IngestError, SearchIndexError, OSError) as error:
            tell("undo", subject)
            self._undo(before)
            self.audit.record(person, f"{action}.failed", subject, str(error))
            raise
        self.audit.record(person, f"{action}.done", subject, edition.index_version)
        tell("done", subject)
        return edition

    def _keep_current(self) -> None:
        """Keep what is published now, also where it was read before versions were kept: there must be a way back."""
        with suppress(IngestError, OSError):
            report = load_report(self.settings.data_dir)
            counted = {counts.source for counts in report.sources}
            documents = [d for d in load_sources(self.settings.corpus_dir) if d.id in counted]
            keep_versions(self.settings, documents, report)

    def _publish(self, tell: Tell) -> Edition:
        def show(documents: Sequence[SourceDocument]) -> Iterator[SourceDocument]:
            for document in documents:
                tell("read", document.id)
                yield document

        report = run_ingest(self.settings, progress=show)
        tell("index", "")
        return Edition(report, self.build_index())

    def _undo(self, before: _Snapshot) -> None:
        """Put the corpus back and the passages with it; the index was switched only if it was whole."""
        before.restore(self.settings.corpus_dir)
        run_ingest(self.settings)


@dataclass(frozen=True)
class _Snapshot:
    """The register and every file it names, as they were."""

    files: dict[str, bytes]

    @classmethod
    def take(cls, corpus_dir: Path) -> _Snapshot:
        names = [REGISTER, *(document.file for document in load_sources(corpus_dir))]
        return cls({name: (corpus_dir / name).read_bytes() for name in names if (corpus_dir / name).exists()})

    def restore(self, corpus_dir: Path) -> None:
        try:
            added = {document.file for document in load_sources(corpus_dir)} - self.files.keys()
        except IngestError:
            added = set()
        for name, data in self.files.items():
            path = corpus_dir / name
            if not path.exists() or path.read_bytes() != data:
                write_atomically(path, data)
        for name in added:
            (corpus_dir / name).unlink(missing_ok=True)


def build_index_apart() -> str:
    """Build the index in a process of its own, whose memory goes when it is done; returns the version.

    Raises SearchIndexError with what that process said.
    """
    done = subprocess.run(
        [sys.executable, "-m", "index", "--json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("index:")] or [
            done.stderr[-300:]
        ]
        raise SearchIndexError(said[-1].removeprefix("index: ").strip() or "The index could not be built.")
    return str(json.loads(done.stdout)["version"])
