"""`python -m ingest history` and `python -m ingest rollback`: which versions of a source are kept, and going back."""

from __future__ import annotations

import argparse
import json

from ingest.history import find_document, list_versions
from ingest.rollback import parse_version, roll_back
from ingest.settings import IngestSettings
from ingest.sources import load_sources


def add_history_arguments(parser: argparse.ArgumentParser) -> None:
    """What `history` takes."""
    parser.add_argument("source", nargs="?", metavar="ID", help="the versions of this source only")


def add_rollback_arguments(parser: argparse.ArgumentParser) -> None:
    """What `rollback` takes."""
    parser.add_argument("source", metavar="ID")
    parser.add_argument("--to", metavar="VERSION", help="a version that `history` names; else the one before")


def run_history(settings: IngestSettings, options: argparse.Namespace) -> int:
    """Print the kept versions, oldest first; the registered one is marked."""
    named = options.source
    documents = (find_document(settings.corpus_dir, named),) if named else load_sources(settings.corpus_dir)
    lines, records = [], []
    for document in documents:
        for version in list_versions(settings.data_dir, document.id):
            is_registered = version.document.sha256 == document.sha256
            records.append(
                version.model_dump(mode="json") | {"name": version.name, "registered": is_registered}
            )
            lines.append(
                f"{document.id} {version.name}{' *' if is_registered else ''} {version.document.edition}, "
                f"retrieved {version.document.retrieved_on}, first published {version.kept_at:%Y-%m-%d %H:%M}, "
                f"{version.sections} sections, {version.passages} passages"
            )
    print(json.dumps(records, indent=1, ensure_ascii=False) if options.json else "\n".join(lines))
    return 0


def run_rollback(settings: IngestSettings, options: argparse.Namespace) -> int:
    """Register a kept version again and say what to run next."""
    version = roll_back(settings, options.source, options.to)
    if options.json:
        print(version.model_dump_json(indent=1))
        return 0
    count = len(parse_version(settings, version).passages)
    print(
        f"{options.source}: {version.name} ({version.document.edition}, {count} passages) is registered again. "
        "Next: python -m ingest && python -m index"
    )
    return 0
