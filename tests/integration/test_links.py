"""The door offered is the one asked for: every service of the register, in both languages, through whole answers."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.pipeline import Assistant, load_assistant
from assistant.records import Answer, Question
from assistant.services import load_service_facts

pytestmark = pytest.mark.slow

LINKS_FILE = Path(__file__).with_name("links.toml")


def read_links() -> Iterator[tuple[str, frozenset[str]]]:
    for text, keys in tomllib.loads(LINKS_FILE.read_text(encoding="utf-8"))["links"]:
        yield text, frozenset(keys)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return load_assistant()


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text=text, asked_on=date(2026, 11, 22)))


def list_doors(answer: Answer) -> list[str]:
    return [service.key for service in answer.services]


@pytest.mark.parametrize(("text", "keys"), list(read_links()))
def test_a_door_that_fits_is_among_few(assistant: Assistant, text: str, keys: frozenset[str]) -> None:
    answer = ask(assistant, text)

    assert keys & set(list_doors(answer))
    assert len(answer.services) <= (6 if answer.outcome == "urgent" else 5)


def test_nearly_always_one_of_the_first_two_fits(assistant: Assistant) -> None:
    links = list(read_links())

    fitting = sum(bool(keys & set(list_doors(ask(assistant, text))[:2])) for text, keys in links)

    assert fitting / len(links) >= 0.92


def test_the_table_asks_for_every_service() -> None:
    asked = frozenset().union(*(keys for _, keys in read_links()))

    assert asked == load_service_facts().keys()
