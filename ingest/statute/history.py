"""Source notes."""
from __future__ import annotations
from ingest.records import HistoryEntry
def parse_history(text: str) -> tuple[HistoryEntry, ...]:
    return ()
