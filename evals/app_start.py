"""The application as a person meets it: started as a process, opened in a browser, asked, and its memory read."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from evals.records import EvalsError
from ingest.settings import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage")
WAIT_S = 90


def measure_app(question: str) -> tuple[float, float] | None:
    """Seconds from the start command to the first whole answer on the page, and resident MB then.

    The browser is open before the clock starts. None without Chromium or Playwright; raises EvalsError when the
    application does not come up.
    """
    chromium = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    try:
        from playwright.sync_api import Error as BrowserError
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if chromium is None:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page()
        page.set_default_timeout(WAIT_S * 1000)
        page.goto("about:blank")
        started = time.perf_counter()
        with run_app() as (process, address):
            wait_for_port(address, process)
            try:
                ask_page(page, address, question)
            except BrowserError as error:
                told = str(error).splitlines()[0]
                raise EvalsError(f"The chat gave no answer on its page: {told} Run: make run") from error
            seconds = time.perf_counter() - started
            memory = read_resident_mb(process.pid)
        browser.close()
    return seconds, memory


@contextmanager
def run_app() -> Iterator[tuple[subprocess.Popen[bytes], tuple[str, int]]]:
    """The chat as a process of its own on a free port, with nothing of what is asked kept."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings.toml"
        settings.write_text("[log]\nis_kept = false\n", encoding="utf-8")
        environment = {**os.environ, "CORRECTIONS_ASSISTANT_SETTINGS": str(settings), "PYTHONPATH": str(ROOT)}
        options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "ui/app.py", *options],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process, ("127.0.0.1", port)
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for_port(address: tuple[str, int], process: subprocess.Popen[bytes]) -> None:
    """Wait until something listens; raises EvalsError when the process ended or the time is over."""
    ends = time.monotonic() + WAIT_S
    while time.monotonic() < ends and process.poll() is None:
        with socket.socket() as client:
            if client.connect_ex(address) == 0:
                return
        time.sleep(0.05)
    raise EvalsError("The application did not start. Run: make run")


def ask_page(page: Page, address: tuple[str, int], question: str) -> None:
    """Open the chat, type a question and wait until the answer is whole."""
    page.goto(f"http://{address[0]}:{address[1]}/")
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    page.wait_for_selector(".st-key-actions-0")


def read_resident_mb(pid: int) -> float:
    """Resident memory of a process in MB; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    lines = status.read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
