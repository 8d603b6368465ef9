"""The room's door: `python -m assistant ask | doctor | check-answers | users | audit | store | answers`."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.desk.commands import add_desk_commands
from assistant.errors import AssistantError
from assistant.publishing.commands import add_answer_commands
from assistant.settings import AssistantSettings, load_assistant_settings
from index.records import SearchIndexError
from ingest.errors import IngestError, describe_os_error

if TYPE_CHECKING:
    from assistant.runner import Assistant


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code (0 done, 1 the work failed, 2 wrong usage)."""
    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (AssistantError, SearchIndexError, IngestError, OSError, ValueError) as error:
        print(
            f"{type(error).__name__.removesuffix('Error') or 'Error'}: {_first_line(error)}", file=sys.stderr
        )
        return 1
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 1


def build_parser() -> argparse.ArgumentParser:
    """Build the commands and their flags."""
    parser = argparse.ArgumentParser(prog="python -m assistant", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer one question, or a batch of them")
    ask.add_argument("question", nargs="?", help="the question, in English or Spanish")
    ask.add_argument("--json", action="store_true", help="print the whole answer record")
    ask.add_argument("--language", choices=("auto", "en", "es"), default="auto")
    ask.add_argument(
        "--asked-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day the answer speaks for"
    )
    ask.add_argument("--model", metavar="extractive|PROVIDER:NAME", help="write with a language model")
    ask.add_argument("--batch", type=Path, metavar="IN.jsonl")
    ask.add_argument("--out", type=Path, metavar="OUT.jsonl")
    ask.set_defaults(run=run_ask)
    doctor = commands.add_parser("doctor", help="check that everything answering needs is there")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=run_doctor)
    check = commands.add_parser("check-answers", help="prove every binding of the standard answers")
    check.add_argument("--bind", action="store_true", help="bind every answer to the texts as they stand now")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_check_answers)
    embed = commands.add_parser("embed", help="write the vectors of asks and screening examples anew")
    embed.set_defaults(run=run_embed)
    calibrate = commands.add_parser("calibrate", help="fit the weights of matching on the project's own asks")
    calibrate.add_argument(
        "--sample", type=int, default=900, help="how many asks, and as many pinpoint questions"
    )
    calibrate.set_defaults(run=run_calibrate)
    add_desk_commands(commands)
    add_answer_commands(commands)
    return parser


def run_calibrate(options: argparse.Namespace) -> int:
    """Fit, write and print the figures."""
    from assistant.calibration import calibrate

    for name, value in calibrate(_settings(None), options.sample).items():
        print(f"{name:50} {value}")
    return 0


def run_embed(_: argparse.Namespace) -> int:
    """Write the shipped vectors."""
    from assistant.embedding import write_assistant_vectors

    print(f"{write_assistant_vectors(_settings(None))} vectors written")
    return 0


def run_ask(options: argparse.Namespace) -> int:
    """Answer one question, or a batch."""
    if (options.batch is None) == (options.question is None):
        print('usage: python -m assistant ask "QUESTION" | --batch IN.jsonl --out OUT.jsonl', file=sys.stderr)
        return 2
    if options.batch is not None and options.out is None:
        print("usage: --batch IN.jsonl needs --out OUT.jsonl", file=sys.stderr)
        return 2
    if options.batch is not None and not options.batch.is_file():
        print(f"{options.batch} does not exist or is not a file", file=sys.stderr)
        return 1
    assistant = _load(options.model)
    if options.batch is not None:
        from assistant.batch import answer_batch

        result = answer_batch(assistant, options.batch, options.out)
        print(
            f"{result.answered} answered, {result.bad_lines} bad lines skipped, {result.seconds:.1f} s",
            file=sys.stderr,
        )
        return 1 if result.bad_lines else 0
    from assistant.records import Question
    from assistant.terminal import render_answer

    answer = assistant.ask(
        Question(text=options.question, language=options.language, asked_on=options.asked_on)
    )
    text = (
        answer.model_dump_json(indent=1)
        if options.json
        else render_answer(answer, use_colour=sys.stdout.isatty())
    )
    sys.stdout.buffer.write((text + "\n").encode("utf-8", "replace"))
    sys.stdout.flush()
    return 1 if answer.outcome == "error" else 0


def run_doctor(options: argparse.Namespace) -> int:
    """Run the named checks; exit code 1 when one fails."""
    from assistant.doctor import render_checks, run_checks

    checks = run_checks(_settings(None))
    print(render_checks(checks, as_json=options.json))
    return 1 if any(check.result == "fail" for check in checks) else 0


def run_check_answers(options: argparse.Namespace) -> int:
    """Check, or bind, the standard answers."""
    from assistant.answer_report import bind_answers, check_answers, render_report

    settings = _settings(None)
    if options.bind:
        print(f"{bind_answers(settings)} answers bound", file=sys.stderr)
    report = check_answers(settings)
    print(render_report(report, as_json=options.json))
    return 1 if report.withdrawn else 0


def _settings(model: str | None) -> AssistantSettings:
    settings = load_assistant_settings()
    return settings.model_copy(update={"model": model}) if model else settings


def _load(model: str | None) -> Assistant:
    """Load what the chat answers with: the files, and where there is a desk, what it published over them."""
    from assistant.pipeline import load_parts
    from assistant.publishing.commands import load_published
    from assistant.publishing.live import stand_up

    return stand_up(load_parts(_settings(model)), load_published()).assistant


def _first_line(error: BaseException) -> str:
    said = describe_os_error(error) if isinstance(error, OSError) else str(error)
    return (said or type(error).__name__).splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
