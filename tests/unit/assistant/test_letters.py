"""Letters say only what was said, and cite each rule in its own words."""

from __future__ import annotations

import pytest

from assistant.letters import load_letter, load_letters

KEYS = ("phone-list", "special-visit", "ada-request", "constituent-services")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_letter_is_whole_in_both_languages(key: str, language: str) -> None:
    letter = load_letter(key, language)  # type: ignore[arg-type]

    assert "$" not in letter
    for quote in next(entry for entry in load_letters().entries if entry.key == key).quotes:
        assert quote.text in letter
        assert quote.label in letter


def test_what_was_said_is_filled_and_the_rest_stays_a_blank() -> None:
    letter = load_letter("special-visit", "en", {"reason": "I drive 400 miles", "name": "  "})

    assert "Why: I drive 400 miles" in letter
    assert "[your name]" in letter


def test_what_no_blank_asks_for_is_not_put_in() -> None:
    assert "secret" not in load_letter("phone-list", "en", {"quote_1": "secret", "other": "secret"})


def test_dollar_signs_in_what_was_said_are_harmless() -> None:
    assert "$20 $phone" in load_letter("constituent-services", "en", {"question": "$20 $phone"})


def test_an_unknown_letter_is_named() -> None:
    with pytest.raises(KeyError, match="no-such-letter"):
        load_letter("no-such-letter", "en")


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("how do I get on his phone list", "phone-list"),
        ("¿cómo entro en su lista de teléfono?", "phone-list"),
        ("we drive 6 hours, can we get a special visit", "special-visit"),
        ("my mother is deaf and needs sign language at the visit", "ada-request"),
        ("why was my visit cancelled", "constituent-services"),
        ("how is earned time calculated", None),
        ("I get a disability check, can I send him money", None),
    ],
)
def test_the_letter_fits_the_question(question: str, key: str | None) -> None:
    assert load_letters().find(question) == key
