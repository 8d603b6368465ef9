"""How many inputs a surface gets, and what is counted of them.

The ordinary tests take a small fixed sample; `make soak` (FUZZ_PROFILE=soak) takes 2,000 new ones a surface,
and none may keep it busy for two seconds of processor time (the wall clock belongs to whatever else runs).
"""

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hypothesis import HealthCheck, settings

SLOWEST_S = 2.0
SOAK_INPUTS = int(os.environ.get("FUZZ_INPUTS", "2000"))
_CHECKS = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile(
    "fuzz-sample", max_examples=20, deadline=None, derandomize=True, suppress_health_check=_CHECKS
)
settings.register_profile(
    "fuzz-soak", max_examples=SOAK_INPUTS, deadline=None, database=None, suppress_health_check=_CHECKS
)
IS_SOAK = os.environ.get("FUZZ_PROFILE") == "soak"
FUZZED = settings.get_profile("fuzz-soak" if IS_SOAK else "fuzz-sample")
"""The decorator of every property here."""


@dataclass
class Surface:
    """What one surface was given."""

    inputs: int = 0
    characters: int = 0
    slowest_s: float = 0.0


SURFACES: dict[str, Surface] = defaultdict(Surface)


@contextmanager
def counted(name: str, given: str | bytes) -> Iterator[None]:
    """Count an input, and in a soak refuse one that keeps the surface busy for two seconds."""
    started = time.process_time()
    yield
    took = time.process_time() - started
    surface = SURFACES[name]
    surface.inputs += 1
    surface.characters += len(given)
    surface.slowest_s = max(surface.slowest_s, took)
    if IS_SOAK:
        assert took < SLOWEST_S, f"{name}: {took:.1f} s for {len(given)} characters: {given[:120]!r}"
