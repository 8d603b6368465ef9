"""All of Title 17: a "not" put in or left out is noticed in nearly every clause, and the clauses themselves pass."""

import re

import pytest

from assistant.checking.negations import find_turned_negations
from assistant.checking.verbatim import fold
from assistant.settings import load_assistant_settings
from ingest.store import load_passages

pytestmark = pytest.mark.slow
_VERB = re.compile(
    r"\b(?:may|shall|must|is|are|has|have|can|will|does|was|were|permitted|eligible)\b(?! not)"
)
_DENIED = re.compile(r"\b(?:not|never)\s+|\bno\s+")


@pytest.fixture(scope="module")
def clauses() -> list[tuple[str, str]]:
    texts = [fold(p.text) for p in load_passages(load_assistant_settings().data_dir) if p.part == "text"]
    split = [(clause, text) for text in texts for clause in re.split(r"(?<=[.;:])\s+", text)]
    return [(clause, text) for clause, text in split if 6 <= len(clause.split()) <= 40]


def test_the_rules_themselves_pass(clauses: list[tuple[str, str]]) -> None:
    stopped = [clause for clause, text in clauses if find_turned_negations(clause, clause, text)]
    assert len(clauses) > 2000
    assert len(stopped) / len(clauses) < 0.01


def test_a_not_put_in_is_noticed(clauses: list[tuple[str, str]]) -> None:
    lies = [
        (f"{clause[: m.end()]} not{clause[m.end() :]}", clause, text)
        for clause, text in clauses
        for m in _VERB.finditer(clause)
    ]
    missed = [lie for lie, clause, text in lies if not find_turned_negations(lie, clause, text)]
    assert len(lies) > 2000
    assert len(missed) / len(lies) < 0.01


def test_a_not_left_out_is_noticed(clauses: list[tuple[str, str]]) -> None:
    lies = [
        (clause[: m.start()] + clause[m.end() :], clause, text)
        for clause, text in clauses
        for m in _DENIED.finditer(clause)
    ]
    missed = [lie for lie, clause, text in lies if not find_turned_negations(lie, clause, text)]
    assert len(lies) > 300
    assert len(missed) / len(lies) < 0.02
