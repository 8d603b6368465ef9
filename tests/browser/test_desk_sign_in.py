"""Staff sign in and out, with a password and with an identity provider; nobody else comes in."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser, Page, expect

from assistant.conversations import LogSettings
from assistant.desk.audit import AuditLog
from assistant.desk.tables import open_store
from tests.browser.conftest import OpenPage, RunningApp, find_free_port, run_app
from tests.browser.desk import PASSWORD, fill_sign_in, open_pages, open_quiet_desk, quiet_desk_app, sign_in
from tests.browser.identity_provider import Provider, format_secrets, run_provider
from tests.browser.journeys import has_sideways_scroll
from tests.browser.test_everyone import find_serious

__all__ = ["open_quiet_desk", "quiet_desk_app"]

STAFF_LINK = "Staff sign-in"


def list_actions(app: RunningApp) -> list[str]:
    engine = open_store(LogSettings(database_url=f"sqlite:///{app.log_file}"))
    try:
        return [entry.action for entry in AuditLog(engine).list_entries()]
    finally:
        engine.dispose()


@pytest.fixture
def open_without_desk(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenPage]:
    with run_app(tmp_path_factory.mktemp("none"), "", answers=False) as app:
        yield from open_pages(chromium, app)


def test_without_configuration_families_see_no_door_and_the_addresses_are_the_chat(
    open_without_desk: OpenPage,
) -> None:
    # Given an application without a desk, when somebody tries the desk's addresses
    for path in ("/desk", "/desk-asked", "/desk-switches"):
        page = open_without_desk(path)
        # Then they meet the chat, and nothing asks for a password
        expect(page.get_by_test_id("stChatInput")).to_be_visible()
        assert page.get_by_label("Password", exact=True).count() == 0
        assert page.get_by_text(STAFF_LINK).count() == 0
    for path in ("/auth/login", "/auth/logout", "/oauth2callback"):
        with pytest.raises(HTTPError, match="404"):
            urlopen(open_without_desk.address + path)


def test_a_reader_signs_in_reads_and_signs_out(open_quiet_desk: OpenPage, quiet_desk_app: RunningApp) -> None:
    # Given a family's page with a door for staff
    page = open_quiet_desk("/", width=1200)
    page.get_by_role("link", name=STAFF_LINK).click()
    # When a reader signs in with a wrong and then the right password
    fill_sign_in(page, "reader", "not the password")
    expect(page.get_by_text("The name or the password is wrong.")).to_be_visible()
    fill_sign_in(page, "reader", PASSWORD)
    # Then the desk opens, with the pages of a reader only
    expect(page.get_by_text("reader · reader")).to_be_visible()
    # And a reload or a second tab asks for no password, though no script can read the key
    page.reload()
    expect(page.get_by_text("reader · reader")).to_be_visible()
    second = page.context.new_page()
    second.goto(open_quiet_desk.address + "/desk-asked")
    expect(second.get_by_text("reader · reader")).to_be_visible()
    assert "desk_session" not in page.evaluate("document.cookie")
    page.get_by_role("link", name="What people ask").first.click()
    expect(page.get_by_role("heading", name="What people ask")).to_be_visible()
    assert page.get_by_role("link", name="Switches and log").count() == 0
    # And after signing out the page is closed, back in history too
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("reader · reader")).to_have_count(0)
    for tab in (page, second):
        tab.goto(open_quiet_desk.address + "/desk-asked")
        expect(tab.get_by_label("Password", exact=True)).to_be_visible()
    assert list_actions(quiet_desk_app)[:2] == ["sign_out", "sign_in.password"]


def test_three_wrong_passwords_lock_the_name(open_quiet_desk: OpenPage) -> None:
    page = sign_in(open_quiet_desk, "locked", "wrong one")
    for guess in ("wrong two", "wrong three"):
        expect(page.get_by_text("The name or the password is wrong.")).to_be_visible()
        fill_sign_in(page, "locked", guess)
    expect(page.get_by_text("Too many wrong passwords")).to_be_visible()
    page = sign_in(open_quiet_desk, "locked")
    expect(page.get_by_text("Too many wrong passwords")).to_be_visible()


def test_an_admin_switches_the_chat_off_and_a_family_reads_why(open_quiet_desk: OpenPage) -> None:
    # Given an administrator at the switches
    page = sign_in(open_quiet_desk, "admin", path="/desk-switches")
    page.get_by_label("What families read · English").fill("We are back at noon.")
    page.get_by_role("button", name="Switch the chat off").click()
    expect(page.get_by_text("Last changed by admin")).to_be_visible()
    # Then a family reads it, and can ask nothing
    family = open_quiet_desk("/")
    expect(family.get_by_text("We are back at noon.")).to_be_visible()
    assert family.get_by_test_id("stChatInput").count() == 0
    # And when it is switched on again, they can
    page.get_by_role("button", name="Switch the chat on").click()
    expect(page.get_by_role("button", name="Switch the chat off")).to_be_visible()
    expect(open_quiet_desk("/").get_by_test_id("stChatInput")).to_be_visible()


@dataclass(frozen=True)
class ProviderDesk:
    """An application whose staff are vouched for by a provider."""

    app: RunningApp
    provider: Provider
    browser: Browser

    def open(self, path: str = "/desk") -> Page:
        page = self.browser.new_context(viewport={"width": 1200, "height": 844}).new_page()
        page.set_default_timeout(60_000)
        page.goto(self.app.address + path)
        return page

    def sign_in(self, page: Page, email: str) -> None:
        page.get_by_role("button", name="work account").click()
        page.get_by_label("Who are you?").fill(email)
        page.get_by_role("button", name="Go").click()
        page.wait_for_url(self.app.address + "/**")


@pytest.fixture(scope="module")
def provider_desk(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProviderDesk]:
    folder, port = tmp_path_factory.mktemp("oidc"), find_free_port()
    table = (
        '[desk]\nsign_in = "oidc"\nusers_file = "users.json"\npeople = { "Ann@office.example" = "editor" }\n'
    )
    with run_provider(f"http://127.0.0.1:{port}/oauth2callback") as provider:
        (folder / "secrets.toml").write_text(format_secrets(provider), encoding="utf-8")
        with run_app(
            folder, table, "--secrets.files", str(folder / "secrets.toml"), port=port, answers=False
        ) as app:
            yield ProviderDesk(app, provider, chromium)


def test_whom_the_provider_vouches_for_comes_in_with_the_role_of_the_settings(
    provider_desk: ProviderDesk,
) -> None:
    page = provider_desk.open()
    provider_desk.sign_in(page, "ann@office.example")
    # The provider sends people back to the desk
    page.wait_for_url(provider_desk.app.address + "/desk")
    expect(page.get_by_text("ann@office.example · editor")).to_be_visible()
    page.reload()
    expect(page.get_by_text("ann@office.example · editor")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="work account")).to_be_visible()
    assert list_actions(provider_desk.app)[:2] == ["sign_out", "sign_in.oidc"]


@pytest.mark.parametrize(
    ("email", "claims"),
    [
        ("eve@elsewhere.example", {}),
        ("ann@office.example", {"email_verified": False}),
        ("ann@office.example", {"iat": 1_700_000_000}),
    ],
)
def test_whom_the_settings_do_not_name_or_nobody_verified_stays_outside(
    email: str, claims: dict[str, object], provider_desk: ProviderDesk
) -> None:
    provider_desk.provider.claims = claims
    page = provider_desk.open()
    provider_desk.sign_in(page, email)
    provider_desk.provider.claims = {}
    page.goto(provider_desk.app.address + "/desk-asked")
    expect(page.get_by_text("is not on this desk's list of staff")).to_be_visible()
    assert page.get_by_role("heading", name="What people ask").count() == 0


@pytest.mark.parametrize(
    "claims", [{"aud": "another"}, {"exp": 1_700_000_000}, {"nonce": "another"}, {"iss": "x"}]
)
def test_a_token_for_somebody_else_signs_nobody_in(
    claims: dict[str, object], provider_desk: ProviderDesk
) -> None:
    provider_desk.provider.claims = claims
    page = provider_desk.open()
    provider_desk.sign_in(page, "ann@office.example")
    provider_desk.provider.claims = {}
    page.goto(provider_desk.app.address + "/desk")
    expect(page.get_by_role("button", name="work account")).to_be_visible()


def test_a_token_of_a_foreign_key_signs_nobody_in(provider_desk: ProviderDesk) -> None:
    provider_desk.provider.signs_with = RSAKey.generate_key(2048, {"kid": "1"})
    page = provider_desk.open()
    provider_desk.sign_in(page, "ann@office.example")
    provider_desk.provider.signs_with = None
    page.goto(provider_desk.app.address + "/desk")
    expect(page.get_by_role("button", name="work account")).to_be_visible()


def test_axe_finds_nothing_serious_at_the_desk_and_a_narrow_screen_is_enough(
    open_quiet_desk: OpenPage,
) -> None:
    page = open_quiet_desk("/desk", ready=".st-key-topbar")
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    assert find_serious(page) == []
    fill_sign_in(page, "admin", PASSWORD)
    expect(page.get_by_text("admin · admin")).to_be_visible()
    for title in ("What people ask", "Numbers and runs", "Switches and log"):
        page.get_by_role("link", name=title).first.click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        page.wait_for_timeout(700)
        assert find_serious(page) == [], title
        page.set_viewport_size({"width": 320, "height": 700})
        page.wait_for_timeout(300)
        assert not has_sideways_scroll(page), title
        page.set_viewport_size({"width": 1200, "height": 844})
