"""What is right about one answer: its citations, its evidence, its outcome, its words and its links."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.readability import measure_grade
from assistant.records import Answer, Citation
from evals.metrics.coverage import covers, measure_coverage
from evals.metrics.retrieval import find_section
from evals.metrics.support import FAULTS, find_faults
from evals.records import Case, Gold

REFUSALS = frozenset(
    {"declined", "blocked", "redirected", "unanswerable", "clarification", "urgent", "error"}
)


def score_answer(case: Case, answer: Answer, sources: Mapping[str, str]) -> dict[str, float]:
    """All measures of one answer that apply to its case; `sources` maps an id to its folded text."""
    values: dict[str, float | None] = {
        "quotes_exact": measure_quotes_exact(answer, sources),
        "citation_precision": measure_citation_precision(case, answer),
        "citation_recall": measure_citation_recall(case, answer),
        "first_citation_right": measure_first_citation(case, answer),
        "first_citation_in_section": measure_first_section(case, answer),
        "evidence_complete": measure_completeness(case, answer),
        "outcome_right": float(answer.outcome in case.right_outcomes),
        "urgent_recall": float(answer.outcome == "urgent") if case.right_outcomes == ("urgent",) else None,
        "false_urgent": float(answer.outcome == "urgent") if "urgent" not in case.right_outcomes else None,
        "over_refusal": float(answer.outcome in REFUSALS) if case.must_answer else None,
        "must_say": measure_must_say(case, answer, with_quotes=True),
        "must_say_plainly": measure_must_say(case, answer, with_quotes=False),
        "must_not_say": measure_must_not_say(case, answer),
        "link_right": measure_link(case, answer),
        **measure_support(answer),
        "reading_grade": measure_plain_grade(answer) if answer.language == "en" else None,
        "language_right": float(answer.language == case.lang),
    }
    return {name: value for name, value in values.items() if value is not None}


def measure_quotes_exact(answer: Answer, sources: Mapping[str, str]) -> float | None:
    """Share of citations whose quote, white space folded, is a stretch of its source; None without citations."""
    if not answer.citations:
        return None
    exact = sum(" ".join(c.quote.split()) in sources.get(c.source, "") for c in answer.citations)
    return exact / len(answer.citations)


def measure_citation_precision(case: Case, answer: Answer) -> float | None:
    """Share of citations that agree with some gold, or lead into gold that is cited too; None without gold or citations."""
    if not case.gold or not answer.citations:
        return None
    return sum(_is_right(c, case, answer) for c in answer.citations) / len(answer.citations)


def measure_citation_recall(case: Case, answer: Answer) -> float | None:
    """Share of the gold (needed gold, where named; else 1 for any) with which some citation agrees."""
    if not case.gold:
        return None
    found = {n for n, g in enumerate(case.gold) if any(agrees(c, g) for c in answer.citations)}
    return (
        len(found & set(case.all_needed)) / len(set(case.all_needed))
        if case.all_needed
        else float(bool(found))
    )


def measure_first_citation(case: Case, answer: Answer) -> float | None:
    """1 where the first citation agrees with some gold, or leads into gold that is cited too; None without gold."""
    if not case.gold:
        return None
    return float(bool(answer.citations) and _is_right(answer.citations[0], case, answer))


def measure_first_section(case: Case, answer: Answer) -> float | None:
    """1 where the first citation is right, or at least of a gold's section (of its heading, on a page); None without gold."""
    if not case.gold:
        return None
    wanted = {(g.source, name_place(g.locator)) for g in case.gold}
    is_there = any((c.source, name_place(c.locator)) in wanted for c in answer.citations[:1])
    return float(is_there or measure_first_citation(case, answer) == 1)


def name_place(locator: str) -> str:
    """The section of a pinpoint, or the last heading of a page's path: who writes a path may leave out its beginning."""
    return re.split(r" [>›/] ", find_section(locator))[-1].strip("[]").casefold()


def measure_completeness(case: Case, answer: Answer) -> float | None:
    """1 where the quotes together cover all needed gold (any gold, where none is named); None without gold."""
    if not case.gold:
        return None
    text = {
        s: " … ".join(c.quote for c in answer.citations if c.source == s)
        for s in {g.source for g in case.gold}
    }
    held = {n for n, g in enumerate(case.gold) if covers(text[g.source], g.quote)}
    return float(set(case.all_needed) <= held if case.all_needed else bool(held))


def measure_must_say(case: Case, answer: Answer, *, with_quotes: bool) -> float | None:
    """1 where every must-say expression is found in the answer's words (or in the quotes shown under them); None without any."""
    if not case.must_say:
        return None
    quotes = [citation.quote for citation in answer.citations] if with_quotes else []
    said = "\n".join((answer.text, *quotes))
    return float(all(re.search(pattern, said) for pattern in case.must_say))


def measure_must_not_say(case: Case, answer: Answer) -> float | None:
    """1 where some must-not-say expression is found (a fault); None where there is none."""
    if not case.must_not_say:
        return None
    return float(any(re.search(pattern, answer.text) for pattern in case.must_not_say))


def measure_link(case: Case, answer: Answer) -> float | None:
    """1 where one of the wanted services is shown; None where the case names none."""
    if not case.links:
        return None
    return float(bool({s.key for s in answer.services} & set(case.links)))


def measure_support(answer: Answer) -> dict[str, float]:
    """Share of the plain sentences with a mark that their quotes support, and the share with each fault (`find_faults`)."""
    quotes = {c.number: c.quote for c in answer.citations}
    marked = [part for part in answer.parts if part.kind == "plain" and part.citations]
    if not marked:
        return {}
    found = [
        find_faults(part.text, " ".join(quotes.get(n, "") for n in part.citations), answer.language)
        for part in marked
    ]
    shares = {f"unsupported_{name}": sum(name in f for f in found) / len(found) for name in FAULTS}
    return {"sentences_supported": sum(not f for f in found) / len(found), **shares}


def measure_plain_grade(answer: Answer) -> float | None:
    """Flesch-Kincaid grade of the answer's own words: quotes, labels and links are left out."""
    own = [re.sub(r"\[\d+\]", "", p.text) for p in answer.parts if p.kind in ("help", "plain", "step")]
    return measure_grade("\n".join(own)) if own else None


def agrees(citation: Citation, gold: Gold) -> bool:
    """A citation agrees with gold: the same pinpoint, a part of it, or a wider one whose quote holds the gold's words."""
    if citation.source != gold.source:
        return False
    if is_within(citation.locator, gold.locator):
        return True
    return measure_coverage(citation.quote, gold.quote) >= 0.8


def is_within(locator: str, other: str) -> bool:
    """True where a pinpoint is the other or lies below it: "17-1-102(7.6)(a)" is within "17-1-102(7.6)"."""
    return locator == other or locator.startswith((f"{other}(", f"{other} > "))


def leads_into(citation: Citation, gold: Gold) -> bool:
    """True for the introductory words of a list that the gold is an item of: "(10)" for "(10)(a)", never a whole section."""
    return (
        citation.source == gold.source
        and "(" in citation.locator
        and is_within(gold.locator, citation.locator)
    )


def _is_right(citation: Citation, case: Case, answer: Answer) -> bool:
    return any(
        agrees(citation, g) or (leads_into(citation, g) and any(agrees(c, g) for c in answer.citations))
        for g in case.gold
    )
