"""`python -m index`: passages become an index; `search` and `show` read it."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence

from index.build import bind_questions, build_index, write_shipped_vectors
from index.encoder import MiniLMEncoder
from index.many_workers import prepare_vectors
from index.records import SearchIndexError, SearchResult
from index.search import load_searcher
from index.settings import IndexSettings, load_index_settings
from index.show import find_shown_text, render_shown_text
from index.store import load_sections_by_number
from ingest.errors import IngestError, describe_os_error


def build_parser() -> argparse.ArgumentParser:
    """The command line, as `--help` shows it."""
    parser = argparse.ArgumentParser(prog="python -m index", description=__doc__)
    parser.add_argument(
        "--rebuild", action="store_true", help="compute every vector anew; accept a smaller corpus"
    )
    parser.add_argument("--write-vectors", action="store_true", help="also refresh corpus/vectors/")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    commands = parser.add_subparsers(dest="command")
    search = commands.add_parser("search", help="find passages")
    search.add_argument("query")
    search.add_argument("-k", type=_parse_count, default=10, help="how many passages")
    search.add_argument("--language", choices=["en", "es"])
    search.add_argument("--place", choices=["prison", "jail", "community"])
    show = commands.add_parser("show", help="print a section or a pinpoint, verbatim")
    show.add_argument("locator")
    bind = commands.add_parser("bind", help="bind the written questions to the texts as they stand")
    embed = commands.add_parser("embed", help="embed what the next build lacks with many workers (Ray Data)")
    embed.add_argument("--workers", type=_parse_count, default=2)
    for command in (search, show, bind, embed):
        command.add_argument("--json", action="store_true", dest="json_after", help="print one JSON document")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code: 0 done, 1 failed with one line on stderr, 2 wrong usage."""
    options = build_parser().parse_args(arguments)
    is_json = options.json or getattr(options, "json_after", False)
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    try:
        settings = load_index_settings()
        if options.command == "search":
            _run_search(settings, options, is_json=is_json)
        elif options.command == "show":
            shown = find_shown_text(options.locator, load_sections_by_number(settings))
            print(shown.model_dump_json(indent=1) if is_json else render_shown_text(shown))
        elif options.command == "embed":
            made = prepare_vectors(settings, MiniLMEncoder(settings), options.workers)
            print(
                json.dumps({"embedded": made}) if is_json else f"{made} texts embedded. Next: python -m index"
            )
        elif options.command == "bind":
            bound = bind_questions(settings)
            print(json.dumps({"bound": bound}) if is_json else f"{bound} subdivisions bound")
        else:
            _run_build(settings, options, is_json=is_json)
    except (SearchIndexError, IngestError) as error:
        print(f"index: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"index: {describe_os_error(error)}", file=sys.stderr)
        return 1
    except ValueError as error:
        print(f"index: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    return 0


def _run_build(settings: IndexSettings, options: argparse.Namespace, *, is_json: bool) -> None:
    encoder = MiniLMEncoder(settings)
    report = build_index(settings, encoder, rebuild=options.rebuild)
    shipped = write_shipped_vectors(settings, encoder) if options.write_vectors else None
    for line in report.left_out:
        print(f"left out: {line}", file=sys.stderr)
    if is_json:
        print(report.model_dump_json(indent=1))
        return
    what = (
        "unchanged"
        if report.is_unchanged
        else f"{report.vectors_embedded} embedded, {report.vectors_reused} reused"
    )
    print(
        f"index {report.version}: {report.passages} passages, {report.questions} questions "
        f"({what}; {len(report.left_out)} left out), {report.duration_ms / 1000:.1f} s"
    )
    if shipped is not None:
        print(f"{shipped} vectors written to {settings.vectors_dir}")


def _run_search(settings: IndexSettings, options: argparse.Namespace, *, is_json: bool) -> None:
    searcher = load_searcher(settings)
    result = searcher.search(options.query, k=options.k, language=options.language, place=options.place)
    print(result.model_dump_json(indent=1) if is_json else render_result(result))


def render_result(result: SearchResult) -> str:
    """Lay out a search result for a terminal."""
    lines = []
    if result.corrected:
        lines.append(f"searched: {result.corrected}")
    lines += [f"“{use.wrote}” → {use.means}" for use in result.glossary]
    lines += [f"{number} does not exist in this edition" for number in result.missing_references]
    lines += [f"{law} lies outside the documents held here" for law in result.outside_references]
    if result.is_nothing_found:
        lines.append("Nothing here clearly answers this; the nearest passages:")
    for rank, found in enumerate(result.found, start=1):
        passage = found.passage
        status = "" if passage.status == "in_force" else f" [{passage.status}]"
        lines.append(
            f"{rank:2}. {found.score:.2f} {passage.locator}{status} {passage.catchline} ({', '.join(found.found_by)})"
        )
        lines.append(f"      {passage.text[:160]}{'…' if len(passage.text) > 160 else ''}")
    return "\n".join(lines) or "Nothing was found."


def _parse_count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 100:
        raise argparse.ArgumentTypeError(f"{count} is not between 1 and 100")
    return count


if __name__ == "__main__":
    sys.exit(main())
