"""Patterns and examples propose; these rules decide which labels hold, and say why.

Patterns alone suffice. Examples add what no pattern foresaw, and take back what a near miss resembles,
but they never take back an urgent label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.records import Turn
from assistant.screening.examples import NONE, Embed, ExampleIndex, ExampleVote
from assistant.screening.patterns import Cue, PatternSet
from assistant.screening.records import Evidence, Label, Screening, StatusRule
from assistant.screening.text import count_letters
from ingest.records import Place

_REFERENCE = re.compile(r"\d+[-. ]\d+")
_WORD = re.compile(r"[a-z]{2,}")
_VOWEL = re.compile(r"[aeiouy]")
_MASHED = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}")
_COURTESY = ("clarification", "small_talk", "greeting", "thanks")
_FOLLOW_UP_WORDS = 14


@dataclass(frozen=True)
class Thresholds:
    """When examples count; chosen on the train half of the examples (tests/unit/assistant)."""

    share: float = 0.62
    nearest: float = 0.50
    lead_over_none: float = 0.10
    """How much nearer than any near miss the label's nearest example must be."""
    veto_nearest: float = 0.90
    """A near miss this close, and closer than any example of the label, takes a label back."""


@dataclass(frozen=True)
class Screener:
    """Screens messages; `examples` and `embed` may be missing, then patterns decide alone."""

    patterns: PatternSet
    statuses: Mapping[str, StatusRule]
    examples: ExampleIndex | None = None
    embed: Embed | None = None
    thresholds: Thresholds = Thresholds()

    def __call__(self, text: str, previous: Sequence[Turn] = ()) -> Screening:
        """Screen one message in the light of the turns before it."""
        folded = self.patterns.fold(text)
        found = self._propose_by_patterns(text)
        if not found and (blank := self._find_blank(text, folded)) is not None:
            return Screening(labels=(blank,))
        withdrawn: list[Label] = []
        if self.examples is not None and self.embed is not None:
            votes = self.examples.vote(self.embed([text])[0])
            self._weigh_examples(found, votes, withdrawn)
        self._inherit_redirect(found, text, folded, previous)
        self._apply_rules(found, folded, bool(previous), withdrawn)
        labels = tuple(sorted(found.values(), key=lambda label: self.statuses[label.status].rank))
        return Screening(
            labels=labels,
            place=self._find_place(folded),
            is_rule_question=self._asks_rule(folded, labels),
            withdrawn=tuple(withdrawn),
        )

    def _find_blank(self, text: str, folded: str) -> Label | None:
        if not text.strip() or not folded.strip():
            return self._label("empty", 1.0, (Evidence(kind="rule", id="no_text"),))
        if _REFERENCE.search(folded) or re.search(r"[^\W\d_a-z]", folded):
            return None
        words = _WORD.findall(folded)
        mashed = len(words) == 1 and len(words[0]) >= 6 and _MASHED.search(words[0])
        if count_letters(folded) == 0 or mashed or not any(_VOWEL.search(w) for w in words):
            return self._label("unreadable", 1.0, (Evidence(kind="rule", id="no_words"),))
        return None

    def _propose_by_patterns(self, text: str) -> dict[str, Label]:
        found: dict[str, Label] = {}
        for match in self.patterns.match(text):
            evidence = Evidence(
                kind="pattern", id=match.cue.id, matched=match.matched, score=match.cue.strength
            )
            before = found.get(match.cue.status)
            why = (*(before.why if before else ()), evidence)
            strength = max(match.cue.strength, before.strength if before else 0.0)
            label = self._label(match.cue.status, strength, why)
            found[match.cue.status] = _prefer(label, before, match.cue)
        return found

    def _weigh_examples(
        self,
        found: dict[str, Label],
        votes: Mapping[str, ExampleVote],
        withdrawn: list[Label],
    ) -> None:
        none = votes.get(NONE)
        had_pattern = bool(found)
        for status, vote in votes.items():
            if status == NONE or status not in self.statuses:
                continue
            evidence = Evidence(
                kind="example",
                id=vote.example,
                matched=f"share {vote.share:.2f}",
                score=round(vote.nearest, 3),
            )
            if status in found:
                held = found[status]
                raised = min(1.0, held.strength + 0.2 * vote.share) if held.strength < 0.9 else held.strength
                found[status] = held.model_copy(update={"strength": raised, "why": (*held.why, evidence)})
            elif self._is_carried_by_examples(status, vote, none) and (
                not had_pattern or self.statuses[status].family == "urgent"
            ):
                found[status] = self._label(status, 0.9, (evidence,))
        if none is None or none.nearest < self.thresholds.veto_nearest:
            return
        for status, label in list(found.items()):
            vote_for = votes.get(status)
            is_closer = vote_for is None or none.nearest > vote_for.nearest
            if label.family not in ("urgent", "blocked") and is_closer:
                withdrawn.append(self._add_reason(found.pop(status), "near_miss", none.example))

    def _is_carried_by_examples(self, status: str, vote: ExampleVote, none: ExampleVote | None) -> bool:
        """Whether examples alone give a label that no pattern gave; courtesy is left to patterns."""
        if self.statuses[status].family in ("courtesy", "clarification"):
            return False
        limits = self.thresholds
        lead = vote.nearest - (none.nearest if none else 0.0)
        return vote.share >= limits.share and vote.nearest >= limits.nearest and lead >= limits.lead_over_none

    def _inherit_redirect(
        self, found: dict[str, Label], text: str, folded: str, previous: Sequence[Turn]
    ) -> None:
        """A short follow-up about daily running stays with the body the turn before was about."""
        if not previous or len(folded.split()) > _FOLLOW_UP_WORDS:
            return
        signals = self.patterns.signals
        if any(label.family in ("redirected", "urgent") for label in found.values()):
            return
        if signals["state_prison"].search(folded) or not signals["operations"].search(folded):
            return
        before = previous[-1]
        earlier = self._propose_by_patterns(before.standalone or before.text)
        for status, label in earlier.items():
            if label.family == "redirected":
                reason = Evidence(kind="rule", id="same_body_as_before", matched=before.text[:120])
                found[status] = self._label(status, 0.9, (*label.why, reason))

    def _apply_rules(
        self, found: dict[str, Label], folded: str, has_previous: bool, withdrawn: list[Label]
    ) -> None:
        self._weaken_law_topics(found, folded)
        families = {label.family for label in found.values()}
        drop: set[str] = set()
        if families - {"courtesy", "clarification"}:
            drop |= {s for s in found if s in _COURTESY}
        if "redirected" in families:
            drop.add("declined_case_data")
        if has_previous:
            drop.add("clarification")
        if "redirected_community_corrections" in found and "redirected_county_jail" in found:
            drop.add("redirected_county_jail")
        if {"redirected_federal_prison", "redirected_immigration", "redirected_other_state"} & set(found):
            drop |= {"redirected_county_jail", "redirected_community_corrections"}
        if "declined_contraband" in found and "declined_harm" in found:
            drop.add("declined_contraband")
        for status in drop & set(found):
            withdrawn.append(self._add_reason(found.pop(status), "another_label_leads"))

    def _weaken_law_topics(self, found: dict[str, Label], folded: str) -> None:
        """A body that is only named, in a question the law speaks to, gives way to the law."""
        topics = {
            "redirected_county_jail": "jail_law_topic",
            "redirected_community_corrections": "halfway_law_topic",
        }
        for status, topic in topics.items():
            label = found.get(status)
            if label is None or label.strength >= 0.9:
                continue
            on_topic = self.patterns.signals[topic].search(folded) is not None
            asks_law = self.patterns.signals["law_wording"].search(folded) is not None
            if on_topic or asks_law:
                reason = Evidence(kind="rule", id="law_topic")
                found[status] = self._label(status, min(label.strength, 0.3), (*label.why, reason))

    def _asks_rule(self, folded: str, labels: Sequence[Label]) -> bool:
        """Whether a rule is asked for beside what the labels were given for."""
        rest = folded
        for evidence in (e for label in labels for e in label.why if e.kind == "pattern"):
            rest = rest.replace(evidence.matched, " ")
        return self.patterns.signals["rule_question"].search(rest) is not None

    def _find_place(self, folded: str) -> Place | None:
        signals = self.patterns.signals
        in_jail = signals["jail_mention"].search(folded) is not None
        in_prison = signals["state_prison"].search(folded) is not None
        if in_jail == in_prison:
            return None
        return "jail" if in_jail else "prison"

    def _label(self, status: str, strength: float, why: Iterable[Evidence]) -> Label:
        rule = self.statuses[status]
        return Label(
            status=status,
            family=rule.family,
            outcome=rule.outcome,
            strength=round(strength, 3),
            why=tuple(why),
            preferred_locators=rule.preferred_locators,
            services=rule.services,
        )

    def _add_reason(self, label: Label, rule: str, matched: str = "") -> Label:
        reason = Evidence(kind="rule", id=rule, matched=matched[:120])
        return label.model_copy(update={"why": (*label.why, reason)})


def _prefer(label: Label, before: Label | None, cue: Cue) -> Label:
    """Put what a cue prefers to quote and to offer before what its status prefers."""
    locators = (
        *(before.preferred_locators if before else ()),
        *cue.preferred_locators,
        *label.preferred_locators,
    )
    services = (*(before.services if before else ()), *cue.services, *label.services)
    if cue.preferred_locators or cue.services:
        locators = (*cue.preferred_locators, *locators)
        services = (*cue.services, *services)
    return label.model_copy(
        update={
            "preferred_locators": tuple(dict.fromkeys(locators)),
            "services": tuple(dict.fromkeys(services)),
        }
    )
