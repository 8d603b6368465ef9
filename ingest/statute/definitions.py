"""Defs."""
from __future__ import annotations
from ingest.records import Section, Definition
def find_definitions(section: Section) -> tuple[Definition, ...]:
    return ()
