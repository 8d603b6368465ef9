"""One application for all journeys, with a log of its own, and pages that may speak to nobody else."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
LOAD_S = 300
WAIT_MS = 60_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, and leave it out where there is no browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="No Chromium was found on this machine."))


@dataclass(frozen=True)
class RunningApp:
    """The application under test and where it keeps what people typed."""

    address: str
    log_file: Path


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    with run_app(tmp_path_factory.mktemp("app"), "") as running:
        yield running


@contextmanager
def run_app(
    folder: Path, tables: str, *options: str, port: int | None = None, answers: bool = True
) -> Iterator[RunningApp]:
    """Run the application with a log of its own and more tables of settings.

    Where it need not answer questions it gets no index, stands at once, and its pages must do without.
    """
    tables += "" if answers else '[index]\ndata_dir = "no index"\n'
    settings = folder / "settings.toml"
    settings.write_text(
        f'[log]\ndatabase_url = "sqlite:///{folder / "log.sqlite"}"\n[ui]\nleave_url = "/health"\n{tables}',
        encoding="utf-8",
    )
    port = port or find_free_port()
    command = [sys.executable, "-m", "streamlit", "run", "ui/app.py", *options]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    said = folder / "said.txt"
    environment = {**os.environ, "CORRECTIONS_ASSISTANT_SETTINGS": str(settings), "PYTHONPATH": str(ROOT)}
    with said.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/health", process, said, answers)
        yield RunningApp(f"http://127.0.0.1:{port}", folder / "log.sqlite")
    finally:
        process.terminate()
        process.wait(timeout=30)


def find_free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, process: "subprocess.Popen[bytes]", said: Path, answers: bool) -> None:
    """Wait until the assistant has loaded; where it is not to answer, until the server stands."""
    ends = time.monotonic() + LOAD_S
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if b'"assistant":"ready"' in answer.read():
                    return
        except urllib.error.HTTPError:
            if not answers:
                return
            break
        except OSError:
            pass
        time.sleep(0.5)
    raise RuntimeError(f"The application did not become ready:\n{said.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, app: RunningApp) -> Iterator["OpenPage"]:
    opener = OpenPage(chromium, app.address, [], [])
    yield opener
    for page in opener.pages:
        page.context.close()
    assert not opener.strangers, f"The page spoke to other hosts: {opener.strangers}"


@dataclass
class OpenPage:
    """Opens pages of the application; any request to another host is stopped and counted."""

    browser: Browser
    address: str
    pages: list[Page]
    strangers: list[str]

    def __call__(
        self,
        path: str = "/",
        *,
        width: int = 390,
        scheme: str = "light",
        locale: str = "en-US",
        ready: str = ".st-key-foot",
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            locale=locale,
            accept_downloads=True,
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(WAIT_MS)
        context.route("**/*", self._stop_strangers)
        page = context.new_page()
        self.pages.append(page)
        page.goto(self.address + path)
        page.wait_for_selector(ready)
        return page

    def _stop_strangers(self, route: Route) -> None:
        address = route.request.url
        if address.startswith((self.address, "data:", "blob:")):
            route.continue_()
            return
        self.strangers.append(address)
        route.abort()
