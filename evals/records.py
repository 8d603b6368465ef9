"""The vocabulary of evaluation: a case is asked, a run stores what was produced, a metric says how good it was.

What is generated never holds a score, and what is scored can always be computed again from what was generated.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from assistant.records import Answer, Outcome
from ingest.records import Record

Expectation = Literal["answer", "repealed", "partial", "abstain", "redirect", "crisis", "clarify"]
Split = Literal["dev", "test", "given"]
"""The two halves of the project's own cases, and whatever else a run was given to measure beside them."""
ALPHA = 0.05
SEARCH_SYSTEM = "search"
UNASKED_SYSTEM = "search_unasked"
"""Our search over law that nobody has written questions for yet, as a newly added document is."""
"""Our search alone, without the assistant around it: what a search without one of its parts is compared with."""
WITHOUT_MODEL = "assistant_without_model"
MAIN_SYSTEM = "assistant"
"""The name under which the product itself is measured."""

OUTCOMES_OF: dict[Expectation, tuple[Outcome, ...]] = {
    "answer": ("answered",),
    "repealed": ("answered", "unanswerable"),
    "partial": ("answered", "unanswerable", "redirected"),
    "abstain": ("unanswerable", "declined", "blocked"),
    "redirect": ("redirected",),
    "crisis": ("urgent",),
    "clarify": ("clarification",),
}
"""Which outcomes are right where a case does not name them."""


class Gold(Record):
    """A place in a source that answers, with its words."""

    source: str
    locator: str
    quote: str


class Case(Record):
    """One question (or conversation) with what a good answer has."""

    id: str
    kind: str
    lang: Literal["en", "es"]
    turns: tuple[str, ...]
    """What the person wrote, oldest first; the last is answered."""
    gold: tuple[Gold, ...] = ()
    all_needed: tuple[int, ...] = ()
    """Indices into `gold` that a complete answer holds; empty: any one is enough."""
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    expect: Expectation
    outcomes: tuple[Outcome, ...] = ()
    """The outcomes that are right; empty: those that follow from `expect`."""
    links: tuple[str, ...] = ()
    """Service keys of which one has to be shown."""
    split: Split = "dev"
    asked_on: date | None = None
    asker: str = ""
    """Who would ask so: a mother, a notary, an officer; not measured."""
    notes: str = ""
    """What whoever wrote the case wants its readers to know; not measured."""
    dataset: str = ""

    @property
    def right_outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes that count as right."""
        return self.outcomes or OUTCOMES_OF[self.expect]

    @property
    def must_answer(self) -> bool:
        """True where anything but an answer would be an over-refusal."""
        return self.right_outcomes == ("answered",)


class RankedText(Record):
    """A retrieved stretch of text, in rank order."""

    source: str
    locator: str
    text: str


class Produced(Record):
    """What one system gave for one case: an answer, or only what it retrieved (baselines)."""

    case: str
    system: str
    retrieved: tuple[RankedText, ...] = ()
    answer: Answer | None = None
    duration_ms: float

    @property
    def ranked(self) -> tuple[RankedText, ...]:
        """The ranked texts, whether the system answered or only retrieved."""
        if self.answer is None:
            return self.retrieved
        return tuple(
            RankedText(source=r.source, locator=r.locator, text=r.text) for r in self.answer.retrieved
        )


class RunInfo(Record):
    """How a run came about: enough to say whether two runs can be compared."""

    created_at: str
    datasets: dict[str, str]
    """sha256 of each dataset file, by name."""
    splits: tuple[Split, ...]
    is_quick: bool
    cases: int
    systems: tuple[str, ...]
    model: str
    corpus_hash: str
    index_version: str
    settings: dict[str, Any]
    machine: dict[str, str]
    peak_memory_mb: float
    load_s: float
    command: str = ""
    parts_left_out: tuple[str, ...] = ()
    """Parts of the search that could not be switched off because they are not there."""


class Difference(Record):
    """One measure of two runs or systems, over the cases that both hold."""

    name: str
    first: float
    second: float
    difference: float
    low: float
    high: float
    p_value: float
    cases: int
    better: int
    worse: int
    """Cases that got better and worse, each in the direction that is good for this measure."""

    @property
    def is_real(self) -> bool:
        """True where the interval leaves out zero and the sign test agrees."""
        return (self.low > 0 or self.high < 0) and self.p_value < ALPHA


class Effect(Record):
    """What another system changes against ours, over one group of cases."""

    system: str
    group: str
    differences: tuple[Difference, ...]


class DroppedSentence(Record):
    """A sentence of a model that nobody was shown, and why."""

    case: str
    text: str
    faults: tuple[str, ...]


class WritingSummary(Record):
    """What a language model wrote in a run, and what the checked path let through."""

    asked: int
    """Answers for which the model was asked to write."""
    shown: int
    """Answers in which its words were shown; the others are the embedded ones."""
    released: int
    dropped: int
    """Sentences it wrote that were released, and that were not."""
    faults: dict[str, int]
    """Why sentences were dropped; one sentence can have several faults."""
    failures: dict[str, int]
    """Why it wrote nothing, or not to its end."""
    examples: tuple[DroppedSentence, ...] = ()


class CaseScore(Record):
    """The measures that apply to one case; what does not apply is absent, never zero."""

    case: str
    system: str
    dataset: str
    kind: str
    lang: str
    split: str
    values: dict[str, float]
    expected: str
    outcome: str | None = None


class Metric(Record):
    """A measure over the cases of one group, with its bootstrap 95 % interval."""

    name: str
    group: str
    """"all", or "kind=…", "dataset=…", "lang=…", "split=…"."""
    value: float
    low: float
    high: float
    cases: int
    left_out: int
    """Cases of the group to which the measure does not apply."""


class WeakKind(Record):
    """A kind of question that goes wrong often, by the measure it is worst in."""

    kind: str
    """"dataset/kind"."""
    measure: str
    value: float
    low: float
    high: float
    cases: int
    is_given: bool = False
    """Of the questions from outside, not of our own."""
    reasons: dict[str, int]
    """Why cases missed it, the commonest first."""


class SystemMetrics(Record):
    """Every metric of one system."""

    system: str
    metrics: tuple[Metric, ...]
    confusion: dict[str, dict[str, int]] = Field(default_factory=dict)
    """Expected outcome → given outcome → cases."""
    stages_ms: dict[str, dict[str, float]] = Field(default_factory=dict)
    """Stage → p50 and p95."""


class RunMetrics(Record):
    """`metrics.json`: the scored run."""

    info: RunInfo
    systems: tuple[SystemMetrics, ...]
    effects: tuple[Effect, ...] = ()
    """Each part switched off against the whole search, and the model's answers against the embedded ones."""
    writing: WritingSummary | None = None
    weakest: tuple[WeakKind, ...] = ()
    """The three weakest kinds of our own cases, then of the given ones."""

    def find(self, name: str, group: str = "all", system: str | None = None) -> Metric | None:
        """Look up one metric; the first system is the assistant itself."""
        chosen = next((s for s in self.systems if system in (None, s.system)), None)
        return (
            next((m for m in chosen.metrics if (m.name, m.group) == (name, group)), None) if chosen else None
        )


class EvalsError(Exception):
    """An evaluation cannot be run or scored; the message says what to do."""
