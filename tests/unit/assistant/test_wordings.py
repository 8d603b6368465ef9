"""Every status has plain words in both languages, a staff label, and no address of its own making."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

import pytest

from assistant.records import Language
from assistant.screening import load_status_rules
from assistant.services import load_service_facts
from assistant.wordings import Wordings, load_wordings

BLANKS = {
    "office": "open now",
    "document": "AR 300-01",
    "part": "…",
    "date": "May 1",
    "start": "May 1",
    "end": "May 2",
    "unit": "days",
    "who": "clergy",
    "event": "the visit",
    "amount": "10 days",
    "day": "May 2",
    "note": "if possible",
}
MAX_GRADE = 6.0
LETTERS = Path(__file__).parents[3] / "assistant" / "letters"


@pytest.fixture(scope="module")
def wordings() -> Wordings:
    return load_wordings()


def list_texts(wordings: Wordings) -> list[str]:
    entries = [*wordings.status.values(), *wordings.line.values(), *wordings.services.values()]
    return [text for entry in entries for text in (entry.en, entry.es)]


def count_syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, groups - (word.lower().endswith("e") and groups > 1))


def measure_grade(text: str) -> float:
    """Flesch-Kincaid grade; list items are sentences; the office's own name is not the text's doing."""
    plain = re.sub(
        r"Constituent Services|Colorado|Department of Corrections|administrative regulations?", "it", text
    )
    sentences = [s for s in re.split(r"[.!?:\n]+", plain) if re.search(r"[a-z]", s)]
    words = re.findall(r"[A-Za-z']+", plain)
    syllables = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_every_status_of_screening_has_words_and_a_staff_label(wordings: Wordings) -> None:
    for status in load_status_rules():
        assert wordings.staff_label(status)
        assert wordings.text(status, "en", **BLANKS)
        assert wordings.text(status, "es", **BLANKS)


def test_every_blank_can_be_filled(wordings: Wordings) -> None:
    for text in list_texts(wordings):
        assert "$" not in Template(text).substitute(BLANKS)


def test_an_unfilled_blank_is_an_error_here_and_not_before_a_person(wordings: Wordings) -> None:
    with pytest.raises(KeyError, match="office"):
        wordings.text("error", "en")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_text_is_missing(wordings: Wordings, language: str) -> None:
    for entry in [*wordings.status.values(), *wordings.line.values(), *wordings.services.values()]:
        assert getattr(entry, language).strip()


def test_plain_words_stay_at_grade_six(wordings: Wordings) -> None:
    too_hard = {
        status: round(measure_grade(wordings.text(status, "en", **BLANKS)), 1)
        for status in wordings.statuses
        if status not in ("unanswerable_language",)
        and measure_grade(wordings.text(status, "en", **BLANKS)) > MAX_GRADE
    }

    assert too_hard == {}


def test_no_address_or_number_stands_here_that_is_not_in_the_register(wordings: Wordings) -> None:
    facts = load_service_facts().values()
    known = {value for f in facts for value in (f.url, f.email, f.phone) if value}
    texts = [*list_texts(wordings), *(file.read_text("utf-8") for file in LETTERS.glob("*.md"))]
    for text in texts:
        found = re.findall(r"https?://\S+|[\w.]+@[\w.]+\w|\b\d{3}-\d{3}-\d{4}\b|\b(?:988|911)\b", text)
        assert set(found) <= known, text


def test_urgent_words_say_first_whom_to_call_and_that_988_is_for_the_asker(wordings: Wordings) -> None:
    inside = wordings.text("urgent_self_harm_inside", "en", **BLANKS)

    assert inside.index("shift commander") < inside.index("988 is for you")
    assert "can't reach a person inside" in inside
    assert wordings.text("urgent_self_harm_asker", "en", **BLANKS).index("988") < 300


@pytest.mark.parametrize("status", ["redirected_immigration", "redirected_other_state"])
def test_only_the_three_bodies_the_page_names_are_said_to_be_without_the_departments_part(
    wordings: Wordings, status: str
) -> None:
    """ "any involvement with operations of Colorado county jails, federal prisons, nor community corrections"."""
    assert "no part" not in wordings.text(status, "en", **BLANKS)
    assert "no participa" not in wordings.text(status, "es", **BLANKS)


def test_services_are_worded_for_every_key_of_the_register(wordings: Wordings) -> None:
    assert set(wordings.services) == set(load_service_facts())


@pytest.mark.parametrize("language", ["en", "es"])
def test_help_in_danger_for_a_county_jail_names_no_prison_and_none_of_its_offices(
    wordings: Wordings, language: Language
) -> None:
    for status in (name for name in wordings.statuses if name.startswith("urgent_")):
        told = wordings.word_for_jail(wordings.text(status, language, office="open now"), language)
        assert not re.search(r"prison|prisión|719-579-9580|Constituent|PREA|Facilities", told)
        assert "911" in told or status == "urgent_death_family"
        assert wordings.word_for_jail(told, language) == told
