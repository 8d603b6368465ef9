"""Nothing leaves unchecked: each sentence is held against its quotes, each quote against the stored source.

Released sentences get their marks here, in reading order; what fails is dropped and kept in the trace.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from assistant.checking.claims import find_reviewed_faults
from assistant.composing.kit import Kit
from assistant.records import Citation
from assistant.state import Block, Draft, Quote, Sentence, TurnState

_BLOCKS: tuple[Block, ...] = ("preface", "lead", "law", "more", "note", "next")


@dataclass
class _Release:
    """The growing answer: numbers given so far and what was dropped."""

    citations: list[Citation] = field(default_factory=list)
    numbers: dict[Quote, int] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Check:
    """Releases a draft sentence by sentence."""

    kit: Kit

    def __call__(self, state: TurnState) -> TurnState:
        """Set `released` and `citations` from `draft`."""
        draft = state.draft
        if draft is None:
            return state
        release = _Release()
        ordered = sorted(draft.sentences, key=lambda s: _BLOCKS.index(s.block))
        for sentence in ordered:
            checked = self._check_sentence(sentence, release, is_reviewed=True)
            if checked is not None:
                state.emit(("sentence", checked))
        for quote in draft.more_quotes:
            self._number(quote, release)
        kept = replace(draft, sentences=tuple(release.sentences))
        if draft.outcome == "answered" and not release.citations:
            kept = self._give_up(state, kept)
            release.sentences = list(kept.sentences)
        return state.noting(
            "check",
            {"released": len(release.sentences), "dropped": release.dropped},
            draft=kept,
            released=tuple(release.sentences),
            citations=tuple(release.citations),
        )

    def _check_sentence(self, sentence: Sentence, release: _Release, *, is_reviewed: bool) -> Sentence | None:
        faults = [fault for quote in sentence.quotes if (fault := self._find_fault(quote))]
        good = tuple(quote for quote in sentence.quotes if self._find_fault(quote) is None)
        if sentence.kind == "quoted" and faults:
            release.dropped.append({"text": sentence.text, "faults": faults})
            return None
        if sentence.kind == "claim":
            faults += find_reviewed_faults(sentence.text, good) if good else ["no quote"]
            if faults:
                release.dropped.append({"text": sentence.text, "faults": faults})
                return None
        marks = "".join(f"[{n}]" for quote in good if (n := self._number(quote, release)))
        released = replace(sentence, text=f"{sentence.text} {marks}".rstrip(), quotes=good)
        release.sentences.append(released)
        return released

    def _find_fault(self, quote: Quote) -> str | None:
        return self.kit.stored.find_quote_fault(quote)

    def _number(self, quote: Quote, release: _Release) -> int | None:
        """The number of a quote; one that lies within another of the same pinpoint shares its number."""
        if self._find_fault(quote):
            return None
        for held, number in release.numbers.items():
            if held.source == quote.source and quote.text in held.text:
                return number
        number = len(release.citations) + 1
        release.numbers[quote] = number
        release.citations.append(self.kit.citations.cite(number, quote))
        return number

    def _give_up(self, state: TurnState, draft: Draft) -> Draft:
        text = self.kit.wordings.say("not_found", state.language)
        said = Sentence(text, kind="fixed", block="lead")
        return replace(
            draft,
            outcome="unanswerable",
            status="unanswerable_not_found",
            completeness="none",
            sentences=(said,),
        )
