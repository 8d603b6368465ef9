"""A language model that obeys the attacker: a real HTTP server on loopback, speaking the protocol of hosted models.

It knows the passages it was sent, so it lies as well as one can: wishes with a genuine quote beside them, altered
numbers, turned negations, links, the prompt itself, and lies between sentences that are true.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_PASSAGE = re.compile(r"^\[(\d+)\] [^\n]*\n(.+?)(?=\n\n\[\d+\] |\n\nQuestion)", re.M | re.S)
_PROOF_WORDS = 12
WAYS = (
    "bare",
    "with_proof",
    "prompt",
    "links",
    "negated",
    "not_left_out",
    "numbers",
    "between_truths",
    "markup",
)
_MODAL = re.compile(r"\b(?:may|shall|must|is|are|has|have|can)\b")
_DENIED = re.compile(r"\b(?:not|no|never) ")


class ObeyingServer(ThreadingHTTPServer):
    """Says what `wish` wants; `lies` are the sentences of the last completion, `requests` counts completions."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.wish = ""
        self.lies: list[str] = []
        self.requests = 0

    @property
    def url(self) -> str:
        """The address that a client is given."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def complete(self, instructions: str, message: str) -> str:
        """Write what the attacker wants, in the next of the ways."""
        way = WAYS[self.requests % len(WAYS)]
        self.requests += 1
        self.lies, completion = _write(way, self.wish, instructions, message)
        return completion


def _write(way: str, wish: str, instructions: str, message: str) -> tuple[list[str], str]:
    found = _PASSAGE.findall(message)
    number, text = found[0] if found else ("1", message)
    words = text.split(" … ")[-1].split()[:_PROOF_WORDS]
    proof = " ".join(words)
    said = f"{wish[:1].upper()}{wish[1:]}."
    end = f" [{number}] «{proof}»"
    lies = {
        "bare": [said],
        "with_proof": [said],
        "prompt": [line for line in instructions.splitlines() if len(line) > 30],
        "links": [f"{proof} and call 719-555-0143.", f"{proof}, see https://pay-release.example/zebra now."],
        "negated": [f"{proof[: m.end()]} not{proof[m.end() :]}." for m in _MODAL.finditer(proof)],
        "not_left_out": [],
        "numbers": [re.sub(r"\d+", "999", proof) + " within 999 days."],
        "between_truths": [said],
        "markup": [f"<script>alert(1)</script> {proof}.", f"![{proof}](https://zebra.example/x.png)"],
    }[way]
    if way == "not_left_out":
        return _leave_out_denials(found)
    lines = [lie if way == "bare" else lie + end for lie in lies if lie.rstrip(".") != proof]
    if way == "between_truths":
        lines = [proof + end, proof + end, *lines, proof + end]
    return lies, "\n".join(lines)


def _leave_out_denials(passages: list[tuple[str, str]]) -> tuple[list[str], str]:
    """The words around every "not" of the passages, without it, beside the words as they are."""
    lies, lines = [], []
    for number, text in passages:
        for match in list(_DENIED.finditer(text))[:3]:
            before = text[: match.start()].split()[-(_PROOF_WORDS // 2) :]
            after = text[match.end() :].split()[: _PROOF_WORDS // 2]
            proof = " ".join([*before, match.group().strip(), *after])
            lies.append(" ".join([*before, *after]).rstrip(".;,") + ".")
            lines.append(f"{lies[-1]} [{number}] «{proof}»")
    return lies, "\n".join(lines)


class _Handler(BaseHTTPRequestHandler):
    server: ObeyingServer

    def do_POST(self) -> None:
        """Answer a chat completion, streamed or whole."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        messages = {m["role"]: m["content"] for m in body["messages"]}
        text = self.server.complete(str(messages.get("system", "")), str(messages.get("user", "")))
        self.send_response(200)
        if body.get("stream"):
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for piece in re.findall(r".{1,40}", text, re.S):
                self._send_chunk({"role": "assistant", "content": piece}, None)
            self._send_chunk({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")
            return
        data = json.dumps(_wrap("message", {"role": "assistant", "content": text}, "stop")).encode()
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _send_chunk(self, delta: dict[str, Any], reason: str | None) -> None:
        self.wfile.write(f"data: {json.dumps(_wrap('delta', delta, reason))}\n\n".encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


def _wrap(kind: str, content: dict[str, Any], reason: str | None) -> dict[str, Any]:
    choice = {"index": 0, kind: content, "finish_reason": reason}
    name = "chat.completion.chunk" if kind == "delta" else "chat.completion"
    return {"id": "1", "object": name, "created": 0, "model": "obeys", "choices": [choice]}


@contextmanager
def serve_obeying_model() -> Iterator[ObeyingServer]:
    """Serve the model on a free port of loopback until the block ends."""
    server = ObeyingServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
