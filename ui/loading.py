"""One assistant for all sessions, loaded once beside the server and waited for only by a question.

It follows what the desk publishes and the index that stands: ask for it anew for every question.
"""

from __future__ import annotations

import gc
import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Literal

from assistant.pipeline import Assistant, load_parts
from assistant.publishing.live import LiveAssistant
from assistant.publishing.store import AnswerStore
from index.settings import load_index_settings
from ui.desk.access import load_shared_desk
from ui.library.shelf import load_shelf

LoadingState = Literal["loading", "ready", "failed"]
LOG = logging.getLogger(__name__)


@cache
def build_loader() -> ThreadPoolExecutor:
    """Build the single worker that loads the assistant."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="assistant-loader")


def find_answer_store() -> AnswerStore | None:
    """Find where the desk keeps its answers; None without a desk. Raises StoreError."""
    desk = load_shared_desk()
    return AnswerStore(desk.engine, desk.audit) if desk else None


def load_live_assistant() -> LiveAssistant | Assistant:
    """Load the assistant that follows the desk, and the shelf its quotes are shown from.

    Collecting garbage walks through all that lives: what was loaded once is taken out of that, and the framework's own
    collection after every run of a page is switched off (`.streamlit/config.toml`).
    """
    loaded = LiveAssistant(load_parts, load_index_settings(), find_answer_store)
    load_shelf()
    gc.collect()
    gc.freeze()
    return loaded


@cache
def start_loading() -> Future[LiveAssistant | Assistant]:
    """Begin to load the assistant; later calls return the same future. A load that fails is logged."""
    loading = build_loader().submit(load_live_assistant)
    loading.add_done_callback(log_failure)
    return loading


def log_failure(loading: Future[LiveAssistant | Assistant]) -> None:
    """Log why the assistant could not be loaded: until somebody asks, nobody else would say."""
    if error := loading.exception():
        LOG.error("The assistant could not be loaded", exc_info=error)


def find_loading_state() -> LoadingState:
    """Say how far the load is, without waiting."""
    loading = start_loading()
    if not loading.done():
        return "loading"
    return "failed" if loading.exception() else "ready"


def is_assistant_ready() -> bool:
    """Say whether the assistant has loaded, without waiting."""
    return find_loading_state() == "ready"


def load_shared_assistant() -> Assistant:
    """Return the assistant of this moment, waiting for it where it is still loading.

    A load that failed is forgotten, so that the next question tries again. Raises what the load raised.
    """
    with _RETRY:
        loading = start_loading()
        if loading.done() and loading.exception() is not None:
            start_loading.cache_clear()
            loading = start_loading()
    held = loading.result()
    return held.current() if isinstance(held, LiveAssistant) else held


_RETRY = threading.Lock()
