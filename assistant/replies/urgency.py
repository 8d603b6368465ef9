"""What may be an emergency is found wherever it stands in an e-mail, and shown with the words that say it.

A page of worry hides one sentence: the whole is read once, then each sentence by itself. What a question asks as a
rule ("chains when she is in labor?") and what is told of the past is flagged, and the officer decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.parts import asks_something
from assistant.records import Answer, Language, Question, Turn
from assistant.replies.clauses import asks_in_any_way
from assistant.replies.records import Asked, Urgency
from assistant.replies.template import load_words
from assistant.screening.records import Label, Screening
from assistant.screening.text import fold
from assistant.wordings import Wordings

Screen = Callable[[str, Sequence[Turn]], Screening]
MAX_CHARACTERS = 4000
MAX_READ_ALONE = 6
SHORT = 4
STRONG = 0.85
"""Where no sentence says it, only an e-mail that is plainly urgent as a whole is flagged."""


@dataclass(frozen=True)
class UrgencyReader:
    """Finds urgent passages; `screen` is the assistant's own, `screen_words` its patterns alone."""

    screen: Screen
    screen_words: Screen
    ask: Callable[[Question], Answer]
    wordings: Wordings

    def find(self, sentences: Sequence[str], language: Language) -> tuple[Urgency, ...]:
        """Find the urgent passages, each kind of emergency once, the surest first."""
        whole = _find_urgent(self.screen(" ".join(sentences)[:MAX_CHARACTERS], ()))
        found: dict[str, Urgency] = {}
        for row in self._find_rows(sentences, whole):
            urgency = self._read_passage(sentences, row, frozenset(label.status for label in whole), language)
            if urgency is not None and not (urgency.status in found and found[urgency.status].is_sure):
                found[urgency.status] = urgency
        if not found:
            sure = [label for label in whole[:1] if label.strength >= STRONG]
            found = {label.status: self._flag(label, " ".join(sentences), language) for label in sure}
        in_jail = {"is_in_jail": is_in_jail(" ".join(sentences))}
        told = [urgency.model_copy(update=in_jail) for urgency in found.values()]
        return tuple(sorted(told, key=lambda urgency: not urgency.is_sure))

    def _find_rows(self, sentences: Sequence[str], whole: Sequence[Label]) -> list[int]:
        """Find the sentences worth reading alone: by the patterns, and by the words the whole was labelled for."""
        matched = [e.matched for label in whole for e in label.why if e.kind == "pattern" and e.matched]
        rows = [
            row
            for row, sentence in enumerate(sentences)
            if _find_urgent(self.screen_words(sentence, ())) or any(m in fold(sentence) for m in matched)
        ]
        if rows or not whole:
            return rows
        told = [row for row, s in enumerate(sentences) if not asks_something(s)]
        return told[-MAX_READ_ALONE:]

    def _read_passage(
        self, sentences: Sequence[str], row: int, of_whole: frozenset[str], language: Language
    ) -> Urgency | None:
        """Read a sentence alone, with the one before it where it is too short to be read.

        It is sure where words for it stand in it, the whole e-mail says the same, and it neither asks nor tells of the past.
        """
        passage = sentences[row]
        if len(passage.split()) <= SHORT and row:
            passage = f"{sentences[row - 1]} {passage}"
        labels = _find_urgent(self.screen(passage, ()))
        if not labels or not (labels[0].status in of_whole or _is_cued(labels[0])):
            return None
        is_told = labels[0].status in of_whole and _is_cued(labels[0]) and not asks_in_any_way(passage)
        words = load_words()
        past = words.past.search(passage) or words.died_inside.search(" ".join(sentences))
        is_told = is_told and not past
        urgency = self._flag(labels[0], passage, language)
        return urgency.model_copy(update={"is_sure": is_told and urgency.answer.outcome == "urgent"})

    def _flag(self, label: Label, passage: str, language: Language) -> Urgency:
        return Urgency(
            status=label.status,
            label=self.wordings.staff_label(label.status),
            passage=passage,
            is_sure=False,
            answer=self.ask(Question(text=passage, language=language)),
        )


def is_in_jail(letter: str) -> bool:
    """Tell whether an e-mail speaks of a jail and of no prison."""
    words = load_words()
    return words.jail.search(letter) is not None and words.prison.search(letter) is None


def is_about_urgency(asked: Asked, urgencies: Sequence[Urgency]) -> bool:
    """Tell whether a question stands inside a passage that is already answered as urgent."""
    is_answered = load_words().whom.match(asked.text) is not None
    return any(u.is_sure and (asked.text in u.passage or is_answered) for u in urgencies)


def _is_cued(label: Label) -> bool:
    return any(evidence.kind == "pattern" for evidence in label.why)


def _find_urgent(screening: Screening) -> tuple[Label, ...]:
    return tuple(label for label in screening.labels if label.family == "urgent")
