"""Second stage: the last message made whole by the turns before it, with the section they were about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from assistant.conversation import Reading, read_in_context
from assistant.records import Turn
from assistant.state import TurnState, Understood
from index.references import RELATIVE, find_references
from ingest.records import Section

FindSection = Callable[[str], str | None]
"""The section an earlier message was about, as the search sees it."""


@dataclass(frozen=True)
class Understand:
    """Rewrites the last message to stand alone."""

    sections: Mapping[str, Section]
    find_section: FindSection

    def __call__(self, state: TurnState) -> TurnState:
        """Set `understood`."""
        previous = state.question.previous
        reading = read_in_context(state.text, previous, self.sections)
        section = self._find_current(previous) if previous and RELATIVE.search(state.text) else None
        relative = find_references(state.text, self.sections, section) if section else ()
        references = tuple(r.locator for r in relative if r.locator) if previous else ()
        understood = replace(self._read(reading, state), section=section, references=references)
        if references and not any(r.text[:1].isdigit() and "-" in r.text for r in relative):
            understood = replace(
                understood,
                query=f"{state.text} {references[0]}",
                standalone=f"{state.text} (§ {references[0]})",
                focus="",
                other=None,
            )
        return state.noting(
            "understand", {"why": reading.why, "query": understood.query}, understood=understood
        )

    def _read(self, reading: Reading, state: TurnState) -> Understood:
        return Understood(
            text=state.text,
            standalone=reading.standalone,
            query=reading.query,
            focus=reading.focus,
            context=reading.context,
            is_follow_up=reading.is_follow_up,
            place=reading.place or state.screening.place,
            other=self._read(reading.other, state) if reading.other else None,
        )

    def _find_current(self, previous: tuple[Turn, ...]) -> str | None:
        for turn in reversed(previous):
            named = [r.locator for r in find_references(turn.text, self.sections) if r.locator]
            if named:
                return named[-1]
        last = previous[-1].standalone or previous[-1].text
        return self.find_section(last)
