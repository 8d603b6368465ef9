"""The report of an ingest: what each source holds, and what is new against what was there before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import UnclaimedLinesError
from ingest.records import IngestReport, Passage, Section, SourceDocument, SourceReport
from ingest.store import format_records


@dataclass(frozen=True)
class IngestedSource:
    """One source parsed and split."""

    document: SourceDocument
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    unclaimed_lines: tuple[int, ...]


def build_report(
    ingested: Sequence[IngestedSource], before: Sequence[Passage], fingerprint: str, duration_ms: float
) -> IngestReport:
    """Report an ingest against the passages that were stored before."""
    passages = [p for x in ingested for p in x.passages]
    return IngestReport(
        sources=tuple(_report_source(x, [p for p in before if p.source == x.document.id]) for x in ingested),
        corpus_hash=hashlib.sha256(format_records(passages)).hexdigest(),
        duration_ms=duration_ms,
        fingerprint=fingerprint,
    )


def report_unchanged(report: IngestReport, duration_ms: float) -> IngestReport:
    """The report of a run that found everything as it was."""
    sources = tuple(
        r.model_copy(update={"added": 0, "changed": 0, "removed": 0, "unchanged": r.passages})
        for r in report.sources
    )
    return report.model_copy(update={"sources": sources, "duration_ms": duration_ms})


def check_claimed(reports: Sequence[SourceReport], is_strict: bool) -> None:
    """Raise UnclaimedLinesError for lines that no rule explains, where `is_strict`."""
    unclaimed = next((r for r in reports if r.unclaimed_lines), None)
    if is_strict and unclaimed:
        shown = ", ".join(str(n) for n in unclaimed.unclaimed_lines[:10])
        count = len(unclaimed.unclaimed_lines)
        raise UnclaimedLinesError(
            f"{unclaimed.source}: {count} line{'s' * (count > 1)} that no rule explains: {shown}"
            f"{', …' * (count > 10)}; look at them, or run without --strict"
        )


def _report_source(source: IngestedSource, before: Sequence[Passage]) -> SourceReport:
    """Compare with what was there: what stands in the same place and part with another text or dates has changed."""
    old = {p.id: p for p in before}
    new = {p.id: p for p in source.passages}
    gone = {(p.locator, p.part) for p in before if p.id not in new}
    fresh = [p for p in source.passages if p.id not in old]
    rewritten = sum((p.locator, p.part) in gone for p in fresh)
    redated = sum(old[i] != p.model_copy(update=_lines(old[i])) for i, p in new.items() if i in old)
    return SourceReport(
        source=source.document.id,
        sections=len(source.sections),
        passages=len(source.passages),
        repealed=sum(s.status in ("repealed", "deleted") for s in source.sections),
        relocated=sum(s.status == "relocated" for s in source.sections),
        unclaimed_lines=source.unclaimed_lines,
        added=len(fresh) - rewritten,
        changed=rewritten + redated,
        removed=max(len(old.keys() - new.keys()) - rewritten, 0),
        unchanged=len(source.passages) - len(fresh) - redated,
    )


def _lines(passage: Passage) -> dict[str, object]:
    """Where a passage stands in its file; moving there is no change of its own."""
    return {"line_start": passage.line_start, "line_end": passage.line_end, "links": passage.links}
