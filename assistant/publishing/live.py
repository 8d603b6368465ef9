"""The assistant that answers now: it follows what the desk publishes, and the index that stands.

An answer published or withdrawn counts from the next question on. A new index is loaded beside the old one, which
goes on answering until the new one can. A store that cannot be read changes nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from assistant.desk.records import StoreError
from assistant.pipeline import Loaded, build_assistant
from assistant.publishing.overlay import lay_over
from assistant.publishing.records import Published
from assistant.publishing.store import AnswerStore
from assistant.runner import Assistant
from assistant.vectors import FEW, load_text_vectors
from index.settings import IndexSettings
from index.store import read_current_version

LOG = logging.getLogger(__name__)
REST_S = 30.0
T = TypeVar("T")


@dataclass(frozen=True)
class Standing:
    """One assistant, and what it was made of."""

    loaded: Loaded
    published: Published
    assistant: Assistant


class LiveAssistant:
    """Gives the assistant of the moment; safe to share between threads."""

    def __init__(
        self, load: Callable[[], Loaded], index: IndexSettings, find_store: Callable[[], AnswerStore | None]
    ) -> None:
        """`find_store` gives the desk's store; None where there is no desk. It may raise StoreError."""
        self._load, self._index, self._find_store = load, index, find_store
        self._rests_until = 0.0
        """A store that failed is left alone for a while: nobody's answer waits for it again and again."""
        self._lock = threading.Lock()
        self._reload: threading.Thread | None = None
        self._refused = ""
        """The version of an index that could not be loaded: it is not tried again and again."""
        self._standing = stand_up(load(), self._load_published(Published()))

    def current(self) -> Assistant:
        """Return the assistant that knows the latest publication; a new index is loaded in the background."""
        version = self._find_new_index()
        if version:
            self._start_reload(version)
        if self._find_number() != self._standing.published.number:
            with self._lock:
                held = self._standing
                published = self._load_published(held.published)
                if published.number != held.published.number:
                    self._standing = stand_up(held.loaded, published)
        return self._standing.assistant

    def wait(self) -> Assistant:
        """Return the assistant over the index that stands, waiting for a reload under way."""
        self.current()
        if (reload := self._reload) is not None:
            reload.join()
        return self.current()

    def _find_new_index(self) -> str | None:
        try:
            version = read_current_version(self._index)
        except OSError:
            return None
        known = (None, self._standing.loaded.searcher.version, self._refused)
        return None if version in known else version

    def _start_reload(self, version: str) -> None:
        with self._lock:
            if self._reload is None or not self._reload.is_alive():
                self._reload = threading.Thread(target=self._follow_index, args=(version,), daemon=True)
                self._reload.start()

    def _follow_index(self, version: str) -> None:
        try:
            loaded = self._load()
            with self._lock:
                self._standing = stand_up(loaded, self._load_published(self._standing.published))
        except Exception:  # whatever is wrong with the new index, the old one goes on answering
            self._refused = version
            LOG.exception("The new index could not be loaded; the one before it goes on answering")

    def _find_number(self) -> int:
        return self._ask_store(AnswerStore.find_publication, self._standing.published.number)

    def _load_published(self, held: Published) -> Published:
        return self._ask_store(AnswerStore.load_published, held)

    def _ask_store(self, ask: Callable[[AnswerStore], T], held: T) -> T:
        """Ask the store, or keep what is held where there is none or it cannot be read."""
        if time.monotonic() < self._rests_until:
            return held
        try:
            store = self._find_store()
            return ask(store) if store else held
        except (StoreError, ValueError):
            LOG.exception("What the desk published cannot be read; the answers stay as they are")
            self._rests_until = time.monotonic() + REST_S
            return held


def stand_up(loaded: Loaded, published: Published) -> Standing:
    """Build the assistant that answers with what was loaded and published."""
    content = lay_over(loaded.content, published, loaded.searcher)
    keep_ask_vectors(loaded, published)
    return Standing(loaded, published, build_assistant(loaded, content))


def keep_ask_vectors(loaded: Loaded, published: Published) -> None:
    """Embed the asks of published answers first: where very many asks are unknown, a start embeds none."""
    asks = [ask for answer in published.answers for ask in (*answer.asks_en, *answer.asks_es)]
    searcher, settings = loaded.searcher, loaded.settings
    for start in range(0, len(asks), FEW):
        texts = asks[start : start + FEW]
        load_text_vectors(texts, searcher.encoder, searcher.settings.vectors_dir, settings.vectors_file)
