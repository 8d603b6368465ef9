"""Journeys through the library."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage


def test_the_contents_lead_to_a_section(open_page: OpenPage) -> None:
    page = open_page("/library", width=1280)
    page.get_by_text("Article 20. Correctional Facilities").first.click()
    page.get_by_role("link", name="17-20-130. Visitation").click()
    expect(page.locator("h1")).to_contain_text("17-20-130")
    expect(page.locator(".cfa-ok")).to_have_text("In force")
    page.locator(".cfa-pager a[rel='next']").click()
    expect(page.locator("h1")).to_contain_text("17-21-101")


def test_words_typed_find_passages_without_a_key_press(open_page: OpenPage) -> None:
    page = open_page("/library")
    page.get_by_role("textbox").press_sequentially("restrictive housing visits", delay=20)
    expect(page.locator(".cfa-list li a").first).to_contain_text("17-20-130")


def test_a_defined_word_opens_its_definition(open_page: OpenPage) -> None:
    page = open_page("/library?section=17-20-130")
    page.locator("a.cfa-term").first.click()
    expect(page.locator(".cfa-definition:popover-open")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".cfa-definition:popover-open")).to_have_count(0)


def test_a_citation_is_copied_with_its_pinpoint(open_page: OpenPage) -> None:
    page = open_page("/library?section=17-20-130&at=4-a-I")
    page.get_by_role("button", name="Copy citation").click()
    assert page.evaluate("navigator.clipboard.readText()") == "C.R.S. § 17-20-130(4)(a)(I)"


def test_references_lead_both_ways(open_page: OpenPage) -> None:
    page = open_page("/library?section=17-20-130", width=1280)
    side = page.locator(".cfa-side")
    expect(side).to_contain_text("Named by")
    side.get_by_role("link", name="17-42-103(1.5)").click()
    expect(page.locator("h1")).to_contain_text("17-42-103")
    expect(page.locator(".cfa-side").get_by_role("link", name="17-20-130").first).to_be_visible()


@pytest.mark.parametrize(
    ("section", "told"), [("17-27-105", "18-1.3-301"), ("17-1-103.5", "This is not the law now")]
)
def test_a_section_that_is_gone_says_so_at_the_top(open_page: OpenPage, section: str, told: str) -> None:
    page = open_page(f"/library?section={section}")
    expect(page.locator(".cfa-gone")).to_contain_text(told)
    expect(page.locator(".cfa-gone")).to_be_in_viewport()


def test_an_unknown_section_is_said_kindly(open_page: OpenPage) -> None:
    page = open_page("/library?section=<b>99</b>")
    expect(page.locator(".cfa-notice")).to_contain_text("There is no section “<b>99</b>”")
