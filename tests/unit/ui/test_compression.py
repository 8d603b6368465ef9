import gzip
from typing import Any

import pytest

from tests.unit.ui.loops import run
from ui.compression import CompressedScripts

SCRIPT = b"let a = 1;" * 500
CACHED = (b"cache-control", b"public, immutable")


class Files:
    """A server of one file that counts what it was asked."""

    def __init__(self, status: int = 200) -> None:
        self.status = status

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-length", str(len(SCRIPT)).encode()), CACHED]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": SCRIPT if scope["method"] == "GET" else b""})


def fetch(
    app: CompressedScripts, path: str, *headers: tuple[bytes, bytes], method: str = "GET"
) -> tuple[dict[bytes, bytes], bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": list(headers)}
    run(app(scope, None, send))  # type: ignore[arg-type]
    return dict(sent[0]["headers"]), b"".join(m.get("body", b"") for m in sent[1:])


GZIP = (b"accept-encoding", b"gzip, deflate")


def test_a_script_goes_out_compressed_and_keeps_its_long_life() -> None:
    headers, body = fetch(CompressedScripts(Files()), "/static/js/index.abc.js", GZIP)
    assert gzip.decompress(body) == SCRIPT
    assert len(body) < len(SCRIPT) / 3
    assert headers[b"content-encoding"] == b"gzip"
    assert headers[b"content-length"] == str(len(body)).encode()
    assert headers[b"cache-control"] == CACHED[1]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/static/js/index.abc.js", ()),
        ("/static/js/index.abc.js", (GZIP, (b"range", b"bytes=0-9"))),
        ("/static/media/font.woff2", (GZIP,)),
        ("/_stcore/health", (GZIP,)),
    ],
)
def test_what_cannot_or_need_not_be_compressed_passes(
    path: str, headers: tuple[tuple[bytes, bytes], ...]
) -> None:
    got, body = fetch(CompressedScripts(Files()), path, *headers)
    assert body == SCRIPT
    assert b"content-encoding" not in got


def test_a_script_that_is_not_there_is_not_kept() -> None:
    app = CompressedScripts(Files(status=404))
    _, body = fetch(app, "/static/js/gone.js", GZIP)
    assert body == SCRIPT


def test_who_asks_for_the_head_alone_leaves_nothing_empty_for_the_next() -> None:
    app = CompressedScripts(Files())
    _, nothing = fetch(app, "/static/js/index.abc.js", GZIP, method="HEAD")
    _, body = fetch(app, "/static/js/index.abc.js", GZIP)
    assert nothing == b""
    assert gzip.decompress(body) == SCRIPT
