"""Words, stems and BM25."""

from __future__ import annotations

import pytest

from index.lexical import LexicalIndex, fold_text, split_passage_terms, split_terms, split_words
from tests.unit.index.law import make_passage


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("section 17-22.5-405 (1.5)", ["section", "17-22.5-405", "1.5"]),
        ("HB 02S-1006 and SB 21-064", ["hb", "02s-1006", "and", "sb", "21-064"]),
        ("$1,000.00 or $5.00", ["1000", "or", "5"]),
        ("Cañon City’s jail", ["canon", "city's", "jail"]),
        ("self-harm", ["self", "harm"]),
    ],
)
def test_numbers_and_citations_stay_whole(text: str, words: list[str]) -> None:
    assert split_words(text) == words


def test_folding_drops_accents_and_case() -> None:
    assert fold_text("¿CUÁNTO años?") == "¿cuanto anos?"


def test_stems_are_of_the_language() -> None:
    assert split_terms("visitas visitar", "es") == ["visit", "visit"]
    assert split_terms("the visits, visiting") == ["visit", "visit"]


def test_a_passage_is_found_by_its_number_its_catchline_and_its_stem() -> None:
    terms = split_passage_terms(make_passage("17-1-101", "body", catchline="catchline", lead_in="stem"))
    assert {"17-1-101", "bodi", "catchlin", "stem"} <= set(terms)


def test_only_documents_with_a_term_score() -> None:
    index = LexicalIndex.build([["visit", "phone"], ["mail"], []])
    assert index.score({"visit": 1.0}).nonzero()[0].tolist() == [0]
    assert index.score({"nowhere": 1.0}).tolist() == [0.0, 0.0, 0.0]


def test_a_terms_weight_scales_its_score() -> None:
    index = LexicalIndex.build([["visit"], ["mail"]])
    assert index.score({"visit": 0.5})[0] == pytest.approx(index.score({"visit": 1.0})[0] / 2)
