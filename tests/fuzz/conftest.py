"""One assistant for all properties, no way out to the network, and a table at the end."""

from collections.abc import Iterator

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from assistant.pipeline import Assistant, load_assistant
from assistant.records import Question
from tests.fuzz.profiles import SURFACES


@pytest.fixture(autouse=True)
def only_this_machine() -> Iterator[None]:
    """Refuse every connection that leaves the machine."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    loaded = load_assistant()
    loaded.ask(Question(text="can they take away visits if he's in the hole?"))  # loads what loads late
    return loaded


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what each surface was given."""
    if not SURFACES:
        return
    terminalreporter.write_line("")
    terminalreporter.write_line("| surface | inputs | characters | slowest input |")
    terminalreporter.write_line("|---|---|---|---|")
    for name, seen in SURFACES.items():
        row = f"| {name} | {seen.inputs:,} | {seen.characters:,} | {seen.slowest_s * 1000:.0f} ms |"
        terminalreporter.write_line(row)
