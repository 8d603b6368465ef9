"""Refs."""
from __future__ import annotations
from ingest.records import Section, Reference
def find_section_references(section: Section) -> tuple[Reference, ...]:
    return ()
def resolve_references(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return sections
