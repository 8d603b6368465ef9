"""Reviewed answers and what they are bound to."""

from datetime import date
from pathlib import Path

import pytest

from assistant.checking.verbatim import StoredText
from assistant.standard_answers import (
    StandardAnswer,
    find_binding_faults,
    find_day_faults,
    find_wording_faults,
    hash_bound_text,
    load_standard_answers,
    select_usable,
)
from tests.unit.assistant.law import SOURCE, SmallLibrary

LIBRARY = SmallLibrary()
STORED = StoredText(LIBRARY)
RIGHT = {
    "source": SOURCE,
    "locator": "17-20-130(2)",
    "text": "A person confined in a correctional facility has visitation rights.",
}
BRAIN = {
    "source": SOURCE,
    "locator": "17-40-108(1)",
    "text": "Subject to available appropriations, the department shall implement the brain injury pilot program.",
}


def make_answer(
    *quotes: dict[str, str], en: str = "He has visitation rights.", **more: object
) -> StandardAnswer:
    fields: dict[str, object] = {
        "id": "visits",
        "title_en": "Visits",
        "title_es": "Visitas",
        "topic": "visits",
        "place": "prison",
        "role": "content editor",
        "reviewed_on": date(2026, 11, 21),
        "status": "reviewed",
        "asks_en": ["can he have visits"],
        "asks_es": ["¿puede tener visitas?"],
        "sentences": [{"en": en, "es": "Tiene derecho a visitas.", "quotes": list(quotes or [RIGHT])}],
    }
    return StandardAnswer(**(fields | more))  # type: ignore[arg-type]


def test_an_answer_whose_quotes_stand_is_usable() -> None:
    usable, withdrawn = select_usable([make_answer()], LIBRARY, {})
    assert [answer.id for answer in usable] == ["visits"]
    assert withdrawn == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"text": "A person confined in a correctional facility has visiting rights."},
            "not in the stored text",
        ),
        ({"locator": "17-20-130(77)"}, "does not exist"),
        ({"locator": "17-20-130(9)(a)"}, "is not at 17-20-130(9)(a)"),
    ],
)
def test_an_answer_is_withdrawn_by_name_and_reason(change: dict[str, str], reason: str) -> None:
    _, withdrawn = select_usable([make_answer(RIGHT | change)], LIBRARY, {})
    assert withdrawn[0].id == "visits"
    assert reason in withdrawn[0].reasons[0]


def test_a_changed_text_withdraws_the_answer_bound_to_it() -> None:
    answer = make_answer()
    key = f"{SOURCE} 17-20-130(2)"
    held = {"visits": {key: hash_bound_text(LIBRARY, answer.quotes[0])}}
    assert find_binding_faults(answer, LIBRARY, STORED, held) == ()
    faults = find_binding_faults(answer, LIBRARY, STORED, {"visits": {key: "0" * 64}})
    assert faults == ("the text of 17-20-130(2) has changed since it was reviewed",)


def test_an_answer_stands_until_the_day_its_law_repeals_itself() -> None:
    answer = make_answer(BRAIN)
    assert find_day_faults(answer, LIBRARY, date(2026, 6, 29)) == ()
    assert find_day_faults(answer, LIBRARY, date(2026, 6, 30))


def test_a_sentence_holds_from_its_first_to_its_last_day() -> None:
    sentence = {
        "en": "x",
        "es": "x",
        "quotes": [RIGHT],
        "from": date(2026, 7, 1),
        "until": date(2026, 12, 31),
    }
    part = make_answer(sentences=[sentence]).sentences[0]
    days = (date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [part.is_true_on(day) for day in days] == [False, True, True, False]


def test_a_number_that_no_quote_holds_is_shown_to_the_editor() -> None:
    assert find_wording_faults(make_answer(en="He has 3 visits.")) == ()
    assert find_wording_faults(make_answer(en="He has 3 months of visits."))


def test_a_file_that_cannot_be_read_withdraws_only_itself(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("id = ", encoding="utf-8")
    (tmp_path / "unfinished.toml").write_text('id = "x"', encoding="utf-8")
    answers, unreadable = load_standard_answers(tmp_path)
    assert answers == ()
    assert [entry.id for entry in unreadable] == ["broken", "unfinished"]
