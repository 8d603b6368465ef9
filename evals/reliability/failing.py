"""A language model that hangs, trickles, talks rubbish or breaks off: a person is answered from the sources all the same."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.doctor import check_language_model
from assistant.errors import LanguageModelError
from assistant.pipeline import load_assistant
from assistant.records import Question
from assistant.settings import load_assistant_settings
from evals.reliability.records import Observed

TIMEOUT_S = 2.0
WAYS = ("hangs", "trickles", "talks rubbish", "answers 500", "breaks off", "floods")
QUESTIONS = (
    "What must be in the daily log that a county jail keeps about restrictive housing?",
    "who keeps the records of the parole board",
    "what does 17-24-106 say",
)


class FailingServer(ThreadingHTTPServer):
    """Fails in the way it is told."""

    daemon_threads = True

    def __init__(self, way: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.way = way
        self.requests = 0
        self.is_over = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    server: FailingServer

    def do_POST(self) -> None:
        """Fail."""
        self.server.requests += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        try:
            self._fail(self.server.way)
        except OSError:
            return  # whoever asked has gone

    def _fail(self, way: str) -> None:
        if way == "hangs":
            self.server.is_over.wait(30)
            return
        self.send_response(500 if way == "answers 500" else 200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        if way == "trickles":
            while not self.server.is_over.wait(0.2):
                self.wfile.write(
                    b'data: {"id":"1","object":"chat.completion.chunk","created":0,"model":"x","choices":'
                )
                self.wfile.write(b'[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}\n\n')
        if way == "talks rubbish":
            self.wfile.write(os.urandom(4000))
        if way == "breaks off":
            self.wfile.write(b'data: {"id":"1","obj')
        if way == "floods":
            chunk = b'data: {"id":"1","object":"chat.completion.chunk","created":0,"model":"x","choices":[{"index":0,'
            chunk += b'"delta":{"content":"' + b"word " * 200 + b'\\n"},"finish_reason":null}]}\n\n'
            while not self.server.is_over.is_set():
                self.wfile.write(chunk)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


@contextmanager
def serve_failing_model(way: str) -> Iterator[FailingServer]:
    """Serve a model that fails, on a free port of loopback, until the block ends."""
    server = FailingServer(way)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()


def try_models() -> list[Observed]:
    """Ask with each failing model, and with one that is not there."""
    os.environ["OPENAI_API_KEY"] = "loopback"
    seen = []
    for way in WAYS:
        with serve_failing_model(way) as server:
            os.environ["OPENAI_BASE_URL"] = f"http://127.0.0.1:{server.server_address[1]}/v1"
            seen.append(_ask(f"the language model {way}", server))
    os.environ["OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1"
    seen.append(_ask("the language model is not there", None))
    return seen


def _ask(fault: str, server: FailingServer | None) -> Observed:
    settings = load_assistant_settings().model_copy(
        update={"model": "openai:fails", "model_timeout_s": TIMEOUT_S, "use_standard_answers": False}
    )
    assistant = load_assistant(settings)
    outcomes, slowest = [], 0.0
    for text in QUESTIONS:
        started = time.monotonic()
        answer = assistant.ask(Question(text=text))
        slowest = max(slowest, time.monotonic() - started)
        outcomes.append(answer.outcome if answer.citations else f"{answer.outcome} without citations")
    try:
        told = check_language_model(settings).found
    except LanguageModelError as error:
        told = f"fail: {error}"
    asked = server.requests if server else 1
    return Observed(
        fault=fault,
        expected=f"an answer from the sources within the model's {TIMEOUT_S:g} s and two more",
        holds=set(outcomes) == {"answered"} and slowest < TIMEOUT_S + 2 and asked > 0,
        seen=f"{len(outcomes)} of {len(QUESTIONS)}: {', '.join(dict.fromkeys(outcomes))}; slowest {slowest:.1f} s; {asked} requests",
        doctor=told[:160],
        seconds=round(slowest, 1),
    )
