"""What answering reads from `assistant.toml`: where content lies and where the lines of confidence run."""

from __future__ import annotations

from pathlib import Path

from ingest.records import Record
from ingest.settings import ROOT, read_settings_table


class AssistantSettings(Record):
    """The `[assistant]` table."""

    corpus_dir: Path = ROOT / "corpus"
    data_dir: Path = ROOT / "data"
    model: str = "extractive"
    """"extractive", or PROVIDER:NAME for LangChain's `init_chat_model`."""
    model_timeout_s: float = 30.0
    model_attempts: int = 2
    use_standard_answers: bool = True
    standard_answer_floor: float = 0.4
    """Chance below which no standard answer is used; above it two in three are the very topic asked about, as often
    as the search's first passage is of the right section (`python -m assistant calibrate`, 2026-11-22)."""
    need_floor: float = 0.42
    """Chance from which a question is said to be for a document not held; it lies between two that were measured: at 0.45
    so with 105 of 135 probes and 1 of 263 that the sources answer, at 0.40 with 108 and 2 (0.5: 101 and none)."""
    contrary_topic: float = 0.8
    """Chance that a topic needs where the search ranks another section first: below it the search was right in 17 of 20
    such questions of the development half."""
    sure_topic: float = 0.75
    """Above this chance little is added to a standard answer."""
    doubtful_search: float = 0.05
    """Score of the search's best passage under which an answer says that it is the nearest found; under twice as much
    where the topic is doubtful too. Of such answers to the development questions 9 of 17 were of the right
    section, of the others 481 of 520 (2026-11-22)."""
    doubtful_topic: float = 0.5
    reply_likeness: float = 0.8
    """Nearness to one of a topic's asks under which its opening "Yes." or "No." is left out."""
    extra_unit_share: float = 0.15
    """Share of the best subdivision's chance from which another one is quoted too."""
    evidence_floor: float = 0.62
    """Chance, by what the search found, below which the sources are said not to answer: of the development questions that come
    so far, 4 of 300 that they do answer lie below it, and 11 of 46 that they do not; at 0.7 11 and 17, at 0.77 30 and 25."""
    max_question_characters: int = 4000
    """Longer messages are read at their beginning and end."""
    max_citations: int = 6
    max_quote_words: int = 180
    retrieved_passages: int = 12
    """At least ten are listed with every answer."""

    @property
    def vectors_file(self) -> Path:
        """Vectors of asks and subdivisions, kept between runs."""
        return self.data_dir / "assistant" / "vectors.npz"


def load_assistant_settings(path: Path | None = None) -> AssistantSettings:
    """Load the `[assistant]` table."""
    return AssistantSettings(**read_settings_table("assistant", path))
