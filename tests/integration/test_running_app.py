"""The application as it is served: headers on every response, cookies, and doors that another site's page cannot use."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from evals.reliability.servers import Server, build_app

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("app")
    settings = folder / "settings.toml"
    settings.write_text(f'[log]\ndatabase_url = "sqlite:///{folder / "log.sqlite"}"\n', encoding="utf-8")
    server = build_app(folder, "app", settings, {})
    server.start()
    yield server
    server.stop()


def connect_from(app: Server, origin: str) -> None:
    with connect(
        f"ws://127.0.0.1:{app.port}/_stcore/stream",
        origin=Origin(origin),
        subprotocols=[Subprotocol("streamlit")],
    ):
        return


@pytest.mark.parametrize(
    "path", ["/", "/library", "/health", "/_stcore/health", "/static/nothing.js", "/nowhere"]
)
def test_every_response_keeps_the_page_to_itself(app: Server, path: str) -> None:
    headers = httpx.get(f"http://127.0.0.1:{app.port}{path}").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers.get("access-control-allow-origin", "") in ("", f"http://127.0.0.1:{app.port}")


def test_another_sites_page_cannot_open_the_socket(app: Server) -> None:
    connect_from(app, f"http://127.0.0.1:{app.port}")
    with pytest.raises(InvalidStatus) as refused:
        connect_from(app, "https://elsewhere.example")
    assert refused.value.response.status_code in (400, 403)


def test_nothing_is_uploaded_without_the_pages_own_token(app: Server) -> None:
    answer = httpx.put(
        f"http://127.0.0.1:{app.port}/_stcore/upload_file/session/file", files={"file": b"words"}
    )
    assert answer.status_code in (400, 403, 404)
    assert answer.status_code != 204


def test_a_cookie_that_is_set_is_not_sent_to_other_sites(app: Server) -> None:
    with httpx.Client() as client:
        for path in ("/", "/_stcore/host-config", "/_stcore/health"):
            for cookie in client.get(f"http://127.0.0.1:{app.port}{path}").headers.get_list("set-cookie"):
                assert "samesite=" in cookie.lower()
                assert "samesite=none" not in cookie.lower()


def test_the_log_of_the_server_holds_no_conversation_id(app: Server) -> None:
    secret = "s3cr3tConversationIdOfSomebody"
    httpx.get(f"http://127.0.0.1:{app.port}/?c={secret}")
    assert secret not in Path(app.log).read_text(encoding="utf-8", errors="replace")
