"""A "not" put in or left out anywhere in a rule is noticed; the rule itself, and an honest wording of it, are not."""

import re

import pytest

from assistant.checking.negations import find_turned_negations
from assistant.checking.verbatim import fold
from tests.unit.assistant.law import SmallLibrary

MAY = "The department may limit visitation for a confined person who is in restrictive housing"
RULE = (
    f"{MAY}; except that the department shall not limit the person's contact visits "
    "for more than thirty consecutive calendar days"
)
PERMITTED = (
    "(4) (a) The following limitations are expressly permitted, except as otherwise provided in this section"
)
CLAUSES = sorted(
    {
        clause
        for passage in SmallLibrary().passages.values()
        if passage.part == "text"
        for clause in re.split(r"(?<=[.;:])\s+", fold(passage.text))
        if 6 <= len(clause.split()) <= 40
    }
)
SPOTS = [
    (clause, match.end())
    for clause in CLAUSES
    for match in re.finditer(r"\b(?:may|shall|must|is|are|has|have)\b(?! not)", clause)
]
DENIED = [
    (clause, match) for clause in CLAUSES for match in re.finditer(r"\b(?:not|never)\s+|\bno\s+", clause)
]


@pytest.mark.parametrize(
    ("sentence", "proof", "quote"),
    [
        (PERMITTED.replace("are expressly", "are not expressly"), PERMITTED, PERMITTED),
        ("The department may not limit visitation.", MAY, RULE),
        ("The department can't limit visitation for a person in restrictive housing.", MAY, RULE),
        ("No department may limit visitation for a confined person.", MAY, RULE),
        ("The department may limit visitation only on Sundays.", MAY, MAY),
        ("The department is prohibited from a limit on visitation.", MAY, RULE),
        (
            "The department shall limit the person's contact visits for more than thirty days.",
            RULE.split("except that ")[1],
            RULE,
        ),
        ("An inmate shall be paid.", "An inmate shall not be paid", "An inmate shall not be paid"),
    ],
)
def test_a_negation_put_in_or_left_out_is_named(sentence: str, proof: str, quote: str) -> None:
    assert find_turned_negations(sentence, proof, quote)


@pytest.mark.parametrize(
    ("sentence", "proof"),
    [
        (PERMITTED, PERMITTED),
        ("The department may limit visits for a person in restrictive housing.", MAY),
        (
            "The department cannot limit contact visits for more than thirty days.",
            RULE.split("except that ")[1],
        ),
        ("They must not limit contact visits longer than 30 days.", RULE.split("except that ")[1]),
    ],
)
def test_an_honest_wording_is_let_through(sentence: str, proof: str) -> None:
    assert find_turned_negations(sentence, proof, RULE if proof != PERMITTED else PERMITTED) == ()


@pytest.mark.parametrize("clause", CLAUSES)
def test_the_rule_itself_is_let_through(clause: str) -> None:
    assert find_turned_negations(clause, clause, clause) == ()


@pytest.mark.parametrize(("clause", "end"), SPOTS)
def test_a_not_put_in_anywhere_is_noticed(clause: str, end: int) -> None:
    assert find_turned_negations(f"{clause[:end]} not{clause[end:]}", clause, clause)


@pytest.mark.parametrize(("clause", "match"), DENIED)
def test_a_not_left_out_anywhere_is_noticed(clause: str, match: re.Match[str]) -> None:
    assert find_turned_negations(clause[: match.start()] + clause[match.end() :], clause, clause)
