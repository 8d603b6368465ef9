"""A response that has to be changed as a whole is held back until it is there, then goes out with its new length."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import Message, Send

Headers = list[tuple[bytes, bytes]]
Change = Callable[[bytes, Headers], tuple[bytes, Headers]]
"""From a body and its headers, the length left out, to those that are sent."""


def hold_until_whole(send: Send, is_wanted: Callable[[Message], bool], change: Change) -> Send:
    """Build what sends a response: one whose start is wanted goes out changed, any other as it comes."""
    start: Message | None = None
    body = b""

    async def send_changed(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start" and is_wanted(message):
            start = message
            return
        if start is None:
            await send(message)
            return
        body += message.get("body", b"")
        if message.get("more_body"):
            return
        kept = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        changed, headers = change(body, kept)
        length = (b"content-length", str(len(changed)).encode())
        await send({**start, "headers": [*headers, length]})
        await send({"type": "http.response.body", "body": changed})

    return send_changed
