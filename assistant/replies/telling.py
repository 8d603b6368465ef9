"""What an e-mail tells of and does not ask: each sentence of the story is read alone, as the chat reads a message.

"They kept half of what I put on his books" wants a reason without a question mark. Told sentences are held to more than
questions: what is found for them is offered to the officer, and stands in the letter only where nothing asked was answered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.conversation import find_content_words
from assistant.replies.asking import MIN_OWN_WORDS, count_own_words
from assistant.replies.clauses import list_clauses
from assistant.replies.doubts import SURE_ENOUGH
from assistant.replies.records import Asked, Finding

MIN_WORDS = 3
"""Content words without which a sentence tells too little to be read alone."""
MAX_READ = 16
MAX_OFFERED = 4


def find_told(sentences: Sequence[str]) -> tuple[Asked, ...]:
    """Find the sentences that tell something and ask nothing, in reading order."""
    told = [s for s in sentences if len(find_content_words(s)) >= MIN_WORDS and not list_clauses(s)]
    return tuple(Asked(text=s, readings=(s,), is_question=False) for s in dict.fromkeys(told))[:MAX_READ]


def choose_told(offers: Sequence[tuple[float, Finding]], findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Choose the surest of what was found for told sentences, each topic once and none that a question found already."""
    used = {_name(f) for f in findings if f.asked[0].is_question and (f.kind != "officer" or f.doubt)}
    best: dict[str, tuple[float, Finding]] = {}
    for rated, finding in offers:
        name = _name(finding)
        if name not in used and rated > best.get(name, (0.0, finding))[0]:
            best[name] = (rated, finding)
    kept = sorted(best.values(), key=lambda offer: -offer[0])[:MAX_OFFERED]
    return tuple(finding for _, finding in kept)


def stand_for_matter(
    findings: Sequence[Finding], told: Sequence[Finding], rate: Callable[[Finding], float]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Put what was told into the letter of an e-mail that asks for nothing by name: findings, and what is only offered.

    The e-mail's matter as a whole has no place of its own then. "What are we supposed to do?" asks for nothing by name.
    """
    if any(f.kind != "officer" or _asks_of_something(f) for f in findings):
        shown = {_name(f) for f in findings if f.kind != "officer" or f.doubt}
        return tuple(findings), tuple(f for f in told if _name(f) not in shown)
    standing = [f for f in told if rate(f) >= SURE_ENOUGH]
    asked = tuple(f for f in findings if f.asked[0].is_question or not standing)
    sure = tuple(f.model_copy(update={"doubt": None}) for f in standing)
    shown = {_name(f) for f in asked if f.doubt}
    return (*sure, *asked), tuple(f for f in told if f not in standing and _name(f) not in shown)


def _asks_of_something(finding: Finding) -> bool:
    return any(asked.is_question and count_own_words(asked.text) >= MIN_OWN_WORDS for asked in finding.asked)


def _name(finding: Finding) -> str:
    return finding.document if finding.kind == "elsewhere" else finding.answer.standard_answer or ""
