"""A person without a browser knows their own answer, also where it reads like the one before."""

import threading
from collections.abc import Iterator

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.server import Server, ServerConnection, serve
from websockets.typing import Subprotocol

from evals import visitors
from evals.records import EvalsError
from evals.visitors import Visitor

ANSWER = '<article class="cfa cfa-answer">The sources do not say.</article>'


def say(kind: str = "", html: str = "") -> bytes:
    message = ForwardMsg()
    if kind == "new_session":
        message.new_session.name = "chat"
    elif kind == "script_finished":
        message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    elif kind == "box":
        message.delta.new_element.chat_input.id = "box"
    else:
        message.delta.new_element.html.body = html
    return message.SerializeToString()


class SmallChat:
    """Speaks the framework's protocol: the whole page is drawn anew, first with the question alone, then with its answer."""

    def __init__(self) -> None:
        self.answers = [ANSWER, ANSWER, ANSWER]

    def serve_one(self, socket: ServerConnection) -> None:
        asked: list[str] = []
        for packed in socket:
            message = BackMsg()
            message.ParseFromString(packed if isinstance(packed, bytes) else packed.encode())
            widgets = message.rerun_script.widget_states.widgets
            if widgets:
                self.draw(socket, [*asked, widgets[0].chat_input_value.data], len(asked))
                asked.append(widgets[0].chat_input_value.data)
            self.draw(socket, asked, len(asked))

    def draw(self, socket: ServerConnection, asked: list[str], answered: int) -> None:
        socket.send(say("new_session"))
        socket.send(say("box"))
        for number, question in enumerate(asked):
            socket.send(say(html=f'<div class="cfa cfa-me" id="turn-{number}">{question}</div>'))
            if number < min(answered, len(self.answers)):
                socket.send(say(html=self.answers[number]))
        socket.send(say("script_finished"))


@pytest.fixture
def chat() -> Iterator[tuple[SmallChat, Server]]:
    small = SmallChat()
    with serve(small.serve_one, "127.0.0.1", 0, subprotocols=[Subprotocol("streamlit")]) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield small, server
        server.shutdown()
        thread.join()


def test_two_answers_with_the_same_words_are_two_answers(chat: tuple[SmallChat, Server]) -> None:
    with Visitor(chat[1].socket.getsockname()) as visitor:
        visitor.open_page()
        for question in ("first", "second", "third"):
            exchange = visitor.ask(question)
            assert question in exchange.drawn
            assert exchange.drawn.rindex("<article") > exchange.drawn.rindex(question)


def test_a_page_drawn_again_without_an_answer_is_none(
    chat: tuple[SmallChat, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors, "WAIT_S", 1)
    chat[0].answers = [ANSWER]
    with Visitor(chat[1].socket.getsockname()) as visitor:
        visitor.open_page()
        visitor.ask("first")
        with pytest.raises(EvalsError):
            visitor.ask("second")
