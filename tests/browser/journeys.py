"""What people do on the pages, in the words of the journeys."""

from playwright.sync_api import Locator, Page


def type_question(page: Page, text: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(text)
    box.press("Enter")


def wait_for_answer(page: Page, number: int = 0) -> Locator:
    """Wait until answer `number` is whole, and return it."""
    page.wait_for_selector(f".st-key-actions-{number}")
    page.wait_for_selector(".cfa-draft", state="detached")
    return page.locator("article.cfa-answer").nth(number)


def ask(page: Page, text: str, number: int = 0) -> Locator:
    type_question(page, text)
    return wait_for_answer(page, number)


def has_sideways_scroll(page: Page) -> bool:
    return bool(
        page.evaluate(
            "() => [document.documentElement, ...document.querySelectorAll('.stMain')]"
            ".some(e => e.scrollWidth > e.clientWidth + 1)"
        )
    )
