"""An answer to keep is complete without a single link."""

from io import BytesIO

from docx import Document

from tests.unit.ui.answers import RULE, build_answer
from ui.documents import format_plain_text, render_paper, write_docx
from ui.wordings import load_wordings

EN = load_wordings("en")


def test_plain_text_holds_question_answer_rule_steps_places_and_the_day() -> None:
    text = format_plain_text("can they take his visits", build_answer(), EN)
    for held in (
        "can they take his visits",
        "They may limit his visits.",
        RULE,
        "1. Ask the facility.",
        "cdoc@state.co.us",
    ):
        assert held in text
    assert "in force since June 4, 2025" in text
    assert "November 21, 2026" in text
    assert "not legal advice" in text


def test_a_document_holds_the_same_words_as_the_text() -> None:
    answer = build_answer()
    document = Document(BytesIO(write_docx("can they take his visits", answer, EN)))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert RULE in said
    assert document.paragraphs[0].style.name == "Heading 1"
    assert any(paragraph.style.name == "List Number" for paragraph in document.paragraphs)


def test_paper_is_escaped_and_can_be_large() -> None:
    drawn = render_paper("<b>me</b>", build_answer(), EN, is_large=True)
    assert "&lt;b&gt;me&lt;/b&gt;" in drawn
    assert "cfa-large" in drawn
    assert "<ol><li>Ask the facility. [1]</li></ol>" in drawn


def test_control_characters_that_were_pasted_do_not_keep_a_person_from_the_document() -> None:
    typed = "visits\x00 \x1b[31m\ud800?"
    assert Document(BytesIO(write_docx(typed, build_answer(), EN))).paragraphs
    assert "visits [31m?" in format_plain_text(typed, build_answer(), EN)
