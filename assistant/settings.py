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
    """Below this chance no standard answer is used: in `python -m assistant calibrate` of 2026-11-21 seven in ten of
    those above it were right, as often as the best quoted passage."""
    sure_topic: float = 0.75
    """Above this chance nothing is added to a standard answer but what surely belongs."""
    extra_unit_share: float = 0.5
    """Share of the best unit's chance from which another unit is quoted too."""
    evidence_floor: float = 0.30
    """Below this support by the best passage the sources are said not to answer."""
    max_question_characters: int = 4000
    """Longer messages are read at their beginning and end."""
    max_citations: int = 5
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
