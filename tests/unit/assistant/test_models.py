"""The door to a language model: time, failure, and the embedded answer behind it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from assistant.errors import LanguageModelTimeoutError, LanguageModelUnavailableError
from assistant.models import ChatModel, load_model, load_prompt
from assistant.records import Question
from assistant.stages.write import WriteWithModel
from assistant.state import Draft, Sentence, TurnState, Understood
from tests.unit.assistant.law import TODAY, SmallLibrary, embed_words, make_kit

KIT = make_kit()
LIBRARY = SmallLibrary()
HONEST = "The department may limit visitation for a person in restrictive housing."
PROOF = "The department may limit visitation for a confined person who is in restrictive housing"


class BrokenChatModel(BaseChatModel):
    """Fails, or hangs, while it writes."""

    sleep_s: float = 0.0
    calls: int = 0

    @property
    def _llm_type(self) -> str:
        return "broken"

    def _generate(self, *args: Any, **kwargs: Any) -> ChatResult:
        raise RuntimeError("vendor trouble")

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        self.calls += 1
        time.sleep(self.sleep_s)
        raise RuntimeError("vendor trouble")
        yield ChatGenerationChunk(message=AIMessageChunk(content=""))


def say(*completions: str) -> ChatModel:
    return ChatModel(
        "fake:scripted", GenericFakeChatModel(messages=iter(AIMessage(c) for c in completions)), 5.0, 1
    )


def make_state() -> TurnState:
    query = "may the department limit visitation in restrictive housing"
    draft = Draft(
        outcome="answered",
        status="answered",
        completeness="complete",
        sentences=(Sentence("The law on this:", kind="fixed"), KIT.quote_sentence(quote_limit())),
    )
    return TurnState(
        question=Question(text=query),
        asked_on=TODAY,
        text=query,
        understood=Understood(query, query, query),
        search=LIBRARY.search(query),
        draft=draft,
    )


def quote_limit() -> Any:
    found = KIT.outlines.find_unit("17-20-130(4)(a)(I)")
    assert found is not None
    return found[0].slice_quote(found[1])


def write(model: ChatModel, state: TurnState) -> TurnState:
    embed = lambda texts: embed_words(list(texts))  # noqa: E731
    return WriteWithModel(KIT, model, embed, load_prompt("answer"), load_prompt("question"))(state)


def find_mark(state: TurnState) -> int:
    assert state.search is not None
    texts = [f.passage.text for f in state.search.found[:6] if f.passage.part == "text"]
    return next(n for n, text in enumerate(texts, 1) if PROOF in text)


def test_checked_sentences_replace_the_plain_part() -> None:
    state = make_state()
    done = write(say(f"{HONEST} [{find_mark(state)}] «{PROOF}»"), state)
    assert done.draft is not None
    assert done.draft.sentences[0].text == HONEST
    assert done.draft.model == "fake:scripted"


def test_a_model_that_lies_leaves_the_embedded_answer() -> None:
    state = make_state()
    lie = HONEST.replace("may limit", "must limit")
    done = write(say(f"{lie} [{find_mark(state)}] «{PROOF}»"), state)
    assert done.draft == state.draft
    assert dict(done.trace)["write"]["dropped"][0]["faults"]


@pytest.mark.parametrize("completion", ["", "NOT IN THE SOURCES", "nonsense without any mark", "\n\n\n"])
def test_a_model_that_says_nothing_usable_leaves_the_embedded_answer(completion: str) -> None:
    state = make_state()
    assert write(say(completion), state).draft == state.draft


def test_a_model_that_fails_leaves_the_embedded_answer() -> None:
    state = make_state()
    broken = BrokenChatModel()
    done = write(ChatModel("broken:model", broken, 5.0, 2), state)
    assert done.draft == state.draft
    assert "vendor trouble" in dict(done.trace)["write"]["failure"]
    assert broken.calls == 2


def test_a_model_that_hangs_is_left_after_its_time() -> None:
    with pytest.raises(LanguageModelTimeoutError):
        ChatModel("slow:model", BrokenChatModel(sleep_s=3.0), 0.2, 2).complete("a", "b")


def test_a_vendors_error_becomes_ours() -> None:
    with pytest.raises(LanguageModelUnavailableError, match="vendor trouble"):
        ChatModel("broken:model", BrokenChatModel(), 5.0, 1).complete("a", "b")


@pytest.mark.parametrize("name", ["nonsense", "nosuchprovider:model", ":x", "x:"])
def test_a_name_that_is_no_model_is_refused_with_words(name: str) -> None:
    with pytest.raises(LanguageModelUnavailableError, match=r"PROVIDER:NAME|cannot be used"):
        load_model(name)


def test_a_refusal_is_never_rewritten() -> None:
    state = make_state()
    assert state.draft is not None
    refused = replace(state, draft=replace(state.draft, outcome="declined"))
    assert write(say("anything"), refused).draft == refused.draft


def test_prompts_have_no_blank_that_nobody_fills() -> None:
    filled = load_prompt("answer").fill(max_sentences="5", language="English")
    assert "$" not in filled
    assert "$" not in load_prompt("question").fill(passages="p", question="costs five dollars")
