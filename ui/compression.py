"""The framework's scripts weigh 2.8 MB and it serves them as they are; a prepaid phone gets a third of that.

They are named by their content and never change, so each is compressed once and kept.
"""

from __future__ import annotations

import gzip
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
        start: Message | None = None
        body = b""

        async def send_compressed(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and message["status"] == 200:
                start = message
                return
            if start is None:
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            if path not in self._kept:
                self._kept[path] = gzip.compress(body, LEVEL)
            packed = self._kept[path]
            kept = [
                (n, v) for n, v in start["headers"] if n.lower() not in (b"content-length", b"accept-ranges")
            ]
            kept += [
                (b"content-encoding", b"gzip"),
                (b"vary", b"Accept-Encoding"),
                (b"content-length", str(len(packed)).encode()),
            ]
            await send({**start, "headers": kept})
            await send({"type": "http.response.body", "body": packed if scope["method"] != "HEAD" else b""})

        await self.app(scope, receive, send_compressed)


def _takes_gzip(scope: Scope) -> bool:
    headers = {name.lower(): value for name, value in scope["headers"]}
    return b"gzip" in headers.get(b"accept-encoding", b"") and b"range" not in headers
