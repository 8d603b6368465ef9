"""The worst cases are shown whole, so that a reader judges the answers and not only the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.records import MAIN_SYSTEM, Case, CaseScore, Produced
from evals.storage import StoredRun

WORST_CASES = 25


def render_worst(run: StoredRun, scores: Sequence[CaseScore]) -> str:
    """The worst cases of the development half as HTML, each with what was wanted and what was shown."""
    cases = {c.id: c for c in run.cases if c.split == "dev"}
    produced = {p.case: p for p in run.produced if p.system == MAIN_SYSTEM}
    ranked = sorted(
        (s for s in scores if s.system == MAIN_SYSTEM and s.case in cases and measure_badness(s) > 0),
        key=lambda s: (-measure_badness(s), s.case),
    )
    shown = "".join(_render_case(cases[s.case], produced[s.case], s) for s in ranked[:WORST_CASES])
    note = f"{len(ranked)} cases of the dev half miss something; the test half is never shown here."
    return f"<p>{note}</p>{shown}"


def measure_badness(score: CaseScore) -> float:
    """How bad a miss is: an emergency not seen weighs most, then a false quote, a wrong outcome, wrong evidence."""
    values = score.values
    return (
        8 * (1 - values.get("urgent_recall", 1))
        + 6 * (1 - values.get("quotes_exact", 1))
        + 4 * values.get("must_not_say", 0)
        + 3 * (1 - values.get("outcome_right", 1))
        + 2 * (1 - values.get("evidence_complete", 1))
        + (1 - values.get("must_say", 1))
        + (1 - values.get("link_right", 1))
        + (1 - values.get("recall@5", 1))
    )


def _render_case(case: Case, produced: Produced, score: CaseScore) -> str:
    gold = "; ".join(f"{g.locator}: “{cut_text(g.quote, 160)}”" for g in case.gold) or "/".join(
        case.right_outcomes
    )
    answer = produced.answer
    cited = ", ".join(c.locator for c in answer.citations) if answer else ""
    ranked = ", ".join(r.locator for r in produced.ranked[:5])
    return (
        f"<div class='case'><p><b>{escape(' → '.join(case.turns))}</b></p><p>Wanted: {escape(gold)}</p>"
        f"<p>Given ({escape(score.outcome or 'nothing')}): {escape(cut_text(answer.text if answer else '', 400))}</p>"
        f"<p class='dim'>Cited: {escape(cited) or 'nothing'} · first five found: {escape(ranked)} · {escape(case.id)}</p></div>"
    )


def cut_text(text: str, length: int) -> str:
    """A text cut at a blank, with an ellipsis where something is missing."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"
