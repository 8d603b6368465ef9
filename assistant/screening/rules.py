"""Patterns and examples propose; these rules decide which labels hold, and say why.

Patterns alone suffice. Examples add what no pattern foresaw, and take back what a near miss resembles; an urgent
label, and one that sends people elsewhere, they take back only where they are all but unanimous.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.records import Turn
from assistant.screening.examples import NONE
from assistant.screening.orders import OrderReader
from assistant.screening.patterns import PatternSet
from assistant.screening.proposing import ExampleProposer, find_blank, make_label, propose_by_patterns
from assistant.screening.reader import ExampleReading
from assistant.screening.records import Evidence, Label, Screening, StatusRule
from ingest.records import Place

_COURTESY = frozenset({"clarification", "small_talk", "greeting", "thanks"})
_ELSEWHERE = frozenset({"redirected_federal_prison", "redirected_immigration", "redirected_other_state"})
_LAW_TOPICS = {
    "redirected_county_jail": "jail_law_topic",
    "redirected_community_corrections": "halfway_law_topic",
}
_FOLLOW_UP_WORDS = 14
_BY_EXAMPLES = 0.8
_OPERATIONS = 0.9
_WEAK = 0.3
_MIDDLING = 0.6


@dataclass(frozen=True)
class Screener:
    """Screens messages; without `examples`, patterns decide alone."""

    patterns: PatternSet
    statuses: Mapping[str, StatusRule]
    examples: ExampleProposer | None = None

    def __call__(self, text: str, previous: Sequence[Turn] = ()) -> Screening:
        """Screen one message in the light of the turns before it; one that gives orders, by its questions alone."""
        whole = self._screen(text, previous)
        families = {label.family for label in whole.labels}
        if "urgent" in families:
            return whole
        asked = self._read_orders().find_asked(text, is_attack="blocked" in families)
        read = self._screen(asked, previous) if asked and "blocked" not in families else whole
        return read.model_copy(update={"asked": asked})

    def _read_orders(self) -> OrderReader:
        return OrderReader(
            partial(self.patterns.has_signal, "orders"),
            partial(self.patterns.has_signal, "asides"),
            lambda text: self.patterns.names_no_subject(self.patterns.fold(text)),
        )

    def _screen(self, text: str, previous: Sequence[Turn]) -> Screening:
        folded = self.patterns.fold(text)
        found = propose_by_patterns(self.patterns.match(text), self.statuses)
        if not found and (blank := find_blank(text, folded)) is not None:
            why = Evidence(kind="rule", id="no_words")
            return Screening(labels=(make_label(self.statuses[blank], 1.0, (why,)),))
        withdrawn: list[Label] = []
        if self.examples is not None:
            self._weigh_examples(found, text, folded, withdrawn)
        if not found and self.patterns.names_no_subject(folded):
            why = Evidence(kind="rule", id="no_subject")
            found["clarification"] = make_label(self.statuses["clarification"], 1.0, (why,))
        self._withdraw_denied(found, folded, withdrawn)
        self._inherit_redirect(found, folded, previous)
        self._weaken_law_topics(found, folded)
        self._settle(found, bool(previous), withdrawn)
        labels = tuple(sorted(found.values(), key=lambda label: self.statuses[label.status].rank))
        return Screening(
            labels=labels,
            place=self._find_place(folded),
            is_rule_question=self._asks_rule(folded, labels),
            withdrawn=tuple(withdrawn),
        )

    def _weigh_examples(
        self, found: dict[str, Label], text: str, folded: str, withdrawn: list[Label]
    ) -> None:
        assert self.examples is not None
        reading, windows = self.examples.read(text)
        had_pattern = bool(found)
        is_soon = self.patterns.signals["soon"].search(folded) is not None
        for status, label in list(found.items()):
            near_miss = self.examples.find_near_miss(reading, status)
            if near_miss and label.family not in ("urgent", "blocked"):
                withdrawn.append(_add_reason(found.pop(status), "near_miss", near_miss))
            elif is_soon and label.family == "urgent":
                continue
            elif self.examples.is_denied(reading, self.statuses[status]):
                withdrawn.append(_add_reason(found.pop(status), "examples_deny"))
            elif status in reading.margins:
                is_sure = label.family == "redirected" and self.examples.is_sure(reading, status)
                found[status] = label.model_copy(
                    update={
                        "strength": max(label.strength, _OPERATIONS) if is_sure else label.strength,
                        "why": (*label.why, _cite_example(reading, status)),
                    }
                )
        is_urgent = any(label.family == "urgent" for label in found.values())
        for status in self.examples.choose(reading, windows, self.statuses, folded):
            rule = self.statuses[status]
            adds = not is_urgent if rule.family == "urgent" else not had_pattern
            if status not in found and adds:
                strength = _OPERATIONS if self.examples.is_sure(reading, status) else _BY_EXAMPLES
                found[status] = make_label(rule, strength, (_cite_example(reading, status),))

    def _withdraw_denied(self, found: dict[str, Label], folded: str, withdrawn: list[Label]) -> None:
        """Take back a body that the message itself says it is not ("the state, not ICE")."""
        for status in tuple(found):
            denial = self.patterns.signals.get(f"not_{status}")
            if denial is not None and denial.search(folded):
                withdrawn.append(_add_reason(found.pop(status), "message_denies"))

    def _inherit_redirect(self, found: dict[str, Label], folded: str, previous: Sequence[Turn]) -> None:
        """A short follow-up about daily running stays with the body the turn before was about."""
        signals = self.patterns.signals
        is_short = len(folded.split()) <= _FOLLOW_UP_WORDS
        is_open = not any(label.family in ("redirected", "urgent") for label in found.values())
        if not previous or not is_short or not is_open:
            return
        if signals["state_prison"].search(folded) or not signals["operations"].search(folded):
            return
        before = previous[-1]
        matches = self.patterns.match(before.standalone or before.text)
        for status, label in propose_by_patterns(matches, self.statuses).items():
            if label.family == "redirected":
                reason = Evidence(kind="rule", id="same_body_as_before", matched=before.text[:120])
                found[status] = label.model_copy(
                    update={"strength": _OPERATIONS, "why": (*label.why, reason)}
                )

    def _weaken_law_topics(self, found: dict[str, Label], folded: str) -> None:
        """A body that is only named, in a question the law speaks to, gives way to the law."""
        signals = self.patterns.signals
        for status, topic in _LAW_TOPICS.items():
            label = found.get(status)
            if label is None:
                continue
            is_on_topic = signals[topic].search(folded) is not None
            is_operations = label.strength >= _OPERATIONS
            if is_on_topic:
                strength = min(label.strength, _MIDDLING if is_operations else _WEAK)
            elif not is_operations and signals["law_wording"].search(folded):
                is_passing = label.strength < _MIDDLING
                strength = _WEAK if is_passing else _MIDDLING
            else:
                continue
            reason = Evidence(kind="rule", id="law_topic")
            found[status] = label.model_copy(update={"strength": strength, "why": (*label.why, reason)})

    def _settle(self, found: dict[str, Label], has_previous: bool, withdrawn: list[Label]) -> None:
        """Take back labels that another one makes pointless."""
        families = {label.family for label in found.values()}
        drop: set[str] = set()
        if families - {"courtesy", "clarification"}:
            drop |= _COURTESY
        if has_previous:
            drop.add("clarification")
        if "redirected" in families:
            drop.add("declined_case_data")
        if "redirected_community_corrections" in found:
            drop.add("redirected_county_jail")
        if _ELSEWHERE & set(found):
            drop |= {"redirected_county_jail", "redirected_community_corrections"}
        if "declined_harm" in found:
            drop.add("declined_contraband")
        for status in drop & set(found):
            withdrawn.append(_add_reason(found.pop(status), "another_label_leads"))

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


def _cite_example(reading: ExampleReading, status: str) -> Evidence:
    cosine, text = reading.nearest.get(status, reading.nearest.get(NONE, (0.0, "")))
    return Evidence(
        kind="example",
        id=text,
        matched=f"margin {reading.margins.get(status, 0.0):.2f}",
        score=round(cosine, 3),
    )


def _add_reason(label: Label, rule: str, matched: str = "") -> Label:
    reason = Evidence(kind="rule", id=rule, matched=matched[:120])
    return label.model_copy(update={"why": (*label.why, reason)})
