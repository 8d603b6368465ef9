"""An officer's work in a browser: an e-mail answered, a changed quote held back, two wordings compared, a batch."""

import io
from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.desk import desk_app, open_desk, sign_in
from tests.browser.journeys import has_sideways_scroll

__all__ = ["desk_app", "open_desk"]

EMAIL = """Hello,

My son Marcus Whitfield DOC# 184532 was moved to seg last tuesday and they cancelled our visit.
How long can they keep us from seeing him? Does he have to pay $5 every time he sees the nurse?
And how do I make a complaint about the visit?

Denise Whitfield
"""


def read_letter(page: Page) -> str:
    return page.get_by_label("The letter").input_value()


def edit_letter(page: Page, text: str) -> None:
    box = page.get_by_label("The letter")
    box.fill(text)
    box.press("Control+Enter")


def test_an_officer_drafts_a_reply_changes_a_quote_is_warned_and_takes_the_document(
    open_desk: OpenPage, tmp_path: Path
) -> None:
    # Given an e-mail with three questions, a name and a DOC number
    page = sign_in(open_desk, "editor", path="/desk-reply")
    page.get_by_label("The e-mail, as received").fill(EMAIL)
    # When the officer drafts a reply
    page.get_by_role("button", name="Draft a reply").click()
    expect(page.get_by_label("The letter")).to_be_visible()
    # Then the e-mail stands there redacted, and the letter answers all three with pinpoints
    expect(page.get_by_text("My son [name] DOC# [DOC number]")).to_be_visible()
    assert page.get_by_text("Whitfield").count() == 0
    letter = read_letter(page)
    assert "C.R.S. § 17-20-130(4)(a)(I)" in letter
    assert "C.R.S. § 17-1-113(2)" in letter
    assert "C.R.S. § 17-20-130(9)(b)" in letter
    assert "Whitfield" not in letter
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
    # When a quote is edited
    assert "thirty consecutive calendar days" in letter
    edit_letter(page, letter.replace("thirty consecutive calendar days", "sixty consecutive calendar days"))
    # Then the officer is told which quote was changed and how, and the letter is held back
    expect(page.get_by_text("This quote was changed: C.R.S. § 17-20-130(4)(a)(I)")).to_be_visible()
    expect(page.get_by_text("“thirty” became “sixty”")).to_be_visible()
    expect(page.get_by_role("button", name="Download .docx")).to_have_count(0)
    # When the exact words are put back
    page.get_by_role("button", name="Put the exact words back").click()
    expect(page.get_by_role("button", name="Download .docx")).to_be_visible()
    assert read_letter(page).strip() == letter.strip()
    # Then the document holds them
    with page.expect_download() as download:
        page.get_by_role("button", name="Download .docx").click()
    target = tmp_path / "reply.docx"
    download.value.save_as(target)
    written = "\n".join(p.text for p in Document(io.BytesIO(target.read_bytes())).paragraphs)
    assert "thirty consecutive calendar days" in written
    assert "Whitfield" not in written


def test_an_officer_compares_two_wordings_and_copies_a_citation(open_desk: OpenPage) -> None:
    page = sign_in(open_desk, "reader", path="/desk-console")
    page.get_by_label("Wording", exact=True).fill("can they take visits if he is in the hole")
    page.get_by_label("Second wording, to compare").fill("restrictive housing visitation limits")
    page.get_by_label("Second wording, to compare").press("Enter")
    expect(page.get_by_text("is read as").first).to_be_visible()
    expect(page.get_by_text("under the other wording").first).to_be_visible()
    page.get_by_role("button", name="Copy citation").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("C.R.S. § 17-20-130")
    assert "(2025)" in copied
    assert not has_sideways_scroll(page)


def test_a_batch_of_questions_comes_back_with_citations(open_desk: OpenPage, tmp_path: Path) -> None:
    page = sign_in(open_desk, "editor", path="/desk-batch")
    questions = "id,question\na,How do I get on his phone list?\nb,How much is a nurse visit in prison?\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "questions.csv", "mimeType": "text/csv", "buffer": questions.encode()}
    )
    page.get_by_role("button", name="Answer them").click()
    expect(page.get_by_text("2 of 2 answered.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download answers as CSV").click()
    target = tmp_path / "answers.csv"
    download.value.save_as(target)
    assert "17-1-113" in target.read_text(encoding="utf-8-sig")
    page.get_by_role("button", name="Delete what is kept of this batch").click()
    expect(page.get_by_text("2 questions, 0 of them answered.")).to_be_visible()


def test_a_reader_finds_no_reply_page(open_desk: OpenPage) -> None:
    page = sign_in(open_desk, "reader", path="/desk-reply")
    expect(page.get_by_text("does not include this page")).to_be_visible()
    assert page.get_by_label("The e-mail, as received").count() == 0
