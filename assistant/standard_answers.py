"""Reviewed answers, each sentence bound to the law by quote, pinpoint and hash.

An answer is used only while every text it is bound to stands unchanged and in force on the day asked about;
otherwise it is withdrawn, by name and reason, and the question falls to the quoted law itself.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from assistant.checking.claims import find_doubts
from assistant.checking.verbatim import Library, StoredText, fold, is_current
from assistant.errors import ContentError
from assistant.records import Language
from assistant.state import Quote
from ingest.records import Record


class BoundQuote(Record):
    """A verbatim quote a sentence rests on."""

    source: str
    locator: str
    text: str

    def as_quote(self) -> Quote:
        """Give it as composing uses it, white space folded."""
        return Quote(self.source, self.locator, fold(self.text))


class BoundSentence(Record):
    """One sentence in both languages with its quotes, and the days it holds for."""

    en: str
    es: str
    quotes: tuple[BoundQuote, ...] = ()
    first_day: date | None = Field(default=None, alias="from")
    last_day: date | None = Field(default=None, alias="until")

    def is_true_on(self, day: date) -> bool:
        """Tell whether the sentence speaks for that day (the last day included)."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )

    def text_in(self, language: Language) -> str:
        """The sentence in one language."""
        return fold(self.es if language == "es" else self.en)


class Step(BoundSentence):
    """What to do next: supported by quotes, or pointing to a service."""

    service: str | None = None


class StandardAnswer(Record):
    """A topic: what people ask, what is said, and where to turn."""

    id: str
    title_en: str
    title_es: str
    topic: str
    place: Literal["prison", "jail", "any"]
    services: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    letter: str | None = None
    role: str
    reviewed_on: date
    status: str
    asks_en: tuple[str, ...]
    asks_es: tuple[str, ...]
    holds: bool = True
    """False where the answer is that the document which says it is not held."""
    sentences: tuple[BoundSentence, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = ()

    @property
    def quotes(self) -> tuple[BoundQuote, ...]:
        """Every quote of the answer, in reading order, each once."""
        parts = (*self.sentences, *self.steps)
        return tuple(dict.fromkeys(quote for part in parts for quote in part.quotes))

    def title_in(self, language: Language) -> str:
        """The title in one language."""
        return self.title_es if language == "es" else self.title_en


class Withdrawn(Record):
    """An answer that is not used, and why."""

    id: str
    reasons: tuple[str, ...]


Bindings = Mapping[str, Mapping[str, str]]
"""Answer id → "<source> <locator>" → sha256 of the bound text when it was last reviewed."""


def load_standard_answers(directory: Path) -> tuple[tuple[StandardAnswer, ...], tuple[Withdrawn, ...]]:
    """Load every topic; a file that cannot be read is a withdrawn answer, never a failure of the others."""
    answers: dict[str, StandardAnswer] = {}
    unreadable: list[Withdrawn] = []
    for file in sorted(directory.glob("*.toml")):
        try:
            answer = StandardAnswer(**tomllib.loads(file.read_text(encoding="utf-8")))
            if answer.id in answers:
                raise ContentError(f"the id {answer.id} is used twice")
        except (
            tomllib.TOMLDecodeError,
            ValidationError,
            UnicodeDecodeError,
            TypeError,
            ContentError,
        ) as error:
            first_line = (
                str(error).splitlines()[0] if not isinstance(error, ValidationError) else _name_fields(error)
            )
            unreadable.append(Withdrawn(id=file.stem, reasons=(f"{file.name} cannot be read: {first_line}",)))
            continue
        answers[answer.id] = answer
    return tuple(answers.values()), tuple(unreadable)


def _name_fields(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3])


def hash_bound_text(library: Library, quote: BoundQuote) -> str:
    """Hash the text of the subdivision (or page block) that a quote is bound to; "" when there is none."""
    found = library.subdivision(quote.locator)
    if found and found[1].text:
        text = found[1].text
    else:
        section = found[0] if found else library.sections.get(quote.locator)
        text = " ".join(part.text for part in section.subdivisions) if section else ""
    return hashlib.sha256(fold(text).encode()).hexdigest() if text else ""


def load_bindings(directory: Path) -> Bindings:
    """Load the lock file; empty before the first `check-answers --bind`."""
    file = directory / "bindings.json"
    if not file.exists():
        return {}
    try:
        bindings: Bindings = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ContentError(
            f"{file.name} cannot be read. Run: python -m assistant check-answers --bind"
        ) from error
    return bindings


def write_bindings(directory: Path, answers: Iterable[StandardAnswer], library: Library) -> None:
    """Bind every answer to the texts as they stand now; a person must have read both."""
    bindings = {
        answer.id: {f"{q.source} {q.locator}": hash_bound_text(library, q) for q in answer.quotes}
        for answer in answers
    }
    part = directory / "bindings.json.part"
    part.write_text(json.dumps(bindings, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(directory / "bindings.json")


def find_binding_faults(
    answer: StandardAnswer, library: Library, stored: StoredText, locked: Bindings
) -> tuple[str, ...]:
    """Name every reason why an answer may not be used, whatever the day."""
    faults: list[str] = []
    known = locked.get(answer.id)
    for quote in answer.quotes:
        key = f"{quote.source} {quote.locator}"
        if fault := find_quote_fault(quote, library, stored):
            faults.append(fault)
        elif known is not None and key in known and known[key] != hash_bound_text(library, quote):
            faults.append(f"the text of {quote.locator} has changed since it was reviewed")
    return tuple(dict.fromkeys(faults))


def find_quote_fault(quote: BoundQuote, library: Library, stored: StoredText) -> str | None:
    """Name why a quote cannot be rested on: it is not there, not verbatim, or no longer in force."""
    fault = stored.find_quote_fault(quote.as_quote())
    if fault:
        return fault
    found = library.subdivision(quote.locator)
    section = found[0] if found else library.sections[quote.locator]
    if not is_current(section, found[1] if found else None):
        return f"{quote.locator} is no longer in force"
    return None


def find_day_faults(answer: StandardAnswer, library: Library, day: date) -> tuple[str, ...]:
    """Name the bound texts that have passed their own repeal date on a day."""
    faults = []
    for quote in answer.quotes:
        found = library.subdivision(quote.locator)
        section = found[0] if found else library.sections.get(quote.locator)
        ends = [d for d in (section and section.repeals_on, found and found[1].repeals_on) if d]
        if ends and day >= min(ends):
            faults.append(f"{quote.locator} repealed itself on {min(ends).isoformat()}")
    return tuple(dict.fromkeys(faults))


def find_wording_faults(answer: StandardAnswer) -> tuple[str, ...]:
    """Name the sentences whose numbers or modals go beyond their quotes, for the content editor."""
    faults = []
    for part in (*answer.sentences, *answer.steps):
        if not part.quotes:
            continue
        for language in ("en", "es"):
            text = part.text_in("es" if language == "es" else "en")
            named = find_doubts(text, tuple(q.as_quote() for q in part.quotes))
            faults += [f"{language}: {fault}: {text[:90]}" for fault in named]
    return tuple(faults)


def select_usable(
    answers: Iterable[StandardAnswer], library: Library, locked: Bindings
) -> tuple[tuple[StandardAnswer, ...], tuple[Withdrawn, ...]]:
    """Split answers into those whose every binding holds and those withdrawn, with the reasons."""
    stored = StoredText(library)
    usable, withdrawn = [], []
    for answer in answers:
        faults = find_binding_faults(answer, library, stored, locked)
        if faults:
            withdrawn.append(Withdrawn(id=answer.id, reasons=faults))
        else:
            usable.append(answer)
    return tuple(usable), tuple(withdrawn)
