"""The document a browser receives first is the framework's empty shell: here it gets our name, a line for browsers
without scripts, and the server's address, which the framework would otherwise find by trying others (and failing)."""

from __future__ import annotations

import json
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.rendering.markup import escape
from ui.whole_response import Headers, hold_until_whole
from ui.wordings import load_wordings

_TITLE = re.compile(r"<title>.*?</title>", re.S)
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.S)
_MACHINE_POINTER = re.compile(r"<!--(?:(?!-->).)*?RFC 8631.*?-->\s*<link rel=\"service-desc\"[^>]*>", re.S)


def open_document(shell: str, base_path: str) -> str:
    """Put our words and the server's address into the shell; `base_path` is where the app is mounted."""
    english, spanish = load_wordings("en"), load_wordings("es")
    base = json.dumps(f"/{base_path.strip('/')}/".replace("//", "/"))
    address = f"<script>window.__streamlit = {{ BACKEND_BASE_URL: location.origin + {base} }};</script>"
    told = f'<p>{escape(english("no_script"))}</p><p lang="es">{escape(spanish("no_script"))}</p>'
    shell = _TITLE.sub(lambda _: f"<title>{escape(english('title'))}</title>{address}", shell, count=1)
    shell = _NOSCRIPT.sub(lambda _: f"<noscript>{told}</noscript>", shell)
    return _MACHINE_POINTER.sub("", shell)


class OpeningDocument:
    """Middleware that rewrites the HTML shell; everything else passes as it is."""

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app = app
        self.base_path = base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; hold back a whole HTML document, and send it rewritten."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        def open_whole(body: bytes, headers: Headers) -> tuple[bytes, Headers]:
            kept = [(n, v) for n, v in headers if n.lower() not in (b"etag", b"last-modified")]
            return open_document(body.decode("utf-8"), self.base_path).encode(), kept

        await self.app(_ask_plain(scope), receive, hold_until_whole(send, _is_whole_html, open_whole))


def _ask_plain(scope: Scope) -> Scope:
    """Ask for a document as it is: the framework would compress it before it could be rewritten."""
    if not any(name == b"accept" and b"text/html" in value for name, value in scope["headers"]):
        return scope
    return {**scope, "headers": [(n, v) for n, v in scope["headers"] if n != b"accept-encoding"]}


def _is_whole_html(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    is_html = headers.get(b"content-type", b"").startswith(b"text/html")
    return is_html and start["status"] == 200 and b"content-encoding" not in headers
