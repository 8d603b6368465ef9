"""What a model wrote, read as sentences with their mark and proof, and each held against the passage it names.

A sentence is released only when its proof is verbatim in that passage and it says no more than the proof does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.checking.claims import find_strict_faults
from assistant.checking.negations import find_turned_negations
from assistant.checking.verbatim import fold
from assistant.composing.outline import Outlines, Unit
from assistant.state import Quote
from ingest.records import Passage

NOT_IN_SOURCES = "NOT IN THE SOURCES"
_SENTENCE = re.compile(r"^(?P<text>.+?)\s*\[(?P<mark>\d{1,2})\]\s*«(?P<proof>[^«»]+)»\s*$")
_MARKS = re.compile(r"\[\d+\]|«|»")
_UNSAID = re.compile(
    r"[<>{}]|!\[|\]\(|javascript:|https?:|www\.|@|\bsystem prompt\b|\binstructions?\b|\bpassages?\b|\bas an ai\b|\blanguage model\b|\bthese rules\b",
    re.I,
)
_PROMISE = re.compile(
    r"\b(?:guarantee\w*|i promise|definitely|for sure|you should|i recommend|i advise)\b", re.I
)
MIN_PROOF_WORDS = 5
MIN_NEARNESS = 0.45
Embed = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True)
class WrittenSentence:
    """A sentence a model wrote, as far as it can be read."""

    raw: str
    text: str = ""
    mark: int = 0
    proof: str = ""


@dataclass(frozen=True)
class Judged:
    """A sentence with its quote when it may be released, and its faults when not."""

    sentence: WrittenSentence
    quote: Quote | None
    faults: tuple[str, ...]


def split_lines(pieces: Iterable[str]) -> Iterator[str]:
    """Give whole lines as soon as they are whole."""
    held = ""
    for piece in pieces:
        held += piece
        *lines, held = held.split("\n")
        yield from (line.strip() for line in lines if line.strip())
    if held.strip():
        yield held.strip()


def parse_sentence(line: str) -> WrittenSentence:
    """Read "text [n] «proof»"; what does not fit keeps only its raw form."""
    match = _SENTENCE.match(re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", line))
    if match is None:
        return WrittenSentence(line)
    return WrittenSentence(line, match["text"].strip(), int(match["mark"]), fold(match["proof"]))


@dataclass(frozen=True)
class SentenceJudge:
    """Decides, sentence by sentence, what a model may say."""

    passages: tuple[Passage, ...]
    """As they were numbered for the model, from 1."""
    outlines: Outlines
    embed: Embed

    def judge(self, sentence: WrittenSentence) -> Judged:
        """Hold one sentence against its passage."""
        fault = self._find_form_fault(sentence)
        if fault:
            return Judged(sentence, None, (fault,))
        passage = self.passages[sentence.mark - 1]
        quote = self._find_quote(passage, sentence.proof)
        if quote is None:
            return Judged(sentence, None, ("the quote is not in the passage",))
        faults = list(find_strict_faults(sentence.text, (quote,)))
        # The quote is grown to its whole subdivision, which may hold a "not" that belongs to something else.
        faults += find_turned_negations(sentence.text, sentence.proof, quote.text)
        nearness = self._measure_nearness(sentence.text, quote.text)
        if nearness < MIN_NEARNESS:
            faults.append(f"far from its quote ({nearness:.2f})")
        return Judged(sentence, None if faults else quote, tuple(faults))

    def _find_form_fault(self, sentence: WrittenSentence) -> str | None:
        if not sentence.text:
            return "no mark or no quote"
        if not 1 <= sentence.mark <= len(self.passages):
            return f"there is no passage {sentence.mark}"
        if _MARKS.search(sentence.text):
            return "more than one mark"
        if _UNSAID.search(sentence.text):
            return "a link, markup, or the prompt"
        if _PROMISE.search(sentence.text):
            return "a promise or advice"
        if len(sentence.proof.split()) < MIN_PROOF_WORDS:
            return "the quote is too short to prove anything"
        if len(re.findall(r"[.!?](?:\s|$)", sentence.text)) > 1:
            return "more than one sentence"
        return None

    def _find_quote(self, passage: Passage, proof: str) -> Quote | None:
        """The proof grown to the whole subdivision it stands in: a rule is shown with its conditions."""
        if proof not in fold(passage.text):
            return None
        unit = self._find_unit(passage, proof)
        if unit is None:
            return Quote(passage.source, passage.locator, proof)
        text = unit.text if unit.words <= 180 else proof
        return Quote(passage.source, unit.locator, text)

    def _find_unit(self, passage: Passage, proof: str) -> Unit | None:
        outline = self.outlines.find(passage.section)
        units = outline.units if outline else ()
        return next((u for u in units if u.locator in passage.locators and proof in u.text), None)

    def _measure_nearness(self, text: str, quote: str) -> float:
        vectors = self.embed([text, quote])
        return float(vectors[0] @ vectors[1])


def number_passages(passages: Sequence[Passage], citation_label: Callable[[Quote], str]) -> str:
    """Lay out passages for the prompt: a number, where it is from, its lead-in, its text."""
    blocks = []
    for number, passage in enumerate(passages, start=1):
        label = citation_label(Quote(passage.source, passage.locator, passage.text))
        lead = f"{passage.lead_in} … " if passage.lead_in else ""
        blocks.append(f"[{number}] {label}\n{lead}{passage.text}")
    return "\n\n".join(blocks)
