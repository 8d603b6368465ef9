"""An officer's work in a browser: an e-mail answered, a changed quote held back, two wordings compared, a batch."""

import io
import re
from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.conftest import WAIT_MS, OpenPage
from tests.browser.desk import PASSWORD, desk_app, open_desk, sign_in
from tests.browser.journeys import ask, has_sideways_scroll
from tests.browser.test_everyone import find_serious

__all__ = ["desk_app", "open_desk"]

EMAIL = """Hello,

My son Marcus Whitfield DOC# 184532 was moved to seg last tuesday and they cancelled our visit.
How long can they keep us from seeing him? Does he have to pay $5 every time he sees the nurse?
And how do I make a complaint about the visit?

Denise Whitfield
"""


DOUBTFUL = """My uncle is 71 and has liver cancer. How do we ask for special needs parole?
My cousin says there is also a compassionate release through the judge, is that a different thing?
"""


def settle(page: Page) -> None:
    """Wait until the page has been drawn: a click on what is being drawn anew is lost."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=WAIT_MS)


def read_letter(page: Page) -> str:
    return page.get_by_role("textbox", name="The letter").input_value()


def edit_letter(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="The letter")
    box.fill(text)
    box.press("Control+Enter")


def test_an_officer_drafts_a_reply_changes_a_quote_is_warned_and_takes_the_document(
    open_desk: OpenPage, tmp_path: Path
) -> None:
    # Given an e-mail with three questions, a name and a DOC number
    page = sign_in(open_desk, "editor", path="/desk-reply")
    page.get_by_label("The e-mail, as received").fill(EMAIL)
    # When the officer drafts a reply
    page.get_by_role("button", name="Draft a reply", exact=True).click()
    expect(page.get_by_role("textbox", name="The letter")).to_be_visible(timeout=WAIT_MS)
    # Then the e-mail stands there redacted, and the letter answers all three with pinpoints
    expect(page.get_by_text("My son [name] DOC# [DOC number]")).to_be_visible()
    expect(page.get_by_text("Whitfield")).to_have_count(0, timeout=WAIT_MS)
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


PAGES = {
    "desk": "Staff desk",
    "desk-asked": "What people ask",
    "desk-reply": "Draft a reply",
    "desk-console": "Search console",
    "desk-batch": "Batch",
    "desk-answers": "Standard answers",
    "desk-sources": "Sources",
    "desk-numbers": "Numbers and runs",
    "desk-switches": "Switches and log",
}


def test_axe_finds_nothing_serious_on_any_page_and_a_narrow_phone_is_enough(open_desk: OpenPage) -> None:
    family = open_desk("/")
    ask(family, "how many people can visit at once")
    page = sign_in(open_desk, "admin")
    expect(page.get_by_text("admin · admin")).to_be_visible()
    for path, title in PAGES.items():
        page.goto(f"{open_desk.address}/{path}")
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        page.wait_for_timeout(1500)
        assert find_serious(page) == [], title
        page.set_viewport_size({"width": 320, "height": 700})
        page.wait_for_timeout(400)
        assert not has_sideways_scroll(page), title
        page.set_viewport_size({"width": 1280, "height": 844})


def test_with_the_keyboard_alone_an_officer_signs_in_and_drafts(open_desk: OpenPage) -> None:
    # Given nobody at the desk, and no mouse
    page = open_desk("/desk-reply", width=1280, ready=".st-key-topbar")
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    reach(page, "Name")
    page.keyboard.type("editor")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    # When the officer types an e-mail and goes to the button
    expect(page.get_by_label("The e-mail, as received")).to_be_visible()
    reach(page, "The e-mail, as received")
    page.keyboard.insert_text(EMAIL)
    reach(page, "Draft a reply", role="button")
    page.keyboard.press("Enter")
    # Then the letter stands there, and axe finds nothing serious about it
    expect(page.get_by_role("textbox", name="The letter")).to_be_visible(timeout=WAIT_MS)
    page.wait_for_timeout(700)
    assert find_serious(page) == []
    reach(page, "The letter")


def reach(page: Page, name: str, role: str = "textbox") -> None:
    """Press Tab until the named element has the focus."""
    wanted = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached with the keyboard")


def test_a_doubtful_answer_stands_beside_its_question_until_the_officer_puts_it_into_the_letter(
    open_desk: OpenPage,
) -> None:
    # Given an e-mail with a question that a neighbouring rule comes near
    page = sign_in(open_desk, "editor", path="/desk-reply")
    page.get_by_label("The e-mail, as received").fill(DOUBTFUL)
    page.get_by_role("button", name="Draft a reply", exact=True).click()
    expect(page.get_by_text("Left out of the letter for you to decide").first).to_be_visible(timeout=WAIT_MS)
    # Then the letter leaves a place for it
    expect(page.get_by_role("textbox", name="The letter")).to_have_value(
        re.compile(r"\[To be answered by the office"), timeout=WAIT_MS
    )
    letter = read_letter(page)
    blanks = letter.count("[To be answered by the office")
    assert blanks
    # When the officer reads it and takes it in
    settle(page)
    page.get_by_test_id("stExpander").filter(has_text="Perhaps:").first.click()
    settle(page)
    page.get_by_role("button", name="Put this in the letter").first.click()
    # Then it stands there in place of the blank
    expect(page.get_by_text("Left out of the letter for you to decide")).to_have_count(
        blanks - 1, timeout=WAIT_MS
    )
    expect(page.get_by_role("textbox", name="The letter")).not_to_have_value(letter, timeout=WAIT_MS)
    assert read_letter(page).count("[To be answered by the office") == blanks - 1


def test_an_email_too_long_to_be_read_whole_is_drafted_and_said_to_be_cut(open_desk: OpenPage) -> None:
    page = sign_in(open_desk, "editor", path="/desk-reply")
    page.get_by_label("The e-mail, as received").fill(EMAIL + "He is a good man. " * 2800)
    page.get_by_role("button", name="Draft a reply", exact=True).click()
    expect(page.get_by_text("longer than 20,000 characters")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("textbox", name="The letter")).to_have_value(
        re.compile("17-20-130"), timeout=WAIT_MS
    )
