"""What can go wrong in ingestion, split by what the caller can do about it.

    IngestError
    ├── SourceUnavailableError   the file or address cannot be read: check it, or try again
    │   └── AddressRefusedError  the address is private or not http(s): use a public one
    ├── SourceUnreadableError    it was read, but holds no usable text: get another copy
    ├── SourceChangedError       the snapshot is not the registered one: review and accept it
    ├── RegisterError            `sources.toml` or the arguments are wrong: correct them
    ├── ParseError               the text does not follow the layout of its kind
    ├── UnclaimedLinesError      lines that no rule explains, with --strict: look at them
    └── StoreError               the passages cannot be written or read: free space, or run ingest

Every message says what, which one, and what to do.
"""

from __future__ import annotations

import errno

_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)


def describe_os_error(error: OSError, where: object = "") -> str:
    """Say in one line which file the system refused, why, and what to do, instead of "[Errno 28] …"."""
    place = str(error.filename or where or "a file")
    said = error.strerror or " ".join(str(error).split())
    if error.errno in _NO_ROOM:
        return f"{place} cannot be written ({said}); free space or choose another folder"
    if error.errno in _NO_RIGHT:
        return f"{place} cannot be read or written ({said}); give this user the right to, or choose another folder"
    return f"{place} cannot be read or written ({said}); check that it is there and whole"


class IngestError(Exception):
    """Base of everything ingestion raises on purpose."""


class SourceUnavailableError(IngestError):
    """A file or address cannot be read."""


class AddressRefusedError(SourceUnavailableError):
    """An address that a source must not come from."""


class SourceUnreadableError(IngestError):
    """A file that holds no text we can use: empty, binary, encrypted, an error page, too big."""


class SourceChangedError(IngestError):
    """A snapshot whose bytes are not those that were registered."""


class RegisterError(IngestError):
    """The register of sources, or what was asked to be registered, is not valid."""


class StoreError(IngestError):
    """The passages on disk cannot be read or written."""


class ParseError(IngestError):
    """A text that does not follow the layout of its kind."""

    def __init__(self, document_id: str, line: int, expected: str) -> None:
        super().__init__(f"{document_id}, line {line}: expected {expected}")
        self.document_id = document_id
        self.line = line
        self.expected = expected


class UnclaimedLinesError(IngestError):
    """Lines that no rule explains, where that was declared a failure."""
