"""Work on the sources goes on behind the pages, one piece at a time, and tells how far it is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from assistant.publishing.editions import Edition, Tell
from assistant.publishing.records import RuleError

LOG = logging.getLogger(__name__)


@dataclass
class EditionJob:
    """One change of the sources: who began it, the steps so far, and what came of it."""

    action: str
    subject: str
    person: str
    steps: list[tuple[str, str]] = field(default_factory=list)
    outcome: Future[Edition] = field(default_factory=Future)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return not self.outcome.done()

    def find_error(self) -> BaseException | None:
        """Find why it failed; None while it runs and where it was done."""
        return self.outcome.exception() if self.outcome.done() else None

    def tell(self, step: str, about: str) -> None:
        """Note a step."""
        self.steps.append((step, about))


class EditionJobs:
    """Runs one job at a time for all sessions of the process."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="editions")
        self._lock = threading.Lock()
        self.latest: EditionJob | None = None

    def start(self, action: str, subject: str, person: str, run: Callable[[Tell], Edition]) -> EditionJob:
        """Begin a job. Raises RuleError while another is running."""
        with self._lock:
            if self.latest is not None and self.latest.is_running:
                raise RuleError("job_running")
            job = EditionJob(action, subject, person)
            job.outcome = self._worker.submit(run, job.tell)
            job.outcome.add_done_callback(_log_failure)
            self.latest = job
            return job


def _log_failure(outcome: Future[Edition]) -> None:
    if error := outcome.exception():
        LOG.error("A change of the sources failed", exc_info=error)
