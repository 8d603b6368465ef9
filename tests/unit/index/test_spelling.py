"""Repair that never touches what is right."""

from __future__ import annotations

import pytest

from index.spelling import Speller, build_speller

ENGLISH = ["restrictive housing visit visiting parole hearing medical records husband daughter"] * 12
SPANISH = ["visita llamada libertad condicional abuela cárcel"] * 5


@pytest.fixture(scope="module")
def speller() -> Speller:
    return build_speller(ENGLISH, {"en": [], "es": SPANISH}, ["comissary write up"])


@pytest.mark.parametrize(
    ("written", "repaired"),
    [
        ("his visitng in restrctive housing", "his visiting in restrictive housing"),
        ("my husbend", "my husband"),
        ("HIS MEDICL RECORDS", "HIS medical RECORDS"),
        ("a prole haering", "a prole hearing"),
    ],
)
def test_slips_are_repaired_towards_this_fields_words(speller: Speller, written: str, repaired: str) -> None:
    assert speller.repair(written, "en") == repaired


@pytest.mark.parametrize(
    "text",
    [
        "my son Javeir and Ms. Hosing",
        "under 17-22.5-403 and HB24-1055",
        "lost his comissary",
        "who pays the restaurant",
        "mail x@haering.com",
        "zzkqj wq",
        "",
    ],
)
def test_names_citations_and_right_words_are_left_alone(speller: Speller, text: str) -> None:
    assert speller.repair(text, "en") is None


def test_spanish_is_repaired_towards_spanish_only(speller: Speller) -> None:
    assert speller.repair("una llamda de mi hermano", "es") == "una llamada de mi hermano"
    assert speller.repair("la abuelita tiene visitas medicas", "es") is None


def test_a_slip_that_questions_make_often_is_still_a_slip() -> None:
    asked = ["when can I visit my son"] * 40 + ["wen can i vist him"] * 4 + ["the Limon visit list"] * 5
    speller = build_speller([], {"en": asked, "es": []})
    assert speller.repair("is a vist at Limon long", "en") == "is a visit at Limon long"
