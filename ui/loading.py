"""One assistant for all sessions, loaded once beside the server and waited for only by a question."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from assistant.pipeline import Assistant, load_assistant


@cache
def build_loader() -> ThreadPoolExecutor:
    """Build the single worker that loads the assistant."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="assistant-loader")


@cache
def start_loading() -> Future[Assistant]:
    """Begin to load the assistant; later calls return the same future."""
    return build_loader().submit(load_assistant)


def is_assistant_ready() -> bool:
    """Say whether the assistant has loaded, without waiting; a failed load counts as not ready."""
    loading = start_loading()
    return loading.done() and loading.exception() is None


def load_shared_assistant() -> Assistant:
    """Return the assistant, waiting for it where it is still loading.

    A load that failed is forgotten, so that the next question tries again. Raises what the load raised.
    """
    with _RETRY:
        loading = start_loading()
        if loading.done() and loading.exception() is not None:
            start_loading.cache_clear()
            loading = start_loading()
    return loading.result()


_RETRY = threading.Lock()
