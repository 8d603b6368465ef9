"""The framework's scripts weigh 2.8 MB and it serves them as they are; a prepaid phone gets a third of that.

They are named by their content and never change, so each is compressed once and kept.
"""

from __future__ import annotations

import gzip
import re

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.whole_response import Headers, hold_until_whole

_SCRIPT = re.compile(r"/static/(?:js|css)/[\w.-]+\.(?:js|css)")
LEVEL = 6


class CompressedScripts:
    """Middleware that compresses the framework's scripts and styles, each once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a whole script goes out compressed where the browser takes it."""
        path = str(scope.get("path", ""))
        if scope["type"] != "http" or not _SCRIPT.search(path) or not _takes_gzip(scope):
            await self.app(scope, receive, send)
            return

        def compress(body: bytes, headers: Headers) -> tuple[bytes, Headers]:
            if path not in self._kept:
                self._kept[path] = gzip.compress(body, LEVEL)
            kept = [(name, value) for name, value in headers if name.lower() != b"accept-ranges"]
            kept += [(b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding")]
            return self._kept[path], kept

        await self.app(scope, receive, hold_until_whole(send, lambda start: start["status"] == 200, compress))


def _takes_gzip(scope: Scope) -> bool:
    """Whether it may be sent compressed: asked for whole, and not for its head alone, which has no body to keep."""
    headers = {name.lower(): value for name, value in scope["headers"]}
    is_whole = scope["method"] == "GET" and b"range" not in headers
    return is_whole and b"gzip" in headers.get(b"accept-encoding", b"")
