"""`python -m assistant answers`: what the desk published, and bringing it into the repository's files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.desk.records import StoreError, load_desk_settings
from assistant.settings import load_assistant_settings

if TYPE_CHECKING:
    from assistant.publishing.records import Published
    from assistant.publishing.store import AnswerStore


def add_answer_commands(commands: Any) -> None:
    """Add the commands to the parser's sub-parsers."""
    answers = commands.add_parser("answers", help="the standard answers that the desk published")
    actions = answers.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="what is published and what is withdrawn")
    listing.set_defaults(run=list_published)
    export = actions.add_parser("export", help="write them as files of the repository")
    export.add_argument("--to", type=Path, metavar="DIR", help="else the folder of the corpus")
    export.set_defaults(run=export_published)


def open_answers() -> AnswerStore:
    """Open the desk's answers. Raises StoreError."""
    from assistant.desk.desk import build_desk
    from assistant.desk.tables import open_store
    from assistant.publishing.store import AnswerStore

    engine = open_store()
    return AnswerStore(engine, build_desk(load_desk_settings(), engine).audit)


def load_published() -> Published:
    """Load what the desk published; nothing where there is no desk. A store that cannot be read is said, and nothing more."""
    from assistant.publishing.records import Published

    if not load_desk_settings().is_on:
        return Published()
    try:
        return open_answers().load_published()
    except (StoreError, ValueError) as error:
        print(f"answering without what the desk published: {error}", file=sys.stderr)
        return Published()


def list_published(_: argparse.Namespace) -> int:
    """Print what is published and what is withdrawn."""
    published = open_answers().load_published()
    for answer in published.answers:
        print(f"{answer.id:40} published  {answer.reviewed_on} {answer.title_en}")
    for key in sorted(published.withdrawn):
        print(f"{key:40} withdrawn")
    return 0


def export_published(options: argparse.Namespace) -> int:
    """Write the files, take withdrawn ones out, and say how many."""
    from assistant.publishing.exporting import write_files

    directory = options.to or load_assistant_settings().corpus_dir / "standard_answers"
    store = open_answers()
    written, taken = write_files(store.load_published(), directory)
    store.audit.record(None, "answer.export", str(directory), f"{written} written, {taken} taken out")
    print(f"{written} answers written to {directory}, {taken} taken out")
    return 0
