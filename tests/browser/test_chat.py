"""Journeys through the chat."""

import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, RunningApp
from tests.browser.journeys import ask, has_sideways_scroll, type_question, wait_for_answer

IN_THE_HOLE = "can they take away visits if he's in the hole?"
PRESS_STOP = """() => new MutationObserver((_, watch) => {
  const stop = document.querySelector('[data-testid="stChatInputStopButton"]');
  if (stop) { watch.disconnect(); stop.click(); }
}).observe(document.body, { childList: true, subtree: true })"""
"""Presses the stop button as soon as it is there: an answer is quicker than a hand."""
PRESS_UNTIL_TAKEN = """text => {
  const box = () => document.querySelector('[data-testid="stChatInputTextArea"]');
  const type = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
  let typed = false;
  const hurry = setInterval(() => {
    if (!document.querySelector('.cfa-me') || box().disabled) return;
    if (typed && box().value === '') { clearInterval(hurry); return; }
    if (!typed) { typed = true; type.call(box(), text); box().dispatchEvent(new Event('input', { bubbles: true })); }
    box().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13, bubbles: true }));
  }, 5);
}"""
"""Types the next question as soon as the first stands on the page, and presses Enter until it is taken."""
LONG = " ".join(
    f"And in week {week}, can they take visits, calls, mail, meals, books, his bed and his work from him?"
    for week in range(36)
)
"""Takes long enough to be stopped."""
STILL_VISIT = "He's in the hole. Can I still visit and call?"


def test_the_chat_opens_at_its_top_and_the_box_stays_in_sight(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.locator("h1")).to_be_in_viewport(ratio=1)
    expect(page.locator(".cfa-is").first).to_contain_text("Not legal advice. Not CDOC.")
    expect(page.locator("[class*='st-key-example-']")).to_have_count(8)
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_in_viewport(ratio=1)


def test_a_first_question_gets_the_rule_and_a_follow_up_goes_on(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, IN_THE_HOLE)
    expect(answer.locator("section.cfa-quote .cite").first).to_have_text("C.R.S. § 17-20-130(4)(a)(I)")
    expect(answer.locator("section.cfa-quote blockquote").first).to_contain_text(
        "thirty consecutive calendar days"
    )
    expect(answer.locator(".cfa-next")).to_contain_text("What to do next")
    second = ask(page, "and how many phone calls does he get there?", 1)
    expect(second).to_contain_text("17-20-130(4)(a)(I)")
    expect(page.locator("article.cfa-answer")).to_have_count(2)


def test_the_question_stands_at_the_top_when_its_answer_has_come(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, STILL_VISIT)
    page.wait_for_timeout(2000)
    expect(page.locator(".cfa-me").first).to_be_in_viewport()
    expect(page.locator(".cfa-first").first).to_be_in_viewport()
    expect(page.get_by_role("button", name="Leave now")).to_be_in_viewport(ratio=1)


def test_a_mark_opens_its_quote_in_its_context(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, STILL_VISIT)
    mark = answer.locator("a.cfa-n").first
    target = page.locator(mark.get_attribute("href") or "#none")
    mark.click()
    expect(target).to_be_focused()
    expect(target.locator("mark")).to_be_visible()
    expect(target.locator("mark")).to_contain_text("The department may limit visitation")


def test_a_folded_quote_opens_from_its_mark(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, STILL_VISIT)
    folded = answer.locator("details.cfa-quote.folded")
    expect(folded.first).to_be_attached()
    numbers = [quote.get_attribute("id") for quote in folded.all()]
    marks = [answer.locator(f"a.cfa-n[href='#{number}']").first for number in numbers]
    mark = next(mark for mark in marks if mark.count())
    target = page.locator(mark.get_attribute("href") or "#none")
    expect(target.locator("blockquote")).to_be_hidden()
    mark.click()
    expect(target.locator("blockquote")).to_be_visible()
    expect(target).to_be_focused()


def test_a_citation_leads_to_its_pinpoint_in_the_library(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, STILL_VISIT)
    answer.locator("section.cfa-quote summary").first.click()
    answer.get_by_role("link", name="Read it in the library").first.click()
    page.wait_for_url("**/library?section=17-20-130&at=4-a-I**")
    marked = page.locator(".cfa-tree .at")
    expect(marked).to_contain_text("The department may limit visitation")
    expect(marked).to_be_in_viewport()


def test_spanish_from_start_to_end(open_page: OpenPage) -> None:
    page = open_page(locale="es-MX")
    expect(page.locator("h1")).to_contain_text("Pregunte")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("button", name="Está en el hoyo. ¿Puedo visitarlo y hablar con él?").click()
    answer = wait_for_answer(page)
    expect(answer).to_have_attribute("lang", "es")
    expect(answer).to_contain_text("Qué hacer ahora")
    expect(answer.locator("blockquote").first).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Preguntar")).to_be_attached()
    page.get_by_role("link", name="Imprimir para enviar").click()
    expect(page.locator("article.cfa-paper")).to_contain_text("Usted preguntó")


def test_the_language_switch_stays_in_the_address(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name="Español").click()
    page.wait_for_url("**lang=es**")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.reload()
    expect(page.locator("h1")).to_contain_text("Pregunte")


def test_danger_is_answered_with_help_first(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, "he told me he doesnt want to live anymore, he's at sterling")
    urgent = answer.locator(".cfa-urgent")
    expect(urgent.locator("h2")).to_have_text("Please act on this now")
    numbers = urgent.locator("a.call")
    assert numbers.count() >= 3
    assert {"tel:988", "tel:911"} <= {a.get_attribute("href") for a in numbers.all()}
    first = numbers.first.bounding_box()
    assert first is not None
    assert first["height"] >= 48
    expect(answer.locator("section.cfa-quote")).to_have_count(0)
    expect(answer.locator(".cfa-gl")).to_have_count(0)
    follow = page.locator("[class*='st-key-follow-']")
    expect(follow).to_have_count(0)


def test_a_county_jail_is_sent_to_its_sheriff(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, "visiting hours at the denver county jail")
    expect(answer).to_contain_text("sheriff")
    expect(answer.locator("a[href^='https://www.coloradosheriffs.org']")).to_be_visible()
    expect(answer.locator(".cfa-quote.page").first).to_be_visible()


def test_what_is_not_held_is_said_and_somebody_to_ask_is_named(open_page: OpenPage) -> None:
    page = open_page()
    answer = ask(page, "what is the dress code for visitors, can I wear shorts?")
    expect(answer.locator(".cfa-service").first).to_be_visible()
    assert "not" in answer.inner_text()


def test_a_reload_keeps_the_conversation_and_it_goes_on(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, STILL_VISIT)
    page.wait_for_url("**c=**")
    page.reload()
    wait_for_answer(page)
    expect(page.locator(".cfa-me")).to_have_text(STILL_VISIT)
    ask(page, "How do I get on his phone list?", 1)
    expect(page.locator("article.cfa-answer")).to_have_count(2)


def test_an_answer_can_be_stopped_and_asked_again(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate(PRESS_STOP)
    type_question(page, LONG)
    expect(page.get_by_text("You stopped this answer.")).to_be_visible()
    expect(page.locator(".cfa-me")).to_have_text(LONG)
    expect(page.locator("article.cfa-answer")).to_have_count(0)
    page.get_by_role("button", name="Ask again").click()
    wait_for_answer(page)
    expect(page.locator(".cfa-me")).to_have_count(1)


@pytest.mark.parametrize("first", [STILL_VISIT, LONG], ids=["short", "long"])
def test_a_question_typed_while_an_answer_is_drawn_is_not_lost(open_page: OpenPage, first: str) -> None:
    page = open_page()
    page.evaluate(PRESS_UNTIL_TAKEN, "How do I get on his phone list?")
    type_question(page, first)
    wait_for_answer(page, 1)
    expect(page.locator(".cfa-me")).to_have_text([first, "How do I get on his phone list?"])
    expect(page.locator("article.cfa-answer")).to_have_count(2)


def test_clearing_forgets_the_conversation(open_page: OpenPage, app: RunningApp) -> None:
    page = open_page()
    ask(page, "How do I ask for his records?")
    page.wait_for_url("**c=**")
    address = page.url
    page.get_by_role("button", name="Clear this conversation").click()
    expect(page.locator("article.cfa-answer")).to_have_count(0)
    page.goto(address)
    page.wait_for_selector(".st-key-example-0")
    assert not count_rows(app, "turns", address.split("c=")[1].split("&")[0])


def test_leaving_replaces_the_page_and_the_server_forgets(open_page: OpenPage, app: RunningApp) -> None:
    page = open_page()
    ask(page, "When can he see the parole board?")
    page.wait_for_url("**c=**")
    conversation = page.url.split("c=")[1].split("&")[0]
    assert count_rows(app, "turns", conversation) == 1
    page.get_by_role("button", name="Leave now").click()
    page.wait_for_url("**/health")
    page.wait_for_timeout(500)
    assert count_rows(app, "turns", conversation) == 0


def count_rows(app: RunningApp, table: str, conversation: str) -> int:
    query = f"SELECT count(*) FROM {table} WHERE conversation = ?"
    with sqlite3.connect(app.log_file) as connection:
        return int(connection.execute(query, (conversation,)).fetchone()[0])


def test_feedback_with_reasons_is_kept(open_page: OpenPage, app: RunningApp) -> None:
    page = open_page()
    ask(page, "What does it cost him to see the nurse?")
    page.get_by_role("button", name="Was this right?").click()
    page.get_by_text("No, this is wrong").click()
    page.get_by_text("It is out of date").click()
    page.get_by_label("Anything else? Please no names or numbers.").fill("the price changed")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you. A person will read it.")).to_be_visible()
    with sqlite3.connect(app.log_file) as connection:
        rows = connection.execute("SELECT verdict, reasons, comment FROM feedback").fetchall()
    assert ("wrong", "out_of_date", "the price changed") in rows


@pytest.mark.parametrize("typed", ["   ", "😀😀😀", "<img src=x onerror=alert(1)> visits?", "a" * 6000])
def test_strange_input_gets_a_sane_page(open_page: OpenPage, typed: str) -> None:
    page = open_page()
    raised: list[str] = []
    page.on("dialog", lambda dialog: (raised.append(dialog.message), dialog.dismiss()))
    type_question(page, typed)
    if typed.strip():
        wait_for_answer(page)
    else:
        page.wait_for_timeout(800)
        expect(page.locator(".cfa-me")).to_have_count(0)
    assert not raised
    assert not has_sideways_scroll(page)
    expect(page.locator(".cfa-answer img")).to_have_count(0)


def test_a_follow_up_can_be_tapped(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, STILL_VISIT)
    tapped = page.locator(".st-key-follow-0 button").first
    text = tapped.inner_text()
    tapped.click()
    wait_for_answer(page, 1)
    expect(page.locator(".cfa-me").nth(1)).to_have_text(text)


def test_the_keyboard_is_enough(open_page: OpenPage) -> None:
    page = open_page()
    focus_by_tab(page, "example-0")
    page.keyboard.press("Enter")
    answer = wait_for_answer(page)
    mark = answer.locator("a.cfa-n").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(mark.get_attribute("href") or "#none")).to_be_focused()


def focus_by_tab(page: Page, key: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(f"!!document.activeElement.closest('.st-key-{key}')"):
            return
    raise AssertionError(f"Tab never reached {key}")


def test_a_new_answer_is_announced(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, STILL_VISIT)
    announced = page.locator(".cfa-hidden[role='status']")
    expect(announced).to_contain_text("The answer is here.")
    assert "[1]" not in announced.inner_text()
