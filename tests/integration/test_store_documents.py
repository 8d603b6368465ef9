"""What the privacy page says is what the tests measure."""

import re
from pathlib import Path

from assistant.conversations import LogSettings
from tests.unit.assistant.test_redaction import load_examples, measure_redaction

ROOT = Path(__file__).resolve().parents[2]


def test_the_privacy_page_states_the_measured_figures_in_both_languages() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    figures = measure_redaction(load_examples("test"))
    found, labels = figures.found.total(), figures.labels.total()
    assert f"**{found} of {labels} = {100 * figures.recall:.1f} %**" in page
    assert f"{found} de {labels}" in page
    assert f"{figures.near_misses_kept} of {figures.near_misses}" in page
    assert f"{figures.words_lost} of {figures.words}" in page
    for kind in ("DOC number", "phone", "name", "e-mail"):
        assert f"| {kind}s | {figures.found[kind]} of {figures.labels[kind]} |" in page


def test_the_privacy_page_states_the_default_retention() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    assert re.findall(r"^(\d+) (?:days|días),", page, re.MULTILINE) == [str(LogSettings().retention_days)] * 2


def test_the_commands_of_the_security_page_name_tests_that_exist() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"tests/[\w/]+\.py", page))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
