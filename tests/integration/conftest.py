"""What several tests of the store share: a real PostgreSQL of the tests' own, and the log's settings on both."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.conversations import LogSettings
from evals.records import EvalsError
from evals.reliability.servers import Postgres, build_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    home = Path(tempfile.mkdtemp(prefix="log-postgres-"))
    try:
        try:
            server = build_postgres(home)
        except EvalsError as error:
            pytest.skip(str(error))
        server.create()
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> LogSettings:
    if request.param == "sqlite":
        return LogSettings(database_url=f"sqlite:///{tmp_path / 'log.sqlite'}", busy_timeout_ms=20_000)
    server: Postgres = request.getfixturevalue("postgres")
    return LogSettings(database_url=server.url, busy_timeout_ms=20_000)
