"""What can go wrong while answering, split by what the caller can do about it.

AssistantError
├── ContentError               a standard answer, a conflict or a wording is not usable: fix the file
├── BatchLineError             one line of a batch file is not a question: fix the line
└── LanguageModelError         the configured model gave nothing usable: the embedded answer is given
    ├── LanguageModelUnavailableError
    ├── LanguageModelTimeoutError
    └── MalformedCompletionError
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path


class AssistantError(Exception):
    """Answering failed; the message says what, which one, and what to run."""


class ContentError(AssistantError):
    """A file of reviewed content cannot be used."""


class BatchLineError(AssistantError):
    """A line of a batch file is not a question."""


class LanguageModelError(AssistantError):
    """The configured language model gave nothing usable."""


class LanguageModelUnavailableError(LanguageModelError):
    """The model cannot be reached, or is not installed."""


class LanguageModelTimeoutError(LanguageModelError):
    """The model did not answer in time."""


class MalformedCompletionError(LanguageModelError):
    """What the model wrote cannot be read as sentences with marks."""


@contextlib.contextmanager
def naming_file(path: Path) -> Iterator[None]:
    """Turn whatever reading a file of content raises into ContentError: which file, what of it, and that it is to be restored."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError) as error:
        said = " ".join(str(error).split())[:160]
        raise ContentError(f"{path} cannot be read ({said}); restore the file") from error
