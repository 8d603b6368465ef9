"""A desk with a password file in the running application, and how staff sign in there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from assistant.desk.accounts import PasswordFile
from assistant.desk.records import ROLES
from tests.browser.conftest import OpenPage, RunningApp, run_app

PASSWORD = "correct horse battery"
TABLES = '[desk]\nsign_in = "password"\nusers_file = "users.json"\nlock_after = 3\n'
"""An account for each role, by the role's name."""


@pytest.fixture(scope="module")
def desk_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    folder = tmp_path_factory.mktemp("desk")
    make_accounts(folder)
    with run_app(folder, TABLES) as running:
        yield running


@pytest.fixture(scope="module")
def quiet_desk_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The same without an index: signing in and switching need none."""
    folder = tmp_path_factory.mktemp("quiet")
    make_accounts(folder)
    with run_app(folder, TABLES, answers=False) as running:
        yield running


@pytest.fixture
def open_desk(chromium: Browser, desk_app: RunningApp) -> Iterator[OpenPage]:
    yield from open_pages(chromium, desk_app)


@pytest.fixture
def open_quiet_desk(chromium: Browser, quiet_desk_app: RunningApp) -> Iterator[OpenPage]:
    yield from open_pages(chromium, quiet_desk_app)


def open_pages(chromium: Browser, app: RunningApp) -> Iterator[OpenPage]:
    """Give what opens pages of an application, and close them after the test."""
    opener = OpenPage(chromium, app.address, [], [])
    yield opener
    for page in opener.pages:
        page.context.close()
    assert not opener.strangers, f"The page spoke to other hosts: {opener.strangers}"


def make_accounts(folder: Path) -> None:
    """Make an account for each role."""
    file = PasswordFile(folder / "users.json")
    for role in ROLES:
        file.add_account(role, role, PASSWORD)
    file.add_account("locked", "reader", PASSWORD)


def sign_in(opener: OpenPage, name: str, password: str = PASSWORD, path: str = "/desk") -> Page:
    """Open a page of the desk and sign in there."""
    page = opener(path, width=1200, ready=".st-key-topbar")
    fill_sign_in(page, name, password)
    return page


def fill_sign_in(page: Page, name: str, password: str) -> None:
    """Fill the form and send it."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
