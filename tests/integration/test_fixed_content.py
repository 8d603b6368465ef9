"""Letters and deadlines quote the sources word for word, and screening's pinpoints exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.deadlines import load_deadlines
from assistant.letters import load_letters
from assistant.screening import load_status_rules

CORPUS = Path(__file__).parents[2] / "corpus"


def fold_blanks(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return {file.stem: fold_blanks(file.read_text(encoding="utf-8")) for file in CORPUS.glob("*.txt")}


def test_every_deadline_is_quoted_verbatim_from_its_own_source(sources: dict[str, str]) -> None:
    for rule in load_deadlines().rules:
        assert fold_blanks(rule.quote) in sources[rule.source], rule.id


def test_the_amount_of_every_deadline_stands_in_its_quote() -> None:
    numbers = {
        1: "one",
        2: "two",
        5: "five",
        7: "seven",
        10: "ten",
        12: "twelve",
        14: "two weeks",
        15: "fifteen",
        24: "twenty-four|24",
        30: "thirty",
        72: "seventy-two",
        90: "ninety",
    }
    for rule in load_deadlines().rules:
        assert re.search(rf"\b(?:{numbers[rule.amount]})\b", rule.quote), rule.id


def test_every_rule_a_letter_cites_is_verbatim(sources: dict[str, str]) -> None:
    whole = " ".join(sources.values())
    for entry in load_letters().entries:
        for quote in entry.quotes:
            assert fold_blanks(quote.text) in whole, entry.key


def test_what_is_offered_to_a_message_without_a_subject_is_a_standard_answer() -> None:
    offered = {key for rule in load_status_rules().values() for key in rule.offers}

    assert offered
    assert offered <= {file.stem for file in (CORPUS / "standard_answers").glob("*.toml")}


def test_pinpoints_that_screening_prefers_exist(sources: dict[str, str]) -> None:
    for rule in load_status_rules().values():
        for locator in rule.preferred_locators:
            if locator[0].isdigit():
                section = locator.split("(", 1)[0]
                assert f"{section}. " in sources["crs-title-17"], locator
