"""The draft: what is urgent, then each question with its rule and pinpoint, then what to do, where, and the office.

The office writes, not the assistant: its sentences about itself are left out and named. Every quote stands
between curly quotation marks with its pinpoint behind it, which is how an edited text is checked again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from assistant.composing.wordings import load_wordings as load_law_wordings
from assistant.hours import OfficeHours, format_hour
from assistant.records import Answer, AnswerPart, Language, Service
from assistant.replies.findings import format_question
from assistant.replies.labels import add_pinpoint, format_label, format_quote, format_service, list_labels
from assistant.replies.records import Finding, Urgency
from assistant.replies.template import LetterTemplate, load_template
from assistant.services import LAST_RESORT, ServiceFacts
from assistant.wordings import load_wordings

MAX_SERVICES = 5
MAX_QUOTES = 2
"""Quotes shown below plain words; text that answers by quoting shows all of its own."""
_MARKS = re.compile(r"(?:\s*\[\d+\])+")
_EMERGENCY = ("emergency-911", "crisis-988", "switchboard")
"""Shown beside an urgent passage, and nowhere else."""
_PRISON_ONLY = ("switchboard", "facility-pages")
COUNTY_JAILS = "county-jails"
_SILENT_NOTICES = frozenset({"not_held", "unofficial_translation", "edition"})


@dataclass
class _Page:
    """What is gathered while the letter is written."""

    blocks: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    services: dict[str, Service] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    quoted: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class LetterWriter:
    """Writes letters; `facts` is the register of services, `office` the hours."""

    facts: Mapping[str, ServiceFacts]
    office: OfficeHours = field(default_factory=OfficeHours)

    def write(
        self,
        findings: Sequence[Finding],
        urgencies: Sequence[Urgency],
        language: Language,
        unread: Sequence[str] = (),
        *,
        is_of_woman: bool = False,
    ) -> tuple[str, tuple[str, ...]]:
        """Write the letter and list the sentences left out of it; `unread` are questions nobody looked up."""
        say, page = replace(load_template(language), is_of_woman=is_of_woman), _Page()
        page.blocks += [say("greeting"), say("thanks")]
        for urgency in (u for u in urgencies if u.is_sure):
            self._write_urgent(urgency, say, page)
        if len(page.blocks) > 2 and findings:
            page.blocks.append(say("then"))
        is_alone = len(findings) == 1 and findings[0].asked[0].is_question
        is_alone = is_alone and not any(u.is_sure for u in urgencies)
        for finding in findings:
            self._write_finding(finding, say, page, has_heading=not is_alone)
        page.blocks += [say("blank", question=format_question(text)) for text in unread]
        if not any(u.is_sure for u in urgencies):
            for key in _EMERGENCY:
                page.services.pop(key, None)
        if not findings:
            page.blocks.append(say("unread"))
        self._write_end(say, page)
        return "\n\n".join(page.blocks) + "\n", tuple(dict.fromkeys(page.left_out))

    def _write_urgent(self, urgency: Urgency, say: LetterTemplate, page: _Page) -> None:
        told = "\n\n".join(p.text for p in urgency.answer.parts if p.kind == "help")
        kept, left_out = say.write_as_office(_MARKS.sub("", told))
        page.blocks += [
            say("urgent_first"),
            load_wordings().word_for_jail(kept, say.language) if urgency.is_in_jail else kept,
        ]
        page.left_out += left_out
        self._keep_services(urgency.answer, page)
        if urgency.is_in_jail:
            for key in _PRISON_ONLY:
                page.services.pop(key, None)
            page.services.setdefault(COUNTY_JAILS, self._describe(COUNTY_JAILS, say.language))

    def _describe(self, key: str, language: Language) -> Service:
        facts = self.facts[key]
        title = load_wordings().service(key, language).title or facts.title
        return Service(key=key, title=title, url=facts.url, email=facts.email, phone=facts.phone)

    def _write_finding(
        self, finding: Finding, say: LetterTemplate, page: _Page, *, has_heading: bool
    ) -> None:
        question = format_question(finding.asked[0].text) if finding.asked[0].is_question else ""
        if finding.kind == "officer":
            page.blocks.append(say("blank", question=question) if question else say("unread"))
            return
        if has_heading and (finding.heading or question):
            named = dict.fromkeys(format_question(a.text) for a in finding.asked if a.is_question)
            page.blocks.append(finding.heading or "\n".join(say("asked", question=text) for text in named))
        if finding.kind == "elsewhere":
            line = "elsewhere" if finding.asked[0].is_question else "elsewhere_told"
            page.blocks.append(say(line, document=finding.document))
        elif finding.kind == "redirected":
            page.blocks.append(say.statuses.get(finding.answer.status, ""))
        else:
            self._write_answer(finding.answer, say, page)
        self._keep_services(finding.answer, page)

    def _write_answer(self, answer: Answer, say: LetterTemplate, page: _Page) -> None:
        if preface := _find_preface(answer, say):
            page.blocks.append(preface)
        framing = load_framing(say.language)
        parts = [p for p in answer.parts if p.kind in ("plain", "quote") and p.text.strip() not in framing]
        said = [p for p in parts if p.kind == "plain"]
        if words := self._word(said, answer, say, page):
            page.blocks.append(words)
        before = frozenset(page.quoted)
        own = self._list_own_quotes([p for p in parts if p.kind == "quote"], answer, page)
        is_quoting = any("“" in text for text in own) and (answer.outcome == "answered" or not said)
        if is_quoting:
            page.blocks += self._lead_with_rule(own, answer, said, before, page)
        else:
            page.blocks += self._quote_first(answer, said, say, page)
        page.steps += self._list_steps(answer, say, page)
        page.notes += self._list_notes(answer, say, page)

    def _list_own_quotes(self, parts: Sequence[AnswerPart], answer: Answer, page: _Page) -> list[str]:
        """The quotes that the answer shows itself, each once in the letter, named as letters name them."""
        own = []
        for part in parts:
            text = _MARKS.sub("", part.text)
            for citation in answer.citations:
                text = text.replace(f"({citation.label})", f"({format_label(citation)})")
            if text not in page.quoted:
                own.append(text)
            page.quoted |= {text, *(c.quote for c in answer.citations if c.number in part.citations)}
        return own

    def _lead_with_rule(
        self,
        own: list[str],
        answer: Answer,
        said: Sequence[AnswerPart],
        before: frozenset[str],
        page: _Page,
    ) -> list[str]:
        """Put the rule of the first sentence before the quotes that the answer shows, where it is not among them."""
        numbers = next((part.citations for part in said if part.citations), ())
        lead = next((c for c in answer.citations if c.number in numbers), None)
        if lead is None or lead.quote in before or any(lead.quote in text for text in own):
            return own
        page.quoted.add(lead.quote)
        return [format_quote(lead), *own]

    def _word(self, parts: Sequence[AnswerPart], answer: Answer, say: LetterTemplate, page: _Page) -> str:
        """The plain sentences, a pinpoint behind each run that rests on the same law."""
        kept: list[tuple[str, tuple[int, ...]]] = []
        for part in parts:
            text, left_out = say.write_as_office(_MARKS.sub("", part.text))
            page.left_out += left_out
            if text:
                kept.append((text, part.citations))
        labels = [list_labels(numbers, answer.citations) for _, numbers in kept]
        words = []
        for place, (text, numbers) in enumerate(kept):
            is_same = place + 1 < len(kept) and labels[place] == labels[place + 1]
            words.append(text if is_same else add_pinpoint(text, numbers, answer.citations))
        return " ".join(words)

    def _quote_first(
        self, answer: Answer, said: Sequence[AnswerPart], say: LetterTemplate, page: _Page
    ) -> list[str]:
        """Quote what the first sentences rest on, a lead-in before what it leads to."""
        numbers = list(dict.fromkeys(n for part in said for n in part.citations))[:MAX_QUOTES]
        chosen = [c for c in answer.citations if c.number in numbers and c.quote not in page.quoted]
        chosen.sort(key=lambda c: (numbers.index(c.number), c.locator))
        for first in list(chosen):
            leads = [c for c in chosen if first.locator.startswith(c.locator + "(")]
            for lead in leads:
                chosen.remove(lead)
                chosen.insert(chosen.index(first), lead)
        page.quoted |= {c.quote for c in chosen}
        blocks: list[str] = []
        for citation in chosen:
            is_page = citation.authority == "page"
            head = say("quoted_same") if blocks else say("quoted_page" if is_page else "quoted")
            blocks.append(f"{head}\n{format_quote(citation)}")
        return blocks

    def _list_steps(self, answer: Answer, say: LetterTemplate, page: _Page) -> list[str]:
        steps = []
        for part in answer.parts:
            if part.kind != "step":
                continue
            text, left_out = say.write_as_office(_MARKS.sub("", part.text))
            page.left_out += left_out
            if text:
                steps.append(add_pinpoint(text, part.citations, answer.citations))
        return steps

    def _list_notes(self, answer: Answer, say: LetterTemplate, page: _Page) -> list[str]:
        """What is said of the whole letter; what is said of one answer ("the amount changes each year") stands under it."""
        told = {n.text: n.kind for n in answer.notices}
        notes = [*told, *(p.text for p in answer.parts if p.kind == "note" and p.text not in told)]
        kept = []
        for note in (text for text in notes if told.get(text) not in _SILENT_NOTICES):
            text, left_out = say.write_as_office(_MARKS.sub("", note))
            page.left_out += left_out
            if text and note in told:
                page.blocks.append(text)
            elif text:
                kept.append(text)
        return kept

    def _keep_services(self, answer: Answer, page: _Page) -> None:
        for service in answer.services:
            if service.key != LAST_RESORT:
                page.services.setdefault(service.key, service)

    def _write_end(self, say: LetterTemplate, page: _Page) -> None:
        if page.steps:
            listed = "\n".join(f"- {step}" for step in dict.fromkeys(page.steps))
            page.blocks.append(f"{say('next_steps')}\n{listed}")
        if page.services:
            listed = "\n".join(
                f"- {format_service(service)}" for service in list(page.services.values())[:MAX_SERVICES]
            )
            page.blocks.append(f"{say('where')}\n{listed}")
        if page.notes:
            page.blocks.append(" ".join(dict.fromkeys(page.notes)))
        opens, closes = (format_hour(t, say.language) for t in (self.office.opens, self.office.closes))
        email = self.facts[LAST_RESORT].email or ""
        page.blocks.append(say("office", email=email, opens=opens, closes=closes))
        has_law = any("C.R.S." in block for block in page.blocks)
        unofficial = say("unofficial") if has_law else ""
        page.blocks.append(f"{say('not_advice')} {unofficial}".strip())
        page.blocks.append(f"{say('farewell')}\n\n{say('signature')}")


@lru_cache(maxsize=2)
def load_framing(language: Language) -> frozenset[str]:
    """Load the lines with which the assistant leads from one part of an answer to the next: a letter has headings."""
    wordings = load_wordings()
    framing = [wordings.say(name, language) for name in ("after_urgent", "partial", "both_parts")]
    return frozenset(line.strip() for line in (*framing, load_law_wordings().say("law_also", language)))


def _find_preface(answer: Answer, say: LetterTemplate) -> str:
    """What the office says first, where something asked cannot be said at all."""
    noted = answer.trace.get("screen")
    labels = noted.get("labels", ()) if isinstance(noted, dict) else ()
    names = [answer.status, *(str(label[0]) for label in labels)]
    if answer.outcome != "declined" and answer.status != "answered_preface":
        return ""
    return next((say.statuses[name] for name in names if name in say.statuses), "")
