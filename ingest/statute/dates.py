"""Dates."""
from __future__ import annotations
from ingest.records import Section
def date_section(section: Section) -> Section:
    return section
