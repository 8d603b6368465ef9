"""What stands behind the page of replies: the drafter, loaded once beside it, and the reply kept for this visit."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

import streamlit as st

from assistant.replies.drafting import ReplyDrafter, load_drafter
from assistant.replies.records import Reply
from ui.desk.reply_letter import TEXT
from ui.loading import load_shared_assistant

PASTED, REPLY = "reply-pasted", "reply"


@cache
def build_worker() -> ThreadPoolExecutor:
    """Build the worker that loads the drafter: not the assistant's, for whose load it waits."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafter-loader")


@cache
def start_drafter() -> Future[ReplyDrafter]:
    """Begin to load the drafter, once, beside the page: it is there when an e-mail has been pasted."""
    return build_worker().submit(
        lambda: load_drafter(
            load_shared_assistant(), ask=lambda question: load_shared_assistant().ask(question)
        )
    )


def load_shared_drafter() -> ReplyDrafter:
    """Return the drafter; each question goes to the assistant as it stands then. A load that failed is tried again."""
    loading = start_drafter()
    if loading.done() and loading.exception() is not None:
        start_drafter.cache_clear()
        loading = start_drafter()
    return loading.result()


def keep(reply: Reply | None) -> None:
    """Keep a reply for this visit, with its text to edit; None forgets it."""
    st.session_state.pop(PASTED, None)
    st.session_state[REPLY] = reply
    st.session_state[TEXT] = reply.text if reply else ""
    st.session_state.pop("reply-as-it-is", None)
