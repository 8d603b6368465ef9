"""What patterns and examples each propose, before rules decide."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.screening.examples import NONE, Embed, Vectors
from assistant.screening.patterns import PatternMatch, PatternSet
from assistant.screening.reader import ExampleReader, ExampleReading
from assistant.screening.records import Evidence, Label, StatusRule
from assistant.screening.text import count_letters, split_sentences
from assistant.screening.traits import TraitReader, find_windows

_REFERENCE = re.compile(r"\d\s*[-.\s‐‑‒–—−]\s*\d")
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-z]")
_WORD = re.compile(r"[a-z]{2,}")
_VOWEL = re.compile(r"[aeiouy]")
_MASHED = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}")
_MASHED_LETTERS = 6


@dataclass(frozen=True)
class Thresholds:
    """When examples alone give a label: margins over "nothing special", chosen by cross-validation."""

    urgent_margin: float = -0.15
    danger_margin: float = -0.7
    """Instead of `urgent_margin` where words of danger stand in a sentence that tells of a person, and the
    label does not end the answer."""
    other_margin: float = 0.2
    quiet_margin: float = 0.3
    """Instead of `urgent_margin` for a message without any word of danger: by fourfold cross-validation over the
    examples 40 instead of 52 of 2,184 ordinary ones are taken for danger by likeness alone, and no more is missed."""
    spanish_other_margin: float = 0.4
    sure_margin: float = 0.8
    """From here examples stand beside any pattern, and a redirect stands whatever the search finds."""
    blocked_margin: float = 0.6
    window_margin: float = 0.15
    """For one sentence of a long message, which must tell of danger besides."""
    denied_margin: float = -1.3
    """At or under it the examples deny a pattern's urgent label, or one that sends people elsewhere. Over 1,363 questions
    (test halves among them, so that no figure on those is blind to this line) no right urgent label lay under -1.0 and 4 wrong ones under -1.3; of
    those that send elsewhere 1 right and 59 wrong ones."""
    nearest: float = 0.4
    """No example less like the message than this gives it a label."""
    near_miss: float = 0.9
    """A near miss this like the message, and liker than any example of the label, takes a label back."""


@dataclass(frozen=True)
class ExampleProposer:
    """Reads a message, and the sentences of a long one, by the labelled examples."""

    reader: ExampleReader
    embed: Embed
    read_traits: TraitReader
    patterns: PatternSet
    thresholds: Thresholds = Thresholds()

    def read(self, text: str) -> tuple[ExampleReading, tuple[str, ...]]:
        """Read the whole message; also give the statuses that some sentence of a long one shows."""
        windows = find_windows(text, self.patterns)
        vectors: Vectors = self.embed([text, *windows])
        whole = self.reader.read(vectors[0], self.read_traits(text))
        shown: list[str] = []
        for window, vector in zip(windows, vectors[1:], strict=True):
            reading = self.reader.read(vector, self.read_traits(window))
            if not reading.top or not self._tells_of_danger(self.patterns.fold(window)):
                continue
            if reading.margins[reading.top] >= self.thresholds.window_margin and self._is_near(reading):
                shown.append(reading.top)
        return whole, tuple(shown)

    def choose(
        self, reading: ExampleReading, windows: Sequence[str], rules: Mapping[str, StatusRule], folded: str
    ) -> set[str]:
        """Choose the statuses that examples alone may give; courtesies are left to patterns."""
        chosen = {
            status
            for status in windows
            if status in rules
            and rules[status].family == "urgent"
            and not self.is_denied(reading, rules[status])
        }
        top = reading.top
        if top is None or top not in rules:
            return chosen
        family = rules[top].family
        if family in ("courtesy", "clarification") or not self._is_near(reading):
            return chosen
        if reading.margins[top] >= self._find_needed_margin(rules[top], folded):
            chosen.add(top)
        return chosen

    def is_sure(self, reading: ExampleReading, status: str) -> bool:
        """Whether the examples speak so clearly for a status that they need no pattern."""
        return reading.margins.get(status, -1.0) >= self.thresholds.sure_margin

    def is_denied(self, reading: ExampleReading, rule: StatusRule) -> bool:
        """Whether the examples speak so clearly against a label that a pattern was wrong to give it."""
        is_margin_low = reading.margins.get(rule.status, 0.0) <= self.thresholds.denied_margin
        return is_margin_low and rule.family in ("urgent", "redirected")

    def _is_near(self, reading: ExampleReading) -> bool:
        return reading.top is not None and reading.nearest[reading.top][0] >= self.thresholds.nearest

    def _find_needed_margin(self, rule: StatusRule, folded: str) -> float:
        family = rule.family
        if family == "blocked":
            return self.thresholds.blocked_margin
        signals = self.patterns.signals
        if family != "urgent":
            is_spanish = signals["spanish"].search(folded) is not None
            return self.thresholds.spanish_other_margin if is_spanish else self.thresholds.other_margin
        if rule.adds_sources and self._tells_of_danger(folded):
            return self.thresholds.danger_margin
        has_grave_word = signals["danger"].search(folded) or signals["grave_spanish"].search(folded)
        return self.thresholds.urgent_margin if has_grave_word else self.thresholds.quiet_margin

    def _tells_of_danger(self, folded: str) -> bool:
        """Whether some sentence tells (not asks) of a person with words of danger in it."""
        return any(
            self.patterns.signals["danger"].search(sentence)
            and self.patterns.person.search(sentence)
            and not self.patterns.question.search(sentence)
            for sentence in split_sentences(folded)
        )

    def find_near_miss(self, reading: ExampleReading, status: str) -> str | None:
        """Find the near miss that is nearly the message itself, when it is nearer than the label's examples."""
        cosine, text = reading.nearest.get(NONE, (0.0, ""))
        other = reading.nearest.get(status, (0.0, ""))[0]
        return text if cosine >= self.thresholds.near_miss and cosine > other else None


def make_label(rule: StatusRule, strength: float, why: Sequence[Evidence]) -> Label:
    """Make a label as its status asks for."""
    return Label(
        status=rule.status,
        family=rule.family,
        outcome=rule.outcome,
        strength=round(strength, 3),
        yields_to_law=rule.yields_to_law,
        why=tuple(why),
        preferred_locators=rule.preferred_locators,
        services=rule.services,
    )


def propose_by_patterns(matches: Sequence[PatternMatch], rules: Mapping[str, StatusRule]) -> dict[str, Label]:
    """Propose a label for every status some cue matched; the strongest cue decides what it yields to."""
    found: dict[str, Label] = {}
    for match in sorted(matches, key=lambda match: match.cue.strength):
        cue = match.cue
        reason = Evidence(kind="pattern", id=cue.id, matched=match.matched, score=cue.strength)
        before = found.get(cue.status)
        label = make_label(rules[cue.status], cue.strength, (*(before.why if before else ()), reason))
        locators = (*cue.preferred_locators, *(before or label).preferred_locators)
        services = (*cue.services, *(before or label).services)
        found[cue.status] = label.model_copy(
            update={
                "yields_to_law": cue.yields_to_law or label.yields_to_law,
                "preferred_locators": tuple(dict.fromkeys(locators)),
                "services": tuple(dict.fromkeys(services)),
            }
        )
    return found


def find_blank(text: str, folded: str) -> str | None:
    """Find "empty" or "unreadable" for a message without words; other scripts and citations have words."""
    if not text.strip() or not folded.strip():
        return "empty"
    if _REFERENCE.search(folded) or _OTHER_SCRIPT.search(folded):
        return None
    words = _WORD.findall(folded)
    is_mashed = len(words) == 1 and len(words[0]) >= _MASHED_LETTERS and _MASHED.search(words[0]) is not None
    has_words = count_letters(folded) > 0 and any(_VOWEL.search(word) for word in words)
    return None if has_words and not is_mashed else "unreadable"
