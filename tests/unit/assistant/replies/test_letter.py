"""The letter of the office: pinpoints, the office's voice, what it leaves out, and what only the officer writes."""

import re
import tomllib

import pytest

from assistant.records import AnswerPart, Language, Service
from assistant.replies.letter import LetterWriter, add_pinpoint, format_label
from assistant.replies.records import Asked, Finding, FindingKind, Urgency
from assistant.replies.template import TEMPLATE_FILE, load_template
from assistant.services import load_service_facts
from tests.unit.ui.answers import RULE, build_answer, build_citation

WRITER = LetterWriter(load_service_facts())


def build_finding(kind: FindingKind = "answered", **changes: object) -> Finding:
    asked = (Asked(text="can they take his visits", readings=("can they take his visits",)),)
    held = {"asked": asked, "kind": kind, "heading": "Visits", "answer": build_answer()}
    return Finding.model_validate(held | changes)


def write(*findings: Finding, language: Language = "en") -> str:
    return WRITER.write(findings, (), language)[0]


def test_a_letter_greets_answers_quotes_and_names_the_hours() -> None:
    letter = write(build_finding())
    assert letter.startswith("Hello,")
    assert f"“{RULE}”" in letter
    assert "(C.R.S. § 17-20-130(4)(a)(I))" in letter
    assert "cdoc@state.co.us" in letter
    assert "8 am to 5 pm" in letter
    assert "[1]" not in letter


def test_a_pinpoint_stands_once_behind_sentences_that_share_it() -> None:
    words = write(build_finding()).split("“")[0]
    assert words.count("C.R.S.") == 1


def test_what_only_the_officer_knows_is_a_blank_and_never_an_answer() -> None:
    letter = write(build_finding("officer"))
    assert "[To be answered by the office: Can they take his visits?]" in letter
    assert "limit his visits" not in letter


def test_a_document_not_held_is_named_and_nothing_else_said() -> None:
    letter = write(build_finding("elsewhere", document="the Visitation Rules page"))
    assert "Please see the Visitation Rules page for this." in letter
    assert RULE not in letter


def test_sentences_of_the_assistant_are_left_out_and_listed() -> None:
    parts = (
        AnswerPart(kind="plain", text="They may limit it. [1]", citations=(1,)),
        AnswerPart(kind="step", text="Ask Constituent Services."),
        AnswerPart(kind="plain", text="I can't look anyone up."),
    )
    finding = build_finding(answer=build_answer(parts=parts))
    letter, left_out = WRITER.write([finding], (), "en")
    assert left_out == ("I can't look anyone up.", "Ask Constituent Services.")
    assert "look anyone up" not in letter


def test_an_emergency_number_stands_only_beside_an_emergency() -> None:
    service = Service(key="emergency-911", title="Emergency", phone="911")
    finding = build_finding(answer=build_answer(services=(service,)))
    assert "911" not in write(finding)
    help_part = AnswerPart(kind="help", text="Call the prison now. That office is open now.")
    urgent = build_answer(outcome="urgent", parts=(help_part,), services=(service,))
    urgency = Urgency(status="urgent_self_harm_inside", label="", passage="", is_sure=True, answer=urgent)
    letter, _ = WRITER.write([finding], [urgency], "en")
    assert letter.index("Call the prison now.") < letter.index("limit his visits")
    assert "Emergency: 911" in letter
    assert "open now" not in letter


def test_a_sentence_that_ends_in_am_or_pm_keeps_its_full_stop() -> None:
    assert add_pinpoint("Open until 5 p.m.", (1,), [build_citation()]).startswith("Open until 5 p.m. (C.R.S.")


def test_a_heading_that_the_page_does_not_print_is_not_cited() -> None:
    page = build_citation(label="Visit an Incarcerated Individual, “[Notice Before a Visit]”")
    assert format_label(page) == "Visit an Incarcerated Individual"


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_address_or_number_stands_in_the_template(language: Language) -> None:
    text = TEMPLATE_FILE.read_text(encoding="utf-8")
    assert not re.search(r"https?://|\w@\w|\d{3}-\d{3,4}", text)
    assert load_template(language)("office", email="e", opens="8", closes="5")


def test_both_languages_have_the_same_lines() -> None:
    table = tomllib.loads(TEMPLATE_FILE.read_text(encoding="utf-8"))
    assert table["en"].keys() == table["es"].keys()
    assert table["en"]["status"].keys() == table["es"]["status"].keys()
