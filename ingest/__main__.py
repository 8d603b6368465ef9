"""`python -m ingest`: sources become passages; `add` registers a new source; `history` and `rollback` go back.

Exit codes: 0 done, 1 the work failed (one line on stderr), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from pydantic import ValidationError
from tqdm import tqdm

from ingest import versions_command
from ingest.adding import NewSource, accept_change, add_source
from ingest.errors import IngestError
from ingest.records import IngestReport, SourceDocument
from ingest.report import IngestedSource
from ingest.run import run_ingest
from ingest.settings import IngestSettings, load_ingest_settings
from ingest.versions_command import add_history_arguments, add_rollback_arguments, run_history, run_rollback


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["add"]:
            return _add(_build_add_parser().parse_args(given[1:]))
        if given[:1] == ["history"]:
            options = _build_versions_parser("history", add_history_arguments).parse_args(given[1:])
            return run_history(_load_settings(options), options)
        if given[:1] == ["rollback"]:
            options = _build_versions_parser("rollback", add_rollback_arguments).parse_args(given[1:])
            return run_rollback(_load_settings(options), options)
        return _ingest(_build_parser().parse_args(given))
    except IngestError as error:
        print(f"ingest: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("ingest: stopped; what was stored before is untouched", file=sys.stderr)
    return 1


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Read the registered sources, parse them and write the passages. "
        'To register a new source: "python -m ingest add --help"; kept versions: "python -m ingest history".',
    )
    parser.add_argument(
        "--source", action="append", default=[], metavar="ID", help="read this source again only"
    )
    parser.add_argument(
        "--accept-changed", action="append", default=[], metavar="ID", help="register changed bytes"
    )
    parser.add_argument("--strict", action="store_true", help="fail on lines that no rule explains")
    _add_common(parser)
    return parser


def _build_add_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest add",
        description="Snapshot and register a new source: .txt, .html, .pdf, .docx or URL.",
    )
    parser.add_argument("location", metavar="PATH_OR_URL")
    parser.add_argument("--id", required=True, help="small letters, digits and hyphens")
    parser.add_argument("--kind", required=True, choices=["statute", "agency_page", "policy"])
    parser.add_argument("--title", required=True)
    parser.add_argument("--publisher", default="")
    parser.add_argument("--url", default="", help="where a file was published")
    parser.add_argument("--edition", default="snapshot")
    parser.add_argument("--retrieved-on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument(
        "--allow-private", action="store_true", help="let the address be a private or loopback one"
    )
    parser.add_argument("--replace", action="store_true", help="replace the source that has this id")
    _add_common(parser)
    return parser


def _build_versions_parser(
    command: str, add_arguments: Callable[[argparse.ArgumentParser], None]
) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m ingest {command}", description=versions_command.__doc__)
    add_arguments(parser)
    _add_common(parser)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="the folder with sources.toml")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder that passages are written to")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _load_settings(options: argparse.Namespace) -> IngestSettings:
    try:
        settings = load_ingest_settings()
    except (OSError, ValueError) as error:
        said = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise IngestError(
            f"the settings cannot be read ({said}); correct the [ingest] table of assistant.toml"
        ) from error
    chosen = {"corpus_dir": options.corpus, "data_dir": options.data}
    return settings.model_copy(update={k: v for k, v in chosen.items() if v})


def _ingest(options: argparse.Namespace) -> int:
    settings = _load_settings(options)
    for source_id in options.accept_changed:
        accept_change(settings.corpus_dir, source_id, date.today())
    report = run_ingest(settings, only=options.source, is_strict=options.strict, progress=_show_progress)
    print(report.model_dump_json(indent=1) if options.json else format_report(report))
    return 0


def _show_progress(documents: Sequence[SourceDocument]) -> Iterable[SourceDocument]:
    bar: Iterable[SourceDocument] = tqdm(
        documents, desc="ingest", unit="source", file=sys.stderr, disable=None, leave=False
    )
    return bar


def format_report(report: IngestReport) -> str:
    """A line per source for people."""
    lines = [
        f"{r.source}: {r.sections} sections, {r.passages} passages, {r.repealed} repealed, {r.relocated} relocated, "
        f"{len(r.unclaimed_lines)} unclaimed lines; "
        f"{r.added} added, {r.changed} changed, {r.removed} removed, {r.unchanged} unchanged"
        for r in report.sources
    ]
    lines += [
        f"{r.source}: no rule explains line{'s' * (len(r.unclaimed_lines) > 1)} "
        f"{', '.join(str(n) for n in r.unclaimed_lines[:20])}"
        for r in report.sources
        if r.unclaimed_lines
    ]
    return "\n".join([*lines, f"done in {report.duration_ms / 1000:.1f} s"])


def _add(options: argparse.Namespace) -> int:
    settings = _load_settings(options)
    new = NewSource(
        location=options.location,
        id=options.id,
        kind=options.kind,
        title=options.title,
        publisher=options.publisher,
        url=options.url,
        edition=options.edition,
        retrieved_on=options.retrieved_on,
        allow_private=options.allow_private,
        is_replacement=options.replace,
    )
    ingested = add_source(settings.corpus_dir, new)
    print(ingested.document.model_dump_json(indent=1) if options.json else format_added(ingested))
    return 0


def format_added(ingested: IngestedSource) -> str:
    """What was registered, and what to run next."""
    document = ingested.document
    return (
        f"{document.id}: registered {document.file} ({len(ingested.sections)} sections, "
        f"{len(ingested.passages)} passages, {len(ingested.unclaimed_lines)} unclaimed lines). "
        "Next: python -m ingest && python -m index"
    )


if __name__ == "__main__":
    sys.exit(main())
