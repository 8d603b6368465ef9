"""What a person takes from an answer: on paper, copied, as a file, as a letter."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.journeys import ask

STILL_VISIT = "He's in the hole. Can I still visit and call?"


def test_the_print_page_is_complete_and_can_be_large(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, STILL_VISIT)
    page.get_by_role("link", name="Print to mail").click()
    paper = page.locator("article.cfa-paper")
    expect(paper).to_contain_text(
        "not limit the person's contact visits for more than thirty consecutive calendar days"
    )
    expect(paper).to_contain_text("C.R.S. § 17-20-130(4)(a)(I)")
    small = paper.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    page.get_by_text("Large print").click()
    expect(page.locator("article.cfa-large")).to_be_visible()
    assert page.locator("article.cfa-large").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") > small
    page.emulate_media(media="print")
    expect(page.locator(".st-key-topbar")).to_be_hidden()


def test_an_answer_is_copied_and_downloaded(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, STILL_VISIT)
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "C.R.S. § 17-20-130(4)(a)(I)" in copied
    page.get_by_role("button", name="Download").click()
    for name in ("Document (.docx)", "Plain text (.txt)"):
        with page.expect_download() as held:
            page.get_by_role("button", name=name).click()
        assert held.value.path().stat().st_size > 500


def test_a_letter_can_be_changed_and_copied(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How do I get on his phone list?")
    page.get_by_role("button", name="Write the letter").click()
    dialog = page.get_by_role("dialog")
    box = dialog.get_by_role("textbox")
    expect(box).to_contain_text("phone list")
    box.fill("My own words")
    box.press("Control+Enter")
    page.wait_for_timeout(1500)
    dialog.get_by_role("button", name="Copy", exact=True).click()
    assert page.evaluate("navigator.clipboard.readText()") == "My own words"
