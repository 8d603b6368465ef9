"""Where the best evidence is weak, the answer is that the sources do not say it, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.composing.kit import Kit
from assistant.settings import AssistantSettings
from assistant.state import Draft, Quote, Sentence, TurnState
from index.lexical import split_terms
from index.records import SearchResult


@dataclass(frozen=True)
class Support:
    """What speaks for an answer being in the sources, each 0 to 1."""

    score: float
    """The calibrated score of the best passage."""
    asked: float
    """Nearness to the nearest question that a pinpoint answers."""
    coverage: float
    """Share of the question's words, by rarity, that the best three passages hold."""

    @property
    def total(self) -> float:
        """One number; weights from `python -m assistant calibrate`."""
        return 0.45 * self.score + 0.35 * max(0.0, (self.asked - 0.35) / 0.45) + 0.20 * self.coverage


def measure_support(
    search: SearchResult, query: str, asked: Mapping[str, float], rarity: Mapping[str, float]
) -> Support:
    """Measure how well the best passages support an answer to a query."""
    terms = frozenset(split_terms(query))
    total = sum(rarity.get(t, 6.0) for t in terms) or 1.0
    held: set[str] = set()
    for found in search.found[:3]:
        held |= set(split_terms(f"{found.passage.catchline} {found.passage.lead_in} {found.passage.text}"))
    shared = sum(rarity.get(t, 6.0) for t in terms & held) / total
    best = search.found[0].score if search.found else 0.0
    return Support(best, max(asked.values(), default=0.0), shared)


@dataclass(frozen=True)
class AbstainWhenWeak:
    """Sets a draft that says plainly that nothing was found."""

    kit: Kit
    settings: AssistantSettings

    def __call__(self, state: TurnState) -> TurnState:
        """Set `draft` when support is below the floor."""
        if state.draft is not None or state.search is None:
            return state
        support = measure_support(
            state.search, state.search.searched, state.nearness.asked, self.kit.ranker.rarity
        )
        note = {
            "score": round(support.score, 3),
            "asked": round(support.asked, 3),
            "coverage": round(support.coverage, 3),
            "total": round(support.total, 3),
        }
        is_outside = bool(state.search.outside_references)
        if state.search.found and support.total >= self.settings.evidence_floor:
            return state.noting("support", note)
        return state.noting("support", note | {"abstains": True}, draft=self._tell(state, is_outside))

    def _tell(self, state: TurnState, is_outside: bool) -> Draft:
        say, language = self.kit.wordings.say, state.language
        text = say("not_found", language)
        services: tuple[str, ...] = ("constituent-services",)
        status = "unanswerable_not_found"
        if is_outside and state.search is not None:
            text = say("outside", language, law=state.search.outside_references[0])
            services = ("statutes-official", "constituent-services")
            status = "unanswerable_outside_law"
        quote = find_contact_quote(self.kit)
        sentences = [Sentence(text, kind="fixed", block="lead")]
        if quote is not None:
            sentences.append(self.kit.quote_sentence(quote))
        return Draft("unanswerable", status, "none", tuple(sentences), services=services)


def find_contact_quote(kit: Kit) -> Quote | None:
    """The contact page's own sentence on where general questions go."""
    outline = kit.outlines.find("Constituent Services")
    if outline is None:
        return None
    unit = next((u for u in outline.units if "best place to direct" in u.text), None)
    return outline.slice_quote(unit) if unit else None
