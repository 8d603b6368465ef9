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
