"""The chat: any message gets a sane answer, and its drawing holds no markup that was typed."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversations import LogSettings, load_conversation_log
from assistant.pipeline import Assistant
from assistant.records import Answer, AnswerPart, Question, Turn
from assistant.terminal import render_answer as render_for_terminal
from tests.fuzz.hostile import messages
from tests.fuzz.profiles import FUZZED, counted
from tests.unit.ui.answers import build_answer, build_citation
from ui.documents import format_plain_text, render_paper, write_docx
from ui.rendering.answer import render_answer, render_question
from ui.rendering.citation import Context
from ui.wordings import load_wordings

EN = load_wordings("en")
TAGS = frozenset(
    [
        "article",
        "section",
        "div",
        "p",
        "br",
        "ul",
        "ol",
        "li",
        "a",
        "b",
        "mark",
        "h1",
        "h2",
        "h3",
        "details",
        "summary",
        "blockquote",
        "span",
        "small",
    ]
)
ATTRIBUTES = frozenset(
    [
        "class",
        "id",
        "href",
        "target",
        "rel",
        "lang",
        "role",
        "tabindex",
        "aria-label",
        "aria-hidden",
        "title",
        "data-text",
    ]
)
SCHEMES = ("https://", "http://", "mailto:", "tel:", "sms:", "/", "#")


class Drawn(HTMLParser):
    """Collects what a browser would make of a drawing."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.faults.append(f"{name}=")
            if name == "href" and not (value or "").startswith(SCHEMES):
                self.faults.append(f"href={value}")

    def handle_comment(self, data: str) -> None:
        self.faults.append("<!--")

    def handle_pi(self, data: str) -> None:
        self.faults.append("<?")

    def unknown_decl(self, data: str) -> None:
        self.faults.append("<!")


def find_faults(html: str) -> list[str]:
    return Drawn(html).faults


def check_answer(answer: Answer) -> None:
    """Whatever was typed, an answer is readable, writable and draws no foreign markup."""
    assert answer.outcome != "error", answer.trace.get("error")
    assert answer.text.strip()
    assert answer.model_dump_json()
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)}
    assert marks <= {citation.number for citation in answer.citations}
    assert render_for_terminal(answer)
    drawn = render_question(answer.question) + render_answer(answer, {}, "t0", EN)
    assert find_faults(drawn) == []


@pytest.mark.slow
@FUZZED
@given(text=messages())
def test_any_message_gets_a_sane_answer(assistant: Assistant, text: str) -> None:
    with counted("chat: a message", text):
        answer = assistant.ask(Question(text=text))
    check_answer(answer)


@pytest.mark.slow
@FUZZED
@given(text=messages(2000), before=st.lists(messages(4000), min_size=1, max_size=3))
def test_any_conversation_gets_a_sane_answer(assistant: Assistant, text: str, before: list[str]) -> None:
    with counted("chat: a conversation", text + "".join(before)):
        answer = assistant.ask(Question(text=text, previous=tuple(Turn(text=t) for t in before)))
    check_answer(answer)


@FUZZED
@given(text=messages(3000))
def test_nothing_typed_or_quoted_is_drawn_as_markup(text: str) -> None:
    with counted("drawing of an answer", text):
        held = {
            "text": text,
            "parts": tuple(
                AnswerPart(kind=kind, text=text, citations=(1,))
                for kind in ("help", "preface", "plain", "quote", "step", "note")
            ),
            "citations": (build_citation(quote=text or "x", label=text, url=text, locator=text),),
            "glossary": ((text, "restrictive housing"),),
        }
        context = Context(text, (text, text), text)
        for outcome in ("answered", "urgent"):
            answer = build_answer(outcome=outcome, **held)
            html = render_question(text, text) + render_answer(answer, {1: context}, "t0", EN)
            assert find_faults(html) == []


@FUZZED
@given(text=messages(3000))
def test_any_exchange_can_be_kept_on_paper_and_as_a_document(text: str) -> None:
    with counted("documents", text):
        answer = build_answer(text=text, parts=(AnswerPart(kind="plain", text=text),))
        assert format_plain_text(text, answer, EN)
        assert write_docx(text, answer, EN)
        assert find_faults(render_paper(text, answer, EN, is_large=True)) == []


@FUZZED
@given(text=messages(3000))
def test_any_exchange_can_be_stored_and_read_again(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    log = load_conversation_log(
        LogSettings(database_url=f"sqlite:///{find_folder(tmp_path_factory)}/log.sqlite")
    )
    assert log is not None
    with counted("conversation store", text):
        answer = build_answer(
            question=text.encode("utf-8", "replace").decode(), text=text.encode("utf-8", "replace").decode()
        )
        conversation = "c" * 30
        log.write_turn(conversation, answer, (text,))
        log.write_feedback(log.load_turns(conversation)[-1].id, "wrong", (text,), text)
        assert len(log.load_turns(conversation)) == 1
        log.delete_conversation(conversation)
    log.engine.dispose()


def find_folder(factory: pytest.TempPathFactory) -> Path:
    """One folder for all inputs of a run."""
    base = factory.getbasetemp() / "stored"
    base.mkdir(exist_ok=True)
    return base
