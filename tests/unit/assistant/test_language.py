"""English, Spanish, or neither: also in short, mixed and citation-laden messages."""

from __future__ import annotations

import pytest

from assistant.language import LanguageDetector, load_language_detector


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return load_language_detector()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("when can I visit my son", "en"),
        ("cuanto cuesta llamar", "es"),
        ("visitas", "es"),
        ("dress code", "en"),
        ("use of volunteers in rehabilitation programs", "en"),
        ("wat is my son alowed to hav in hs cell", "en"),
        ("mi son esta en el hole, can i visit him", "es"),
        ("can I visit my fiancé in prison", "en"),
        ("restrictive housing placement criteria mental illness", "en"),
        ("hola", "es"),
    ],
)
def test_english_and_spanish_are_told_apart(detector: LanguageDetector, text: str, language: str) -> None:
    assert detector.detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "quand est-ce que je peux rendre visite à mon fils en prison",
        "tôi muốn thăm con trai tôi trong tù",
        "quero visitar meu filho na prisão amanhã de manhã",
        "ich möchte meinen Sohn im Gefängnis besuchen",
        "我想探望我的儿子",
        "أريد زيارة ابني",
    ],
)
def test_other_languages_are_known_as_other(detector: LanguageDetector, text: str) -> None:
    assert detector.detect(text) == "other"


@pytest.mark.parametrize("text", ["17-22.5-405(1.5)(a)", "C.R.S. 17-20-130", "???", "Sterling", "AR 300-01"])
def test_what_has_no_language_is_in_the_pages(detector: LanguageDetector, text: str) -> None:
    assert detector.detect(text, "en") == "en"
    assert detector.detect(text, "es") == "es"
