"""`python -m ingest`: sources become passages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ingest.errors import IngestError
from ingest.report import run_ingest
from ingest.settings import load_ingest_settings


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m ingest")
    parser.add_argument("--source", action="append", default=[])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    settings = load_ingest_settings()
    changes = {k: v for k, v in {"corpus_dir": options.corpus, "data_dir": options.data}.items() if v}
    settings = settings.model_copy(update=changes)
    try:
        report = run_ingest(settings, only=options.source)
    except IngestError as error:
        print(f"ingest: {error}", file=sys.stderr)
        return 1
    print(report.model_dump_json(indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
