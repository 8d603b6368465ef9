"""The tree of errors is drawn in the docstring, whole."""

from __future__ import annotations

import inspect

from ingest import errors


def test_every_error_stands_in_the_drawing_under_its_parent() -> None:
    drawing = errors.__doc__ or ""
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass)]
    assert len(classes) > 5
    for error in classes:
        assert issubclass(error, errors.IngestError)
        assert error.__name__ in drawing
        assert error.__doc__


def test_a_parse_error_says_where_and_what_was_expected() -> None:
    error = errors.ParseError("crs-title-17", 12, "a section header")
    assert str(error) == "crs-title-17, line 12: expected a section header"
    assert (error.document_id, error.line, error.expected) == ("crs-title-17", 12, "a section header")
