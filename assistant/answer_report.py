"""Whether every standard answer may be used, and which sentences an editor should read again."""

from __future__ import annotations

import json

from assistant.content import load_content, name_pages
from assistant.dates import find_today
from assistant.settings import AssistantSettings
from assistant.standard_answers import (
    Withdrawn,
    find_day_faults,
    find_wording_faults,
    load_bindings,
    load_standard_answers,
    write_bindings,
)
from index.search import load_searcher
from ingest.records import Record


class AnswerReport(Record):
    """The state of the standard answers against the corpus."""

    usable: int
    withdrawn: tuple[Withdrawn, ...]
    """Not used, whatever the day."""
    past: tuple[Withdrawn, ...]
    """Not used for today: a text they rest on has repealed itself."""
    unbound: tuple[str, ...]
    """Not in the lock file: bound at the next `--bind`."""
    doubts: tuple[Withdrawn, ...]
    """Used, but a sentence seems to say more than its quotes."""


def check_answers(settings: AssistantSettings) -> AnswerReport:
    """Check every standard answer."""
    library = load_searcher()
    content = load_content(settings, library)
    locked = load_bindings(settings.corpus_dir / "standard_answers")
    today = find_today()
    past = {key: find_day_faults(answer, library, today) for key, answer in content.answers.items()}
    doubts = {key: find_wording_faults(answer) for key, answer in content.answers.items()}
    return AnswerReport(
        usable=len(content.answers),
        withdrawn=content.withdrawn,
        past=tuple(Withdrawn(id=key, reasons=reasons) for key, reasons in past.items() if reasons),
        unbound=tuple(key for key in content.answers if key not in locked),
        doubts=tuple(Withdrawn(id=key, reasons=reasons) for key, reasons in doubts.items() if reasons),
    )


def bind_answers(settings: AssistantSettings) -> int:
    """Bind every answer to the texts as they stand; returns how many."""
    library = load_searcher()
    directory = settings.corpus_dir / "standard_answers"
    answers = [name_pages(answer, library) for answer in load_standard_answers(directory)[0]]
    write_bindings(directory, answers, library)
    return len(answers)


def render_report(report: AnswerReport, *, as_json: bool) -> str:
    """Render the report for a person, or as one JSON document."""
    if as_json:
        return json.dumps(report.model_dump(), indent=1, ensure_ascii=False)
    lines = [f"{report.usable} standard answers are usable."]
    for title, entries in (
        ("Withdrawn", report.withdrawn),
        ("Past their own date today", report.past),
        ("To be read again by an editor", report.doubts),
    ):
        if entries:
            lines.append(f"{title}: {len(entries)}")
            lines += [f"  {entry.id}: {reason}" for entry in entries for reason in entry.reasons]
    if report.unbound:
        lines.append(
            f"Not bound yet: {', '.join(report.unbound[:20])}. Run: python -m assistant check-answers --bind"
        )
    return "\n".join(lines)
