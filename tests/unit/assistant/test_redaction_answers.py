"""Nothing of what identifies a person is left in a kept answer, and no source loses a word."""

from typing import Any

from assistant.records import Answer, AnswerPart, Citation, Notice, Service
from assistant.redaction_answers import redact_answer

QUESTION = (
    "My son Wendell Trask, DOC 145672, is in the hole. Call me at 303-555-0142, I live at 12 Elm Street"
)


def build_answer(**changes: Any) -> Answer:
    fields: dict[str, Any] = {
        "id": "",
        "question": QUESTION,
        "standalone_question": QUESTION,
        "language": "en",
        "outcome": "answered",
        "status": "answered",
        "completeness": "complete",
        "text": "Yes.",
    }
    return Answer(**(fields | changes))


def test_no_field_keeps_what_identifies() -> None:
    kept = redact_answer(
        build_answer(
            id="145672",
            text="You asked about Wendell (145672). He may have visits [1].",
            parts=(AnswerPart(kind="plain", text="You asked about Wendell (145672)."),),
            notices=(Notice(kind="read_as", text="Read as: Trask in the hole"),),
            follow_ups=("When can Wendell call?",),
            glossary=(("Wendell Trask in the hole", "restrictive housing"),),
            trace={
                "screen": {"text": QUESTION, "words": ["Wendell", ("Trask", 145672.0)]},
                "for Wendell": 1,
                "error": ValueError("303-555-0142"),
            },
        )
    )
    stored = kept.model_dump_json()
    for word in ("Wendell", "Trask", "303-555-0142", "Elm Street", '"145672"', "(145672)"):
        assert word not in stored
    assert kept.text == "You asked about [name] ([DOC number]). He may have visits [1]."
    assert kept.glossary == (("[name] in the hole", "restrictive housing"),)


def test_names_given_in_earlier_turns_are_taken_out_too() -> None:
    later = build_answer(
        question="can Wendell call me", standalone_question="can Wendell call me from the hole"
    )
    assert redact_answer(later, earlier=(QUESTION,)).question == "can [name] call me"
    assert "Wendell" not in redact_answer(later, earlier=(QUESTION,)).model_dump_json()


def test_the_sources_words_stay_whole() -> None:
    quote = "The Brown rule applies to Marvin."
    citation = Citation(
        number=1,
        source="crs",
        locator="17-20-130",
        label="C.R.S. § 17-20-130",
        quote=quote,
        url="",
        authority="statute",
        legal_status="in force",
    )
    service = Service(key="s", title="Marvin Center", email="cdoc@state.co.us", phone="719-579-9580")
    answer = build_answer(
        question="my son Marvin Brown",
        text=f"“{quote}” [1] Write to cdoc@state.co.us.",
        citations=(citation,),
        services=(service,),
    )
    kept = redact_answer(answer)
    assert kept.question == "my son [name]"
    assert kept.citations == answer.citations
    assert kept.services == answer.services
    assert kept.text == answer.text


def test_text_that_no_database_stores_is_made_storable() -> None:
    kept = redact_answer(build_answer(question="a\ud800b\x00c", trace={"x\ud800": "\x00"}))
    assert kept.question == "a�b�c"
    assert kept.model_dump_json().encode("utf-8")
