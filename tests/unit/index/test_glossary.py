"""From the words people use to the law's."""

from __future__ import annotations

import pytest

from index.glossary import (
    Glossary,
    build_glossary,
    expand_text,
    list_uses,
    parse_entry,
    weigh_terms,
)


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return build_glossary(
        [
            parse_entry(
                {
                    "terms_en": ["the hole", "seg"],
                    "terms_es": ["el hoyo"],
                    "means": ["restrictive housing"],
                    "scope": "17-20-130; 17-26-301",
                    "note_en": "the law says restrictive housing",
                    "note_es": "la ley lo llama restrictive housing",
                }
            ),
            parse_entry({"terms_en": ["good time"], "means": ["earned time"], "weight": 0.9}),
            parse_entry(
                {"terms_en": ["visit"], "terms_es": ["visita"], "means": ["visitation"], "weight": 0.6}
            ),
            parse_entry(
                {"terms_en": ["good time credit sheet"], "means": ["time computation"], "weight": 0.5}
            ),
        ]
    )


def test_the_longest_phrase_wins(glossary: Glossary) -> None:
    (match,) = glossary.find_matches("his good time credit sheet")
    assert match.means == ("time computation",)


def test_plurals_accents_and_case_are_folded(glossary: Glossary) -> None:
    assert [m.means[0] for m in glossary.find_matches("¿Las VISITAS en El Hoyo?")] == [
        "visitation",
        "restrictive housing",
    ]


def test_a_single_word_of_a_phrase_is_not_the_phrase(glossary: Glossary) -> None:
    assert glossary.find_matches("a hole in his sock, and no time") == ()


def test_english_is_rewritten_where_the_phrase_stands(glossary: Glossary) -> None:
    text = "is he in the hole without good time?"
    matches = glossary.find_matches(text)
    assert expand_text(text, matches, "en") == "is he in restrictive housing without earned time?"


def test_a_query_in_the_laws_words_is_not_expanded(glossary: Glossary) -> None:
    assert expand_text("earned time", glossary.find_matches("earned time"), "en") is None


def test_the_laws_words_join_the_terms_with_less_weight(glossary: Glossary) -> None:
    terms = weigh_terms(glossary.find_matches("good time"), {"good": 1.0, "time": 1.0})
    assert terms["time"] == 1.0
    assert 0 < terms["earn"] < 1.0


def test_what_is_shown_is_in_the_readers_language(glossary: Glossary) -> None:
    (use,) = list_uses(glossary.find_matches("está en el hoyo"), "es")
    assert (use.wrote, use.means, use.note) == (
        "el hoyo",
        "restrictive housing",
        "la ley lo llama restrictive housing",
    )
