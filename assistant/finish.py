"""The turn's state becomes the record of the public contract."""

from __future__ import annotations

import re

from assistant.composing.text import render_text
from assistant.letters import load_letters
from assistant.records import Answer, AnswerPart, PartKind, RetrievedPassage
from assistant.state import Block, Sentence, TurnState
from assistant.wordings import load_wordings

LISTED = 12
"""At least the first ten retrieved passages stand in every answer."""

_MARK = re.compile(r"\[(\d+)\]")
_KINDS: dict[Block, PartKind] = {
    "preface": "preface",
    "lead": "plain",
    "law": "quote",
    "more": "plain",
    "note": "note",
    "next": "step",
}


def build_answer(state: TurnState, version: str, timings: dict[str, float]) -> Answer:
    """Build the answer from what was checked and released."""
    draft = state.draft
    assert draft is not None
    glossary = state.search.glossary if state.search else ()
    return Answer(
        id=state.question.id,
        question=make_writable(state.question.text),
        standalone_question=state.understood.standalone if state.understood else state.text,
        language=state.language,
        outcome=draft.outcome,
        status=draft.status,
        completeness=draft.completeness,
        text=render_text(state.released, state.language),
        parts=_list_parts(state),
        citations=state.citations,
        services=state.services,
        notices=draft.notices,
        follow_ups=draft.follow_ups,
        glossary=tuple((use.wrote, use.means) for use in glossary),
        letter=state.letter or _find_letter(state),
        standard_answer=draft.standard_answer,
        retrieved=_list_retrieved(state),
        model=draft.model,
        index_version=version,
        asked_on=state.asked_on,
        timings_ms=timings,
        trace=dict(state.trace),
    )


def make_writable(text: str) -> str:
    """What was typed, with what cannot be written down (lone surrogates) replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _list_parts(state: TurnState) -> tuple[AnswerPart, ...]:
    """The released sentences as parts; the line that only lists `services` is left to them."""
    is_urgent = state.draft is not None and state.draft.outcome == "urgent"
    return tuple(
        AnswerPart(
            kind=_find_kind(sentence, is_urgent=is_urgent),
            text=sentence.text,
            citations=tuple(dict.fromkeys(int(n) for n in _MARK.findall(sentence.text))),
        )
        for sentence in state.released
        if not _repeats_services(sentence, state)
    )


def _find_kind(sentence: Sentence, *, is_urgent: bool) -> PartKind:
    if is_urgent and sentence.block == "preface":
        return "help"
    return "quote" if sentence.kind == "quoted" else _KINDS[sentence.block]


def _find_letter(state: TurnState) -> str | None:
    """The letter that fits the question; none beside danger, a wrong door or an attack."""
    if state.draft is None or state.draft.outcome not in ("answered", "unanswerable", "declined"):
        return None
    return load_letters().find(state.understood.standalone if state.understood else state.text)


def _repeats_services(sentence: Sentence, state: TurnState) -> bool:
    if sentence.block != "next" or sentence.kind != "fixed" or not state.services:
        return False
    return all(service.title in sentence.text for service in state.services[:3])


def _list_retrieved(state: TurnState) -> tuple[RetrievedPassage, ...]:
    if state.search is None:
        return ()
    return tuple(
        RetrievedPassage(
            source=f.passage.source,
            locator=f.passage.locator,
            text=f.passage.text,
            score=f.score,
            found_by=f.found_by,
        )
        for f in state.search.found[:LISTED]
    )


def build_error_answer(state: TurnState, error: Exception, timings: dict[str, float]) -> Answer:
    """Build the answer for a failure that is ours."""
    wordings = load_wordings()
    office = (
        "8 am to 5 pm Monday through Friday" if state.language == "en" else "de lunes a viernes, de 8 a 5"
    )
    return Answer(
        id=state.question.id,
        question=make_writable(state.question.text),
        standalone_question=state.text,
        language=state.language,
        outcome="error",
        status="error",
        completeness="none",
        text=wordings.text("error", state.language, office=office),
        asked_on=state.asked_on,
        timings_ms=timings,
        trace={**dict(state.trace), "error": f"{type(error).__name__}: {error}"},
    )
