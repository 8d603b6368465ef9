"""What an answer means for a letter: said by the sources, said by a document not held, another body's, or the officer's.

Nothing is guessed: whatever the assistant declined, did not find or did not understand is the officer's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.not_held import NotHeld
from assistant.parts import asks_something
from assistant.records import Answer, Language
from assistant.replies.doubts import DoubtFinder
from assistant.replies.rating import (
    ELSEWHERE,
    SURE_ENOUGH,
    list_near_topics,
    rate_answer,
    read_need,
)
from assistant.replies.records import Asked, Doubt, Finding, FindingKind
from assistant.replies.template import load_words
from assistant.wordings import Wordings

_OPENING = re.compile(r"^\W*(?:(?:and|but|so|also|ok|y|pero|tambi[eé]n)\b[\s,]*)+(?=\S)", re.I)
_IF = re.compile(r"^if\b(?!.*\b(?:do|does|can|will|is|are) (?:he|she|they|i|we|it|you)\b)", re.I)
"""Left of "I would like to know if she will be billed"; "if he gets hurt does he get paid" asks by itself."""
_SPANISH = re.compile(
    r"(?:c[oó]mo|cu[aá](?:l|les|ndo|nto|nta|ntos|ntas)|d[oó]nde|qui[eé]n|qu[eé]|por qu[eé]|pued[eo]n?|podemos|tengo|tiene|hay|les?|si)\b",
    re.I,
)
_ASKS_LAW = re.compile(r"\b(?:what|which|qu[eé]) (?:law|statute|rule|ley|regla)", re.I)
"""It wants the law itself: a page is no answer."""
TOO_WEAK = "unanswerable_not_found"
NAMED_DOCUMENT = "unanswerable_document_not_held"
"""Another law, or something outside corrections, is no document that a letter could point to."""
MAX_OTHERS = 4
SURE_MATTER = 0.75
"""Chance of the topic from which a message that asks nothing is answered all the same."""
SURE_TOLD, SURE_TOLD_DOCUMENT = 0.62, 0.85
"""Chances from which what a told sentence bears on is offered: of a topic, and of a document that is not held."""


@dataclass(frozen=True)
class FindingSorter:
    """Sorts answers; `titles` are those of the standard answers by id, in both languages."""

    needs: Mapping[str, NotHeld]
    titles: Mapping[tuple[str, Language], str]
    wordings: Wordings
    doubts: DoubtFinder

    def choose(
        self, asked: Asked, answers: Sequence[tuple[float, Answer]], language: Language, letter: str
    ) -> Finding:
        """Choose the surest of the rated answers, which stand in the order of the question's readings.

        What is not sure enough is left to the officer, with the answer beside it where it may be the right one.
        """
        rated, best = max(answers, key=lambda pair: pair[0])
        finding = self.sort(asked, best, language)
        if finding.kind in ("answered", "redirected") and rated < SURE_ENOUGH:
            finding = finding.model_copy(
                update={"kind": "officer", "heading": "", "why": self.wordings.staff_label(TOO_WEAK)}
            )
        own = [answer for _, answer in answers[: asked.alone]]
        if finding.kind == "elsewhere" and not any(_names_same_need(answer, best) for answer in own):
            finding = finding.model_copy(update={"kind": "officer", "document": ""})
        doubt: Doubt | None = None
        if finding.kind == "answered":
            doubt = self.doubts.find(asked, letter, own, best, rated)
            if not asked.is_question and rated < SURE_MATTER:
                doubt = doubt or "weak"
        near = [
            key
            for key in list_near_topics([answer for _, answer in answers])
            if (key, language) in self.titles
        ]
        used = best.standard_answer if finding.kind == "answered" else None
        others = tuple(key for key in near if key != used)[:MAX_OTHERS]
        update = {"others": others, "doubt": doubt} | ({"kind": "officer"} if doubt else {})
        return finding.model_copy(update=update)

    def sort(self, asked: Asked, answer: Answer, language: Language) -> Finding:
        """Say what came of one question."""
        is_case = bool(load_words().case.search(asked.text)) and answer.outcome != "redirected"
        kind: FindingKind = "officer" if is_case else self._find_kind(asked, answer)
        title = self.find_title(answer, language) if kind == "answered" else None
        need = self.needs.get(read_need(answer).name)
        document = need.document_in(language) if need and kind == "elsewhere" else ""
        if kind == "elsewhere" and (not document or _ASKS_LAW.search(asked.readings[0])):
            kind = "officer"
        return Finding(
            asked=(asked,),
            kind=kind,
            heading=title or "",
            answer=answer,
            document=document,
            why=self.wordings.staff_label("declined_case_data" if is_case else answer.status),
        )

    def offer(
        self, told: Asked, answer: Answer, language: Language, letter: str
    ) -> tuple[float, Finding] | None:
        """Offer what a told sentence bears on, with its rating; None where that is not plain."""
        rated, title, need = rate_answer(answer, letter), self.find_title(answer, language), read_need(answer)
        offered = Finding(asked=(told,), kind="answered", heading=title, answer=answer, doubt="told")
        if title and self._find_kind(told, answer) == "answered":
            doubt = self.doubts.find(told, letter, [answer], answer, rated, SURE_TOLD)
            return None if doubt else (rated, offered)
        if answer.status == NAMED_DOCUMENT and need.name in self.needs and need.chance >= SURE_TOLD_DOCUMENT:
            document = self.needs[need.name].document_in(language)
            return need.chance, offered.model_copy(update={"kind": "elsewhere", "document": document})
        return None

    def find_title(self, answer: Answer, language: Language) -> str:
        """Find the title of the standard answer that an answer is; "" for a composed one."""
        return self.titles.get((answer.standard_answer or "", language), "")

    def _find_kind(self, asked: Asked, answer: Answer) -> FindingKind:
        if not asked.is_question and not answer.standard_answer:
            return "officer"
        if answer.status in ELSEWHERE:
            return "elsewhere" if answer.status == NAMED_DOCUMENT else "officer"
        if answer.outcome == "redirected":
            return "redirected"
        has_rule = any(part.kind in ("plain", "quote") and part.citations for part in answer.parts)
        if answer.outcome == "answered" or (answer.outcome in ("urgent", "declined") and has_rule):
            return "officer" if answer.status == "declined_case_data" or not has_rule else "answered"
        return "officer"


def merge_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Answer once what was asked twice: findings of one standard answer, one document or the same quotes."""
    merged: dict[tuple[str, ...], Finding] = {}
    for finding in findings:
        key = _build_key(finding)
        if key in merged:
            first = merged[key]
            merged[key] = first.model_copy(update={"asked": first.asked + finding.asked})
        else:
            merged[key] = finding
    return tuple(merged.values())


def format_question(text: str) -> str:
    """Format a question as a heading: "And how do I …??" → "How do I …?"."""
    plain = re.sub(r"([?!.])[?!.]+$", r"\1", _OPENING.sub("", text).strip().rstrip(",;"))
    plain = plain.removesuffix(".")
    plain = plain if plain.endswith("?") else _IF.sub("whether", plain)
    if asks_something(plain) and not plain.endswith(("?", "!")):
        plain += "?"
    if plain.endswith("?") and "¿" not in plain and _SPANISH.match(plain):
        plain = f"¿{plain}"
    start = 1 if plain.startswith("¿") else 0
    return plain[:start] + plain[start : start + 1].upper() + plain[start + 1 :]


def _names_same_need(answer: Answer, best: Answer) -> bool:
    return answer.status in ELSEWHERE and read_need(answer).name == read_need(best).name


def _build_key(finding: Finding) -> tuple[str, ...]:
    answer = finding.answer
    if finding.kind == "answered":
        own = answer.standard_answer or "|".join(c.locator for c in answer.citations)
        return ("answered", own)
    if finding.kind in ("elsewhere", "redirected"):
        return (finding.kind, finding.document or answer.status)
    return ("officer", finding.asked[0].text.casefold())
