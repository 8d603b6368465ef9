"""For everyone: axe finds nothing serious on any page or state, in both languages, and a narrow phone is enough."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.journeys import ask, has_sideways_scroll

ASKED = {
    "answer": {
        "en": "can they take away visits if he's in the hole?",
        "es": "está en el hoyo, ¿puedo visitarlo?",
    },
    "urgent": {"en": "he told me he wants to kill himself", "es": "mi hijo me dijo que se quiere matar"},
    "redirected": {
        "en": "visiting hours at the denver county jail",
        "es": "horario de visita de la cárcel del condado",
    },
}
PLACES = {
    "first": "/",
    "library": "/library",
    "section": "/library?section=17-20-130&at=4-a-I",
    "gone": "/library?section=17-27-105",
    "search": "/library?q=visitation",
    "privacy": "/privacy",
    "print": "/print",
}


def find_serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {[node['target'] for node in v['nodes']][:3]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def open_state(open_page: OpenPage, state: str, language: str, **how: object) -> Page:
    path = PLACES.get(state, "/")
    page = open_page(f"{path}{'&' if '?' in path else '?'}lang={language}", **how)  # type: ignore[arg-type]
    if state in ASKED:
        ask(page, ASKED[state][language])
    page.wait_for_timeout(400)
    return page


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("state", [*PLACES, *ASKED])
def test_axe_finds_nothing_serious_and_a_narrow_phone_is_enough(
    open_page: OpenPage, state: str, language: str
) -> None:
    scheme = "dark" if language == "es" else "light"
    page = open_state(open_page, state, language, scheme=scheme)
    assert find_serious(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_timeout(300)
    assert not has_sideways_scroll(page)


@pytest.mark.parametrize("state", ["first", "answer", "urgent", "section"])
def test_twice_as_large_a_page_still_serves(open_page: OpenPage, state: str) -> None:
    """A window of 1280 by 800 at 200 % leaves 640 by 400."""
    page = open_state(open_page, state, "en", width=1280)
    page.set_viewport_size({"width": 640, "height": 400})
    page.wait_for_timeout(300)
    assert not has_sideways_scroll(page)
    expect(page.get_by_role("button", name="Leave now")).to_be_in_viewport(ratio=1)
    bar = page.locator(".st-key-topbar").bounding_box()
    assert bar is not None
    assert bar["height"] < 90


@pytest.mark.parametrize("place", PLACES.values())
def test_no_look_up_of_the_page_fails(open_page: OpenPage, place: str) -> None:
    page = open_page()
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.goto(open_page.address + place)
    page.wait_for_selector(".st-key-foot")
    page.wait_for_load_state("networkidle")
    assert failed == []


@pytest.mark.parametrize("open_box", ["Was this right?", "Write the letter"])
def test_axe_finds_nothing_serious_in_what_opens(open_page: OpenPage, open_box: str) -> None:
    page = open_page()
    ask(page, "How do I get on his phone list?")
    page.get_by_role("button", name=open_box).click()
    page.wait_for_timeout(700)
    assert find_serious(page) == []


def test_what_the_page_adds_of_its_own_is_light(open_page: OpenPage) -> None:
    page = open_page()
    assert len(page.locator(".stApp").inner_html().encode()) < 1_000_000


def test_headers_keep_the_page_to_itself(open_page: OpenPage) -> None:
    page = open_page()
    headers = page.request.get(f"{open_page.address}/").headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert page.request.get(f"{open_page.address}/health").json() == {"status": "ok", "assistant": "ready"}
