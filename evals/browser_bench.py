"""The chat under people: one in a browser, and twenty at once, each hearing only their own words.

The crowd is bounded (20 sessions, 3 questions each) and stays on the loopback. People read between questions; the
seconds they read are drawn once from a fixed seed.
"""

from __future__ import annotations

import html
import random
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from evals.app_start import BROWSERS, FLAGS, WAIT_S, run_app, wait_for_port
from evals.measuring import Measure
from evals.metrics.intervals import find_percentile
from evals.records import EvalsError
from evals.visitors import Exchange, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PEOPLE = 20
QUESTIONS_EACH = 3
READING_S = (3.0, 9.0)
VISITS = 5
ASKED = (
    "can they take away visits if he's in the hole?",
    "How do I get on his phone list?",
    "What does it cost him to see the nurse?",
    "When can he see the parole board?",
    "visiting hours at the denver county jail",
    "está en el hoyo, ¿puedo visitarlo?",
)
PAINTED = "document.querySelector('.cfa-draft p, article.cfa-answer') !== null"


def measure_people() -> list[Measure]:
    """Start the chat, let one person use it in a browser, then twenty at once; raises EvalsError when it fails."""
    with run_app() as (process, address):
        wait_for_port(address, process)
        warm_up(address)
        return [*measure_pages(address), *measure_crowd(address)]


def warm_up(address: tuple[str, int]) -> None:
    """Wait until the assistant has loaded: the first answer comes when it has."""
    with Visitor(address) as visitor:
        visitor.open_page()
        visitor.ask(ASKED[0])


def measure_pages(address: tuple[str, int]) -> list[Measure]:
    """Seconds until a fresh browser can be typed into, and from a question to its first sentence and its answer."""
    chromium = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return []
    if chromium is None:
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        visits = [visit_once(browser, address, ASKED[n % len(ASKED)]) for n in range(VISITS + 1)][1:]
        browser.close()
    usable, first, whole = (sorted(times)[len(times) // 2] for times in zip(*visits, strict=True))
    return [
        Measure(name="page usable in a fresh browser, median", unit="s", ours=round(usable, 2), at_most=2.0),
        Measure(name="question to first sentence in the browser, median", unit="s", ours=round(first, 2)),
        Measure(name="question to whole answer in the browser, median", unit="s", ours=round(whole, 2)),
    ]


def visit_once(browser: Browser, address: tuple[str, int], question: str) -> tuple[float, float, float]:
    """Open the chat with an empty cache, ask once, and leave."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(WAIT_S * 1000)
    started = time.perf_counter()
    page.goto(f"http://{address[0]}:{address[1]}/", wait_until="commit")
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    usable = time.perf_counter() - started
    first, whole = ask_once(page, question)
    context.close()
    return usable, first, whole


def ask_once(page: Page, question: str) -> tuple[float, float]:
    """Seconds from the key press to the first sentence on the page, and to the whole answer with its buttons."""
    page.wait_for_selector(".st-key-foot")
    page.get_by_test_id("stChatInputTextArea").fill(question)
    started = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_function(PAINTED, polling=20)
    first = time.perf_counter() - started
    page.wait_for_selector(".st-key-actions-0")
    return first, time.perf_counter() - started


def measure_crowd(address: tuple[str, int]) -> list[Measure]:
    """Seconds to an answer with twenty people reading and asking, with all asking in one instant, and words astray."""
    calm = run_crowd(address, READING_S)
    burst = run_crowd(address, (0.0, 0.0))
    strangers = count_strangers(calm) + count_strangers(burst)
    return [
        *_list_percentiles(f"{PEOPLE} people at once, answer", calm, at_most=2.0),
        *_list_percentiles(f"{PEOPLE} people who never pause, answer", burst),
        Measure(name="answers that held another's words", unit="", ours=strangers, at_most=0),
    ]


def run_crowd(address: tuple[str, int], reading_s: tuple[float, float]) -> list[list[Exchange]]:
    """Let everybody open the page, then ask; one list of exchanges for each person."""
    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(lambda person: be_a_person(address, person, reading_s), range(PEOPLE)))


def be_a_person(address: tuple[str, int], person: int, reading_s: tuple[float, float]) -> list[Exchange]:
    """Open the page, then ask every question after some seconds of reading."""
    chance = random.Random(person)  # noqa: S311 (not a secret)
    exchanges = []
    with Visitor(address) as visitor:
        visitor.open_page()
        for number in range(QUESTIONS_EACH):
            time.sleep(chance.uniform(*reading_s))
            asked = ASKED[(person + number) % len(ASKED)]
            exchanges.append(visitor.ask(f"{asked} {name_person(person)}"))
    return exchanges


def name_person(person: int) -> str:
    """A word that only this person writes."""
    return f"(note {person:02d}-{person * 7919 % 9973:04d})"


def count_strangers(people: Sequence[Sequence[Exchange]]) -> int:
    """Count the exchanges in which something drawn held another person's word; raises where one lacks its own."""
    names = [name_person(person) for person in range(len(people))]
    found = 0
    for person, exchanges in enumerate(people):
        for exchange in exchanges:
            drawn = html.unescape(exchange.drawn)
            if names[person] not in drawn:
                raise EvalsError(f"A person's own question was not drawn: {exchange.question}")
            found += any(name in drawn for other, name in enumerate(names) if other != person)
    return found


def _list_percentiles(
    name: str, people: Sequence[Sequence[Exchange]], at_most: float | None = None
) -> list[Measure]:
    times = [exchange.whole_s for exchanges in people for exchange in exchanges]
    goals = {50: None, 95: at_most}
    return [
        Measure(name=f"{name} p{p}", unit="s", ours=round(find_percentile(times, p), 2), at_most=goal)
        for p, goal in goals.items()
    ]
