"""The letter of the office: pinpoints, the office's voice, what it leaves out, and what only the officer writes."""

import re
import tomllib

import pytest

from assistant.records import AnswerPart, Language, Service
from assistant.replies.findings import format_question
from assistant.replies.labels import add_pinpoint, format_label
from assistant.replies.letter import LetterWriter
from assistant.replies.records import Asked, Finding, FindingKind, Urgency
from assistant.replies.template import TEMPLATE_FILE, load_template
from assistant.replies.urgency import is_in_jail
from assistant.services import load_service_facts
from assistant.wordings import load_wordings
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


def test_help_in_an_emergency_names_the_jail_where_the_e_mail_is_about_one() -> None:
    told = "Call the prison where he or she is. If nobody answers, call the state prison switchboard at 719-579-9580. Each prison's phone number is on its own page under Facilities. If a life is in danger, call 911."
    kept = load_wordings().word_for_jail(told, "en")
    assert kept == "Call the jail where he or she is. If a life is in danger, call 911."


@pytest.mark.parametrize(
    ("text", "is_jail"),
    [
        ("He is at the El Paso county jail and the jail wont give him his pills.", True),
        ("He went from the county jail to prison at Sterling.", False),
        ("She is at La Vista.", False),
    ],
)
def test_an_e_mail_is_about_a_jail_when_it_names_one_and_no_prison(text: str, is_jail: bool) -> None:
    assert is_in_jail(text) is is_jail


def test_the_rule_of_the_first_sentence_is_quoted_before_what_the_answer_shows_itself() -> None:
    other = build_citation(
        2, locator="17-20-130(3)(a)", label="C.R.S. § 17-20-130(3)(a)", quote=f"Another rule: {'x ' * 9}"
    )
    parts = (
        AnswerPart(kind="plain", text="They may limit his visits. [1]", citations=(1,)),
        AnswerPart(kind="quote", text=f"“{other.quote}” ({other.label}) [2]", citations=(2,)),
    )
    answer = build_answer(parts=parts, citations=(build_citation(), other))
    letter = write(build_finding(answer=answer))
    assert letter.index(f"“{RULE}”") < letter.index("“Another rule")
    assert write(build_finding(answer=answer), build_finding(answer=answer)).count(f"“{RULE}”") == 1


@pytest.mark.parametrize(
    ("language", "told", "written"),
    [
        (
            "en",
            "This is the text of the 2025 edition, read for November 22, 2026.",
            "The law is quoted from its 2025 edition.",
        ),
        (
            "es",
            "Este es el texto de la edición de 2025, leído para el 22 de noviembre de 2026.",
            "La ley se cita según su edición de 2025.",
        ),
    ],
)
def test_the_edition_is_named_as_a_letter_names_it(language: Language, told: str, written: str) -> None:
    assert load_template(language).write_as_office(told)[0] == written


def test_what_holds_for_one_answer_stands_under_it_and_not_at_the_end() -> None:
    letter = write(build_finding(), build_finding("elsewhere", document="the canteen price list"))
    assert letter.index("Amounts change each year.") < letter.index("the canteen price list")
    assert letter.index("The law is quoted from its 2025 edition.") > letter.index("the canteen price list")


def test_a_class_with_a_roman_number_is_not_the_assistant_speaking() -> None:
    kept, left_out = load_template("en").write_as_office(
        "There must be no class I write-up. I can look it up."
    )
    assert kept == "There must be no class I write-up."
    assert left_out == ("I can look it up.",)


def test_hours_with_their_time_zone_are_one_sentence() -> None:
    kept, left_out = load_template("es").write_as_office(
        "Llame ahora. Esa oficina está: cerrada ahora, abre mañana a las 8 a. m. (hora de Denver)."
    )
    assert kept == "Llame ahora."
    assert len(left_out) == 1


def test_questions_that_nobody_looked_up_have_a_place_each() -> None:
    letter, _ = WRITER.write((build_finding(),), (), "en", ("who pays for it", "when does it start"))
    assert "[To be answered by the office: Who pays for it?]" in letter
    assert "[To be answered by the office: When does it start?]" in letter


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("cómo pongo dinero en la cuenta de mi hijo", "¿Cómo pongo dinero en la cuenta de mi hijo?"),
        ("and how do I get a visit??", "How do I get a visit?"),
        ("if she will be billed for the ambulance", "Whether she will be billed for the ambulance"),
        ("if he gets hurt at work does he get paid?", "If he gets hurt at work does he get paid?"),
    ],
)
def test_a_question_is_headed_as_its_language_writes_it(text: str, heading: str) -> None:
    assert format_question(text) == heading
