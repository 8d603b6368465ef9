"""The vocabulary of faults: what was broken, what had to hold, what was seen."""

from __future__ import annotations

from ingest.records import Record


class Observed(Record):
    """One fault that was made on purpose, and what came of it."""

    fault: str
    expected: str
    holds: bool
    seen: str
    doctor: str = ""
    """What `doctor` said of it, where it is a fault of what stands on disk."""
    cure: str = ""
    """What mended it, where something had to, and how long that took."""
    seconds: float = 0.0
