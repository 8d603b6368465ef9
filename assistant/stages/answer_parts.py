"""A message that asks several things gets an answer to each, the surest of them not drowned by the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.parts import MAX_PARTS, Part, split_parts
from assistant.records import Notice
from assistant.stages.note import collect_quotes
from assistant.state import Draft, Nearness, Sentence, TurnState
from assistant.wordings import Wordings
from index.query import read_intent

Stage = Callable[[TurnState], TurnState]
SURE_NEED = 0.65
"""Chance from which a part that only a document not held answers is mentioned beside what was answered."""


@dataclass(frozen=True)
class AnswerParts:
    """Runs searching and composing for each question of the message and joins what comes of it."""

    stages: tuple[Stage, ...]
    """What answers a part, up to where only the passages themselves are left."""
    compose: Stage
    """Quotes the passages."""
    wordings: Wordings

    def __call__(self, state: TurnState) -> TurnState:
        """Replace `draft` where the message asks more than one thing."""
        if state.understood is None or state.search is None or state.search.references:
            return state
        if state.draft is not None and read_intent(state.text).wants_history:
            return state  # "Which bill …, and when did it take effect?" is one question
        parts = split_parts(state.understood.text)
        if len(parts) < 2:
            return state
        drafts = self._answer_each(state, parts)
        note = {"parts": [part.whole for part in parts], "outcomes": [draft.status for draft in drafts]}
        is_elsewhere = state.draft is not None and _is_surely_elsewhere(state.draft)
        useful = [draft for draft in drafts if _is_useful(draft, is_elsewhere=is_elsewhere)]
        if state.draft is not None and state.draft.outcome == "answered":
            useful = _add_whole(useful, state.draft, is_short=len(useful) < len(parts))
        if not useful:
            return state.noting("parts", note)
        return state.noting("parts", note, draft=self._join(state, useful))

    def _answer_each(self, state: TurnState, parts: tuple[Part, ...]) -> list[Draft]:
        """A draft for each part; one that finds an earlier part's topic again is quoted from the search instead."""
        drafts: list[Draft] = []
        used: set[str] = set()
        for part in parts:
            done = self._answer(state, part)
            if done.draft is not None and done.draft.standard_answer in used:
                done = self.compose(_leave_out_quoted(done, drafts))
            if done.draft is not None:
                drafts.append(done.draft)
                used |= {done.draft.standard_answer} - {None}  # type: ignore[arg-type]
        return drafts

    def _answer(self, state: TurnState, part: Part) -> TurnState:
        assert state.understood is not None
        whole = " ".join(filter(None, (state.understood.context, part.whole)))
        understood = replace(
            state.understood, text=part.asked, query=whole, standalone=whole, focus=part.focus
        )
        asked = replace(
            state, text=part.asked, understood=understood, search=None, nearness=Nearness(), draft=None
        )
        for stage in (*self.stages, self.compose):
            asked = stage(asked)
        return asked

    def _join(self, state: TurnState, drafts: list[Draft]) -> Draft:
        first = drafts[0]
        sentences = list(first.sentences)
        held = {q.text for q in collect_quotes(first)}
        services, notices = list(first.services), list(first.notices)
        for draft in drafts[1:]:
            main = next((s.quotes[0] for s in draft.sentences if s.quotes), None)
            if main is None or main.text in held:
                continue
            told = self.wordings.say("both_parts", state.language)
            sentences.append(Sentence(told, kind="fixed", block="more"))
            sentences += [
                replace(s, block="more") if s.block in ("lead", "law") else s for s in draft.sentences
            ]
            held |= {q.text for q in collect_quotes(draft)}
            services += draft.services
            notices += draft.notices
        is_whole = all(draft.outcome == "answered" for draft in drafts)
        more = tuple(q for draft in drafts for q in draft.more_quotes[:1])
        return replace(
            first,
            outcome="answered" if any(d.outcome == "answered" for d in drafts) else first.outcome,
            status=first.status
            if is_whole or (first.outcome != "answered" and len(drafts) == 1)
            else "answered_partial",
            completeness="complete" if is_whole else "partial",
            sentences=tuple(dict.fromkeys(sentences)),
            more_quotes=more,
            services=tuple(dict.fromkeys(services)),
            notices=_drop_repeats(notices),
        )


def _drop_repeats(notices: list[Notice]) -> tuple[Notice, ...]:
    return tuple({(n.kind, n.text): n for n in notices}.values())


def _leave_out_quoted(state: TurnState, drafts: list[Draft]) -> TurnState:
    """The state without its draft and without the passages that earlier parts have quoted."""
    quoted = [quote.text for draft in drafts for quote in collect_quotes(draft)]
    if state.search is None:
        return replace(state, draft=None)
    fresh = tuple(f for f in state.search.found if not any(text in f.passage.text for text in quoted))
    return replace(state, draft=None, search=state.search.model_copy(update={"found": fresh}))


def _is_surely_elsewhere(draft: Draft) -> bool:
    """Whether a part is so surely for a document not held that the person should be told so."""
    return draft.status.endswith("not_held") and draft.confidence >= SURE_NEED


def _is_useful(draft: Draft, *, is_elsewhere: bool) -> bool:
    """Whether a part's answer is given; where the whole message is surely for a document not held, only a sure one is."""
    if draft.outcome != "answered":
        return _is_surely_elsewhere(draft)
    return not is_elsewhere or (draft.standard_answer is not None and draft.confidence >= SURE_NEED)


def _add_whole(drafts: list[Draft], whole: Draft, *, is_short: bool) -> list[Draft]:
    """The whole message's own answer comes first where no part gives it and it is surer than they are; last where
    one of them found nothing."""
    answered = [draft for draft in drafts if draft.outcome == "answered"]
    if not answered:
        return [whole, *drafts]
    ids = {draft.standard_answer for draft in answered if draft.standard_answer}
    is_new = whole.standard_answer is not None and whole.standard_answer not in ids
    if is_new and whole.confidence > max(draft.confidence for draft in answered):
        return [whole, *drafts][:MAX_PARTS]
    return [*drafts, whole] if is_new and is_short else drafts
