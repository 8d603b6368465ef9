"""How fast one person, and one address, may ask: a family never notices, a script soon waits.

Kept in memory only, by the address alone, and forgotten as soon as its allowance is full again.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache

import streamlit as st

from ui.settings import UiSettings, choose_address, load_ui_settings

MOST_ADDRESSES = 20_000
"""Beyond so many the one that asked longest ago is forgotten."""


@dataclass
class TokenBucket:
    """So many questions at once, and one more every so many seconds."""

    burst: int
    per_minute: float
    tokens: float = math.inf
    """Infinite until the first question, that is: full."""
    filled_at: float = 0.0

    def find_wait(self, now: float) -> float:
        """Seconds until the next question may be asked; 0 where it may be now."""
        grown = self.tokens + max(0.0, now - self.filled_at) * self.per_minute / 60
        self.tokens, self.filled_at = min(float(self.burst), grown), now
        return max(0.0, (1 - self.tokens) * 60 / self.per_minute)

    def take(self) -> None:
        """Take what one question costs."""
        self.tokens -= 1

    def is_full(self, now: float) -> bool:
        """True where nobody would notice that it was forgotten."""
        self.find_wait(now)
        return self.tokens >= self.burst


@dataclass
class AddressBook:
    """A bucket for every address that asked lately; safe to share between sessions."""

    buckets: OrderedDict[str, TokenBucket] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, own: TokenBucket, address: str | None, settings: UiSettings, now: float) -> float:
        """Take a question from the visit's own bucket and its address's; seconds to wait, then nothing is taken."""
        with self.lock:
            held = [own]
            if address:
                held.append(self._find_bucket(address, settings, now))
            wait_s = max(bucket.find_wait(now) for bucket in held)
            if wait_s <= 0:
                for bucket in held:
                    bucket.take()
            return wait_s

    def _find_bucket(self, address: str, settings: UiSettings, now: float) -> TokenBucket:
        while self.buckets and (
            len(self.buckets) > MOST_ADDRESSES or next(iter(self.buckets.values())).is_full(now)
        ):
            self.buckets.popitem(last=False)
        bucket = self.buckets.pop(address, None) or TokenBucket(
            settings.address_burst, settings.address_per_minute
        )
        self.buckets[address] = bucket
        return bucket


@cache
def load_address_book() -> AddressBook:
    """Build the one book of this process."""
    return AddressBook()


def find_wait_s() -> int:
    """Whole seconds that this visit has to wait before its next question; 0 takes the question."""
    settings = load_ui_settings()
    own = st.session_state.get("pace")
    if not isinstance(own, TokenBucket):
        own = TokenBucket(settings.visit_burst, settings.visit_per_minute)
        st.session_state["pace"] = own
    return math.ceil(load_address_book().admit(own, find_address(settings), settings, time.monotonic()))


def find_address(settings: UiSettings) -> str | None:
    """Where a visit comes from: what the last trusted proxy wrote, else the connection; None on the machine itself."""
    forwarded = str(st.context.headers.get("X-Forwarded-For") or "")
    return choose_address(settings, forwarded, st.context.ip_address or None)
