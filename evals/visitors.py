"""People at the chat without a browser: each speaks the framework's own protocol over a socket, so that twenty of
them weigh on the server and not on the machine's screens."""

from __future__ import annotations

import socket
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from evals.records import EvalsError

WAIT_S = 60
MAX_BYTES = 50_000_000
LAST_SAID = 12
"""So many messages are named where no answer came."""


@dataclass(frozen=True)
class Exchange:
    """One question as its person saw it answered."""

    question: str
    first_s: float
    """Until the first sentence stood on the page."""
    whole_s: float
    """Until the whole answer stood there."""
    drawn: str
    """Everything that was drawn in between."""


@dataclass
class Visitor:
    """One person's session; use it as a context manager."""

    address: tuple[str, int]
    query: str = ""
    """The address line's parameters, as the page keeps them: the conversation's id, once there is one."""
    source: str = ""
    """The loopback address that this person comes from; empty: the system's choice."""
    _socket: ClientConnection | None = None
    _box: str = ""
    _turns: int = 0
    """How many exchanges stand on the page: the next one's question carries this number."""
    drawn_at_first: str = ""
    """What stood on the page before anything was asked."""

    def __enter__(self) -> Self:
        host = f"{self.address[0]}:{self.address[1]}"
        try:
            self._socket = connect(
                f"ws://{host}/_stcore/stream",
                origin=Origin(f"http://{host}"),
                subprotocols=[Subprotocol("streamlit")],
                max_size=MAX_BYTES,
                open_timeout=WAIT_S,
                sock=socket.create_connection(self.address, WAIT_S, (self.source, 0))
                if self.source
                else None,
            ).__enter__()
        except (OSError, WebSocketException) as error:
            raise EvalsError(f"A visitor could not reach the chat: {error}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            self._socket.close()

    def open_page(self) -> float:
        """Open the page, with what was said before where `query` names a conversation; seconds until it was drawn."""
        started = time.perf_counter()
        self._send("", "")
        for message in self._receive():
            body = self._note(message)
            self._turns += "<article" in body
            self.drawn_at_first += body
            if message.WhichOneof("type") == "script_finished" and self._box:
                return time.perf_counter() - started
        raise EvalsError("The chat's first page was not drawn.")

    def ask(self, question: str) -> Exchange:
        """Ask, and wait for the whole answer. Raises EvalsError when none comes in `WAIT_S` seconds.

        The answer is the article below this question, in a drawing of the page that has both: two answers of one
        conversation may be drawn with the same words.
        """
        started, first, drawn, is_mine = time.perf_counter(), 0.0, [], False
        own = f'id="turn-{self._turns}"'
        self._send(self._box, question)
        for message in self._receive():
            body = self._note(message)
            is_mine = own in body or (is_mine and message.WhichOneof("type") != "new_session")
            if not body:
                continue
            drawn.append(body)
            if not first and "cfa-draft" in body and "<p" in body:
                first = time.perf_counter() - started
            if is_mine and "<article" in body:
                whole = time.perf_counter() - started
                self._turns += 1
                drawn += self._finish()
                return Exchange(question, first or whole, whole, "\n".join(drawn))
        raise EvalsError("A visitor's question was not answered.")

    def _finish(self) -> list[str]:
        held = []
        for message in self._receive():
            held.append(self._note(message))
            if message.WhichOneof("type") == "script_finished":
                break
        return held

    def _send(self, box: str, question: str) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        if box:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = box
            state.chat_input_value.data = question
        try:
            self._connection.send(message.SerializeToString())
        except (OSError, WebSocketException) as error:
            raise EvalsError(f"The chat does not listen to a visitor any more: {error}") from error

    def _receive(self) -> Iterator[ForwardMsg]:
        began, last = time.monotonic(), deque[str](maxlen=LAST_SAID)
        while (left := began + WAIT_S - time.monotonic()) > 0:
            try:
                packed = self._connection.recv(timeout=left)
            except (TimeoutError, WebSocketException) as error:
                said = f"The chat stopped speaking to a visitor: {error}; last said: {', '.join(last)}"
                raise EvalsError(said) from error
            message = ForwardMsg()
            message.ParseFromString(packed if isinstance(packed, bytes) else packed.encode())
            kind = message.WhichOneof("type") or ""
            element = message.delta.new_element.WhichOneof("type") or "block" if kind == "delta" else kind
            last.append(f"{element} at {time.monotonic() - began:.1f} s")
            yield message

    def _note(self, message: ForwardMsg) -> str:
        if message.WhichOneof("type") == "page_info_changed":
            self.query = message.page_info_changed.query_string
        element: Any = message.delta.new_element
        if element.WhichOneof("type") == "chat_input":
            self._box = element.chat_input.id
        return str(element.html.body) if element.WhichOneof("type") == "html" else ""

    @property
    def _connection(self) -> ClientConnection:
        if self._socket is None:
            raise EvalsError("A visitor asks only inside a with block.")
        return self._socket
