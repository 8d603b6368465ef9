"""First stage: the message made readable, its language, and what it shows before any law is searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.reading import clean_message, find_script
from assistant.records import Language, MessageLanguage, Turn
from assistant.screening.records import Screening
from assistant.state import TurnState

DetectLanguage = Callable[[str, Language], MessageLanguage]
"""The language of a message; what is too short to tell is in the language given."""
ScreenMessage = Callable[[str, Sequence[Turn]], Screening]


@dataclass(frozen=True)
class Screen:
    """Cleans, tells the language, labels."""

    screen: ScreenMessage
    detect_language: DetectLanguage
    max_characters: int = 4000

    def __call__(self, state: TurnState) -> TurnState:
        """Set `text`, `language` and `screening`."""
        text, is_cut = clean_message(state.question.text, self.max_characters)
        previous = tuple(
            turn.model_copy(update={"text": clean_message(turn.text, self.max_characters)[0]})
            for turn in state.question.previous
        )
        question = state.question.model_copy(update={"previous": previous})
        screening = self.screen(text, previous)
        text = screening.asked or text
        detected = self._detect(text, previous)
        wanted = state.question.language
        language: Language = wanted if wanted != "auto" else ("es" if detected == "es" else "en")
        labels = [(label.status, round(label.strength, 2)) for label in screening.labels]
        note: dict[str, Any] = {"labels": labels, "language": detected, "is_cut": is_cut}
        if screening.asked:
            note["asked"] = screening.asked
        return replace(
            state.noting("screen", note),
            question=question,
            text=text,
            language=language,
            is_language_known=detected != "other",
            screening=screening,
        )

    def _detect(self, text: str, previous: Sequence[Turn]) -> MessageLanguage:
        script = find_script(text)
        if script == "other":
            return "other"
        page: Language = "en"
        for turn in previous:
            page = "es" if self.detect_language(turn.text, page) == "es" else "en"
        return page if script == "none" else self.detect_language(text, page)
