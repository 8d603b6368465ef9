"""What a search gives back can always be written down."""

import json

import pytest

from index.records import SearchResult


@pytest.mark.parametrize("typed", ["\xa0\udc66F", "\ud800", "visit \udfff", "\ud83d\udc66", "¿visita? 👩‍👧"])
def test_a_result_is_written_whatever_was_typed(typed: str) -> None:
    result = SearchResult(
        query=typed,
        searched=typed,
        corrected=typed,
        language="en",
        place=None,
        references=(),
        missing_references=(),
        outside_references=(),
        glossary=(),
        found=(),
        rejected=(),
        is_nothing_found=True,
        timings_ms={},
    )
    kept = typed.encode("utf-8", "replace").decode("utf-8")
    assert json.loads(result.model_dump_json())["query"] == kept
    assert result.query.encode("utf-8")
