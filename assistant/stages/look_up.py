"""Law named by its number is looked up and quoted: in force, repealed, moved, missing, or not held."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.composing.kit import Kit, format_topic
from assistant.dates import format_day
from assistant.records import Language, Notice
from assistant.state import Draft, Quote, Sentence, TurnState
from index.query import read_intent
from index.references import cut_references
from ingest.records import Section

_HISTORY = re.compile(
    r"\b(?:which|what) (?:bill|act|session)|\bby what bill|\bwhen (?:was|were|did)\b|\bhistory\b|\b(?:been|was|were) (?:amended|added|enacted|changed)"
    r"|\bcu[aá]ndo (?:se|fue)\b",
    re.I,
)
"""The question is about how the text came to be, rather than about what it says."""


@dataclass(frozen=True)
class LookUpReferences:
    """Answers from the pinpoints a question names."""

    kit: Kit

    def __call__(self, state: TurnState) -> TurnState:
        """Set `draft` when law of the corpus's own titles is named."""
        if state.draft is not None or state.search is None or state.understood is None:
            return state
        named = state.understood.references or state.search.references
        if named:
            drafts = [d for locator in named[:3] if (d := self._look_up(state, locator))]
            if drafts:
                return state.noting("look_up", {"named": named}, draft=_join_drafts(drafts))
        if state.search.missing_references:
            return state.noting(
                "look_up", "missing", draft=self._tell_missing(state, state.search.missing_references[0])
            )
        return state

    def _look_up(self, state: TurnState, locator: str) -> Draft | None:
        found = self.kit.library.subdivision(locator)
        number = locator.split("(")[0]
        section = found[0] if found else self.kit.library.sections.get(number)
        if section is None:
            return None
        if section.status != "in_force":
            return self._tell_repealed(state, section, number)
        intent = read_intent(state.text)
        if found and found[1].status != "in_force" and found[1].labels:
            return self._tell_placeholder(state, section, locator)
        quotes = self._quote(
            state, section, locator, wants_history=intent.wants_history or intent.wants_old_law
        )
        if not quotes:
            return None
        say, language = self.kit.wordings.say, state.language
        edition = self.kit.edition(section.source, language)
        head = say("lookup", language, locator=locator, topic=format_topic(section), edition=edition)
        sentences = [Sentence(head, kind="fixed", block="lead")]
        is_part = found is not None and found[1].locator == locator
        effective = (found[1].effective_from if found and is_part else None) or section.effective_from
        if effective:
            told = say("lookup_effective", language, day=format_day(effective, language))
            sentences.append(Sentence(told, kind="fixed", block="lead"))
        sentences += [self.kit.quote_sentence(quote) for quote in quotes]
        return Draft("answered", "answered", "complete", tuple(sentences))

    def _quote(
        self, state: TurnState, section: Section, locator: str, *, wants_history: bool
    ) -> tuple[Quote, ...]:
        outline = self.kit.outlines.outline(section)
        question = state.understood.text if state.understood else state.text
        beside = cut_references(question, self.kit.library.sections)
        quotes = self.kit.lookup.quote_pinpoint(
            outline, locator, beside, state.nearness.asked, state.asked_on
        )
        if wants_history:
            history = self.kit.lookup.quote_history(section, locator)
            is_all = bool(_HISTORY.search(question))
            quotes = (*history, *quotes[: 1 if history else 5]) if is_all else (*quotes[:3], *history)
        return quotes[:5]

    def _tell_repealed(self, state: TurnState, section: Section, number: str) -> Draft:
        say, language = self.kit.wordings.say, state.language
        facts = self.kit.lookup.find_repeal_facts(section)
        quotes = self.kit.lookup.quote_repeal(section)
        texts = [say("repealed", language, locator=number, topic=format_topic(section))]
        if "day" in facts:
            texts.append(
                say("repealed_on", language, day=format_day(date.fromisoformat(facts["day"]), language))
            )
        elif "year" in facts:
            texts.append(say("repealed_in", language, year=facts["year"]))
        if "bill" in facts:
            texts.append(say("repealed_by", language, bill=facts["bill"]))
        if section.relocated_to:
            inside = section.relocated_to.split("(")[0] in self.kit.library.sections
            texts.append(
                say("relocated_inside" if inside else "relocated", language, target=section.relocated_to)
            )
        sentences = [Sentence(text, kind="fixed", block="lead") for text in texts]
        sentences.append(Sentence(say("repeal_source", language), kind="fixed", block="law"))
        sentences += [self.kit.quote_sentence(quote) for quote in quotes[:3]]
        sentences += self._quote_current(section, quotes, language)
        notice = self.kit.wordings.notice("repealed", language, locator=number)
        services = ("statutes-official",) if section.relocated_to else ()
        return Draft(
            "answered",
            "answered_repealed",
            "complete",
            tuple(sentences),
            services=services,
            notices=(notice,),
        )

    def _quote_current(
        self, section: Section, quotes: tuple[Quote, ...], language: Language
    ) -> list[Sentence]:
        """Where the notes send the reader on to a section held here, its opening."""
        for quote in quotes:
            for target in re.findall(r"see §+ (\d+-[\d.]+-[\d.]+\d)", quote.text):
                found = self.kit.outlines.find_unit(target)
                if found and found[0].section.status == "in_force" and target != section.number:
                    told = self.kit.wordings.say("current_provision", language)
                    return [
                        Sentence(told, kind="fixed", block="law"),
                        self.kit.quote_sentence(self.kit.picker.cut(found[0], found[1])),
                    ]
        return []

    def _tell_placeholder(self, state: TurnState, section: Section, locator: str) -> Draft:
        say, language = self.kit.wordings.say, state.language
        found = self.kit.library.subdivision(locator)
        text = found[1].text if found else "Repealed."
        sentences = [
            Sentence(
                say("lookup_placeholder", language, locator=locator, text=text), kind="fixed", block="lead"
            )
        ]
        history = self.kit.lookup.quote_history(section, locator)
        if history:
            sentences.append(Sentence(say("lookup_history", language), kind="fixed", block="law"))
            sentences += [self.kit.quote_sentence(quote) for quote in history]
        notice = self.kit.wordings.notice("repealed", language, locator=locator)
        return Draft("answered", "answered_repealed", "complete", tuple(sentences), notices=(notice,))

    def _tell_missing(self, state: TurnState, number: str) -> Draft:
        say, language = self.kit.wordings.say, state.language
        texts = [say("lookup_missing", language, section=number)]
        near = find_nearest_numbers(number, tuple(self.kit.library.sections))
        if near:
            texts.append(say("lookup_missing_near", language, nearest=", ".join(f"§ {n}" for n in near)))
        sentences = tuple(Sentence(text, kind="fixed", block="lead") for text in texts)
        services = ("statutes-official", "constituent-services")
        return Draft("unanswerable", "unanswerable_not_found", "none", sentences, services=services)


def find_nearest_numbers(number: str, numbers: tuple[str, ...], count: int = 3) -> tuple[str, ...]:
    """The section numbers next to one that does not exist: the same article first, then the nearest value."""

    def parts(text: str) -> tuple[float, ...] | None:
        match = re.fullmatch(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)", text)
        return tuple(float(x) for x in match.groups()) if match else None

    wanted = parts(number)
    if wanted is None:
        return ()
    known = [(p, n) for n in numbers if (p := parts(n)) is not None and p[0] == wanted[0]]
    known.sort(key=lambda pair: (abs(pair[0][1] - wanted[1]), abs(pair[0][2] - wanted[2])))
    return tuple(n for _, n in known[:count])


def _join_drafts(drafts: list[Draft]) -> Draft:
    sentences = tuple(dict.fromkeys(s for draft in drafts for s in draft.sentences))
    notices: tuple[Notice, ...] = tuple(dict.fromkeys(n for draft in drafts for n in draft.notices))
    services = tuple(dict.fromkeys(s for draft in drafts for s in draft.services))
    return replace(drafts[0], sentences=sentences, notices=notices, services=services)
