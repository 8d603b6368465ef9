"""The keeper's work in a browser: an answer published by two people and used by the chat, a source taken back."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ingest.run import run_ingest
from ingest.settings import ROOT, IngestSettings
from tests.browser.conftest import WAIT_MS, OpenPage, RunningApp, run_app
from tests.browser.desk import TABLES, make_accounts, open_pages, sign_in
from tests.browser.journeys import ask

FOLDERS = 'corpus_dir = "corpus"\ndata_dir = "data"\n'
TITLE = "Is there a right to visits? (visits-right)"
QUESTION = "are visits a right or a privilege"
WORDS = "The law says so in one line."
JOB_MS = 240_000


@pytest.fixture(scope="module")
def keeper_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """An application over a copy of the corpus, so that its sources can be changed."""
    folder = tmp_path_factory.mktemp("keeper")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    tables = TABLES + "".join(f"[{room}]\n{FOLDERS}" for room in ("ingest", "index", "assistant"))
    settings = folder / "index.toml"
    settings.write_text(tables, encoding="utf-8")
    run_ingest(IngestSettings(corpus_dir=folder / "corpus", data_dir=folder / "data"))
    built = subprocess.run(
        [sys.executable, "-m", "index"],
        cwd=ROOT,
        env={**os.environ, "CORRECTIONS_ASSISTANT_SETTINGS": str(settings)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    make_accounts(folder)
    with run_app(folder, tables) as running:
        yield running


@pytest.fixture
def open_keeper(chromium: Browser, keeper_app: RunningApp) -> Iterator[OpenPage]:
    yield from open_pages(chromium, keeper_app)


def fill(page: Page, label: str, text: str) -> None:
    """Fill a box and leave it, which sends it."""
    box = page.get_by_label(label, exact=True).first
    box.fill(text)
    box.press("Tab")


def choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label).first
    box.click()
    box.press_sequentially(option[:24])
    page.get_by_role("option", name=option, exact=True).first.click()


def test_an_answer_is_published_by_two_people_and_the_chat_uses_it(open_keeper: OpenPage) -> None:
    # Given a question that an answer of the repository fits
    assert WORDS not in ask(open_keeper("/"), QUESTION).inner_text()
    # When an editor writes it anew, and asks for a review
    page = sign_in(open_keeper, "editor", path="/desk-answers")
    page.get_by_text("In use", exact=True).click()
    choose(page, "Look at an answer", TITLE)
    page.get_by_role("button", name="Write it anew").click()
    fill(page, "In English", f"Yes. A person in a state prison has visitation rights. {WORDS}")
    expect(page.get_by_text("Every binding holds")).to_be_visible()
    page.get_by_role("button", name="Ask for a review").click()
    # Then they cannot publish it themselves
    expect(page.get_by_text("a second person has to review it")).to_be_visible()
    assert page.get_by_role("button", name="Publish").count() == 0
    # When an administrator reads and publishes it
    second = sign_in(open_keeper, "admin", path="/desk-answers")
    second.get_by_role("button", name="Review").click()
    expect(second.get_by_text(WORDS).first).to_be_visible()
    second.get_by_role("button", name="Publish").click()
    expect(second.get_by_text("The chat uses it from the next question on.")).to_be_visible()
    # Then the next family gets it, with the rule
    answer = ask(open_keeper("/"), QUESTION)
    expect(answer).to_contain_text(WORDS)
    expect(answer).to_contain_text("17-20-130(2)")
    # And when it is withdrawn, it is gone with the next question
    second.get_by_role("button", name="Back to the list").click()
    second.get_by_text("In use", exact=True).click()
    choose(second, "Look at an answer", TITLE)
    fill(second, "Why it must not be used", "It is being written anew.")
    second.get_by_role("button", name="Withdraw it now").click()
    expect(second.get_by_text("The chat no longer uses it.")).to_be_visible()
    assert WORDS not in ask(open_keeper("/"), QUESTION).inner_text()


def test_a_reader_is_offered_nothing_to_change(open_keeper: OpenPage) -> None:
    page = sign_in(open_keeper, "reader", path="/desk-answers")
    # The first to open the page waits until the answers are held against the corpus.
    expect(page.get_by_text("There is no open draft.")).to_be_visible(timeout=WAIT_MS)
    assert page.get_by_role("button", name="Start writing").count() == 0
    page.get_by_role("link", name="Sources").first.click()
    expect(page.get_by_text("Links that were lost (8)")).to_be_visible(timeout=WAIT_MS)
    assert page.get_by_role("button", name="Read all sources again").count() == 0


def test_a_new_edition_of_a_page_is_published_and_taken_back(open_keeper: OpenPage, tmp_path: Path) -> None:
    # Given a page that was changed
    text = (ROOT / "corpus" / "cdoc-contact.txt").read_text(encoding="utf-8")
    assert "from 8 am to 5 pm" in text
    changed = tmp_path / "contact.txt"
    changed.write_text(text.replace("from 8 am to 5 pm", "from 9 am to 4 pm"), encoding="utf-8")
    page = sign_in(open_keeper, "admin", path="/desk-sources")
    # When an administrator publishes it
    page.get_by_text("Add a document or an address, or a new edition").click()
    choose(page, "A new edition of", "cdoc-contact")
    expect(page.get_by_label("Short name of the source")).to_have_count(0)
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(changed)
    page.get_by_role("button", name="Add and publish").click()
    expect(page.get_by_text("Published as index")).to_be_visible(timeout=JOB_MS)
    # Then the library reads so
    library = "/library?section=%5BConstituent+Services%5D"
    expect(open_keeper(library).get_by_text("9 am to 4 pm").first).to_be_visible()
    # And when it is taken back, families read what stood before
    choose(page, "Source", "Contact the Colorado Department of Corrections")
    page.get_by_text("Go back to this version:").click()
    page.get_by_role("button", name="Go back to it").click()
    expect(page.get_by_text("goes back to an earlier version of cdoc-contact")).to_be_visible()
    expect(page.get_by_text("Published as index")).to_be_visible(timeout=JOB_MS)
    expect(open_keeper(library).get_by_text("8 am to 5 pm").first).to_be_visible()
