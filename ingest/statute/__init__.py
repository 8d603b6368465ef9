"""A title of the Colorado Revised Statutes, from flat text to a tree of sections."""

from ingest.statute.parser import ParsedStatute, parse_statute, read_statute

__all__ = ["ParsedStatute", "parse_statute", "read_statute"]
