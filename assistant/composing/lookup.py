"""Law that was named is quoted at the pinpoint named, with what stands above and below it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.checking.verbatim import StoredText, fold
from assistant.composing.evidence import EvidencePicker
from assistant.composing.outline import Outline, Unit
from assistant.composing.ranking import UnitRanker
from assistant.dates import find_repealing_entry
from assistant.state import Quote
from index.lexical import split_terms
from ingest.records import Section

_REFERENCE_WORDS = frozenset(
    [
        "section",
        "sections",
        "c.r.s",
        "crs",
        "§",
        "statute",
        "subsection",
        "paragraph",
        "colorado",
        "colo",
        "revised",
        "rev",
        "statutes",
        "stat",
        "text",
        "pull",
        "show",
        "what",
        "does",
        "say",
        "says",
        "read",
        "the",
        "full",
        "quote",
        "law",
        "look",
        "up",
        "title",
        "article",
        "please",
        "give",
        "me",
        "of",
        "me",
        "current",
        "version",
        "still",
    ]
)


@dataclass(frozen=True)
class LookUp:
    """Quotes for named law."""

    picker: EvidencePicker
    ranker: UnitRanker
    stored: StoredText

    def quote_pinpoint(
        self, outline: Outline, locator: str, question: str, asked: Mapping[str, float], day: date
    ) -> tuple[Quote, ...]:
        """Quote a pinpoint: itself, its stem, and of what is below it as much as answers the question.

        The question comes without the law it names: nothing left of it asks for the beginning.
        """
        unit = outline.by_locator.get(locator)
        below = tuple(u for u in outline.units if _is_below(u.locator, locator))
        if unit is None and not below:
            return ()
        head = unit or below[0]
        frame = self._quote_stems(outline, locator, head)
        last = below[-1] if below else head
        if outline.count_words(head, last) <= 230:
            return (Quote(outline.section.source, locator, outline.slice_quote(head, last).text), *frame)
        wanted = _find_question_terms(question)
        chosen = self._choose_below(outline, head, below, wanted, asked)
        quotes: list[Quote] = []
        for part in chosen:
            quotes += self.picker.complete(outline, part, day)
        if unit is not None and unit not in chosen and not any(unit.text in q.text for q in quotes):
            quotes.append(Quote(outline.section.source, unit.locator, self.picker.cut(outline, unit).text))
        return tuple(dict.fromkeys((*quotes, *frame)))

    def _quote_stems(self, outline: Outline, locator: str, head: Unit) -> tuple[Quote, ...]:
        parent = outline.find_parent(head)
        if parent is None or not (parent.is_stem or head.text[:1].islower()):
            return ()
        return self.picker.quote_stem(outline, parent)

    def _choose_below(
        self,
        outline: Outline,
        head: Unit,
        below: tuple[Unit, ...],
        wanted: frozenset[str],
        asked: Mapping[str, float],
    ) -> tuple[Unit, ...]:
        """Of a long subdivision, the parts that share most with the question; without one, its beginning."""
        units = (head, *[u for u in below if u is not head])
        if not wanted:
            return self._take_opening(outline, units)
        ranked: list[tuple[float, Unit]] = []
        total = sum(self.ranker.weigh(t) for t in wanted)
        for unit in units:
            if unit.subdivision.status != "in_force":
                continue
            shared = sum(self.ranker.weigh(t) for t in wanted & frozenset(split_terms(unit.text))) / total
            near = asked.get(f"{outline.section.source} {unit.locator}", 0.0)
            ranked.append((0.6 * near + 0.4 * shared, unit))
        ranked.sort(key=lambda pair: -pair[0])
        if not ranked:
            return (head,)
        return tuple(unit for score, unit in ranked if score >= 0.85 * ranked[0][0])[:3]

    def _take_opening(self, outline: Outline, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
        taken: list[Unit] = []
        words = 0
        for unit in units:
            if unit.subdivision.status != "in_force":
                continue
            if taken and words + unit.words > 220:
                break
            taken.append(unit)
            words += unit.words
        return tuple(taken[:4])

    def quote_repeal(self, section: Section) -> tuple[Quote, ...]:
        """Quote, from the printed notes, that a section was repealed or moved, and where its matter went."""
        quotes = []
        for note in section.notes:
            text = fold(note.text)
            if note.kind == "source":
                clauses = _split_source(text)
                told = [c for c in clauses if re.search(r"repealed|relocated", c)]
                # "L. 2017:" opens a year group: the clause is quoted with it.
                quotes += [told[-1] if told else (clauses[-1] if clauses else text)]
            elif re.search(r"repeal|relocated|current provision|see §|recodified", text, re.I):
                quotes.append(text if len(text.split()) <= 90 else _cut_sentences(text))
        held = self.stored.find_section_text(section.source, section.number)
        return tuple(
            Quote(section.source, section.number, q) for q in dict.fromkeys(quotes) if q and q in held
        )

    def quote_history(self, section: Section, locator: str) -> tuple[Quote, ...]:
        """Quote the printed history, whole where it is short, else the entries for the pinpoint and the latest."""
        source = next((fold(n.text) for n in section.notes if n.kind == "source"), "")
        held = self.stored.find_section_text(section.source, section.number)
        if not source or source not in held:
            return ()
        if len(source.split()) <= 150:
            return (Quote(section.source, section.number, source),)
        label = "(" + locator.split("(", 1)[1] if "(" in locator else ""
        groups = [g for g in _split_years(source) if g in held]
        wanted = [g for g in groups if label and label.split(")")[0] + ")" in g] or groups[:1]
        return tuple(
            Quote(section.source, section.number, g) for g in dict.fromkeys([*wanted[-2:], *groups[-1:]])
        )

    def find_repeal_facts(self, section: Section) -> dict[str, str]:
        """When, and by which bill, a section was repealed, as far as its notes say."""
        entry = find_repealing_entry(section)
        facts: dict[str, str] = {}
        if section.repealed_on:
            facts["day"] = section.repealed_on.isoformat()
        if entry and entry.bill:
            facts["bill"] = entry.bill
        if entry and not section.repealed_on:
            facts["year"] = str(entry.year)
        return facts


def _is_below(locator: str, above: str) -> bool:
    return locator != above and (
        locator.startswith(above + "(") or (above.count("(") == 0 and locator.startswith(above))
    )


def _find_question_terms(question: str) -> frozenset[str]:
    words = [w for w in re.findall(r"[^\W_]+", question) if w.lower() not in _REFERENCE_WORDS and len(w) > 2]
    return frozenset(split_terms(" ".join(words)))


def _split_source(text: str) -> list[str]:
    """Split a Source note into its year groups: "L. 2017: Entire section repealed, (HB 17-1015), …"."""
    return [
        part.strip()
        for part in re.split(r"(?=\bL\. (?:\d{2}|\d{4})\b)|(?=\bInitiated \d{4})", text)
        if part.strip()
    ]


def _split_years(text: str) -> list[str]:
    return [p for p in _split_source(text) if p.startswith(("L.", "Initiated"))]


def _cut_sentences(text: str) -> str:
    kept = ""
    for sentence in re.split(r"(?<=\.)\s+(?=[A-Z(])", text):
        if kept and len((kept + sentence).split()) > 90:
            break
        kept = f"{kept} {sentence}".strip()
    return kept
