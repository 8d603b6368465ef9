"""Passages become a Chroma collection and a lexical index; a query becomes ranked passages."""
