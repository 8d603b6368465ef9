"""The one door to a language model: LangChain's `init_chat_model`, loaded only when a model is configured.

Every failure of a vendor becomes one of ours here; nothing else in the product knows who the vendor is.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from string import Template
from typing import TYPE_CHECKING, Any

from assistant.errors import (
    LanguageModelError,
    LanguageModelTimeoutError,
    LanguageModelUnavailableError,
)

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PROMPTS_DIR = Path(__file__).with_name("prompts")
_END = object()


@dataclass(frozen=True)
class ChatModel:
    """A model that writes, with a time limit over the whole completion and a second attempt."""

    name: str
    chat: BaseChatModel
    timeout_s: float = 30.0
    attempts: int = 2

    def stream(self, instructions: str, message: str) -> Iterator[str]:
        """Write piece by piece; raises LanguageModelTimeoutError or LanguageModelUnavailableError.

        A second attempt is made only while nothing has been written yet.
        """
        deadline = time.monotonic() + self.timeout_s
        for attempt in range(1, self.attempts + 1):
            has_begun = False
            try:
                for piece in self._stream_once(instructions, message, deadline):
                    has_begun = True
                    yield piece
                return
            except LanguageModelTimeoutError:
                raise
            except LanguageModelUnavailableError:
                if has_begun or attempt == self.attempts:
                    raise

    def complete(self, instructions: str, message: str) -> str:
        """Write it all."""
        return "".join(self.stream(instructions, message))

    def _stream_once(self, instructions: str, message: str, deadline: float) -> Iterator[str]:
        pieces: Queue[Any] = Queue()
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="language-model")
        writing = pool.submit(self._fill, instructions, message, pieces)
        pool.shutdown(wait=False)
        while True:
            try:
                piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty as error:
                raise LanguageModelTimeoutError(
                    f"{self.name} did not answer within {self.timeout_s:g} s."
                ) from error
            if piece is _END:
                self._raise_failure(writing, deadline)
                return
            yield str(piece)

    def _fill(self, instructions: str, message: str, pieces: Queue[Any]) -> None:
        try:
            for chunk in self.chat.stream([("system", instructions), ("human", message)]):
                pieces.put(chunk.text if isinstance(chunk.text, str) else str(chunk.content))
        finally:
            pieces.put(_END)

    def _raise_failure(self, writing: Future[None], deadline: float) -> None:
        try:
            writing.result(timeout=max(0.1, deadline - time.monotonic()))
        except FutureTimeoutError as error:
            raise LanguageModelTimeoutError(
                f"{self.name} did not answer within {self.timeout_s:g} s."
            ) from error
        except Exception as error:  # vendors raise what they like; here it gets our name
            raise LanguageModelUnavailableError(
                f"{self.name} failed: {type(error).__name__}: {error}"
            ) from error


def load_model(name: str, *, timeout_s: float = 30.0, attempts: int = 2) -> ChatModel:
    """Load PROVIDER:NAME; raises LanguageModelUnavailableError when it is not installed or has no key."""
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise LanguageModelUnavailableError(
            f'"{name}" is not PROVIDER:NAME, such as openai:gpt-4o-mini or ollama:llama3.'
        )
    try:
        from langchain.chat_models import init_chat_model

        chat: Any = init_chat_model(
            model, model_provider=provider, temperature=0, timeout=timeout_s, max_retries=0
        )
    except Exception as error:  # missing packages, keys and names fail in as many ways as there are vendors
        raise LanguageModelUnavailableError(
            f"{name} cannot be used: {' '.join(str(error).split())[:300]}"
        ) from error
    return ChatModel(name, chat, timeout_s, attempts)


@dataclass(frozen=True)
class Prompt:
    """A prompt file and the hash that names its version."""

    text: str

    @property
    def version(self) -> str:
        """sha256 of the file, first 12 hex digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    def fill(self, **values: str) -> str:
        """Fill the blanks; raises LanguageModelError for a missing one."""
        try:
            return Template(self.text).substitute(values)
        except (KeyError, ValueError) as error:
            raise LanguageModelError(f"the prompt has a blank that nobody fills: {error}") from error


def load_prompt(name: str) -> Prompt:
    """Load a prompt by name from the prompts folder."""
    return Prompt((PROMPTS_DIR / f"{name}.md").read_text(encoding="utf-8"))
