"""Web addresses: public ones only, checked by name before and by the connected address after, at every redirect.

A source named by a person must not become a way to read what stands inside the network.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

import httpx

from ingest.errors import AddressRefusedError, SourceUnavailableError, SourceUnreadableError

MAX_BYTES = 20_000_000
MAX_REDIRECTS = 5
TIMEOUT_S = 30.0
_ENDINGS_BY_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_REDIRECTS = (301, 302, 303, 307, 308)
Resolver = Callable[[str], list[str]]


@dataclass(frozen=True)
class FetchedDocument:
    """What an address gave: the bytes, the address they came from after redirects, and the fitting file ending."""

    data: bytes
    url: str
    ending: str


def is_url(text: str) -> bool:
    """True for what is meant as a web address."""
    return text.lower().startswith(("http://", "https://"))


def resolve_host(host: str) -> list[str]:
    """All addresses a host name stands for."""
    return sorted({str(info[4][0]) for info in socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)})


def fetch_document(
    url: str,
    *,
    allow_private: bool = False,
    transport: httpx.BaseTransport | None = None,
    resolve: Resolver = resolve_host,
    max_bytes: int = MAX_BYTES,
    timeout_s: float = TIMEOUT_S,
) -> FetchedDocument:
    """Fetch a document within the limits of size and time.

    Raises AddressRefusedError for a private or loopback address, SourceUnavailableError where nothing usable
    answers, and SourceUnreadableError for a kind of document that cannot be read or is too big.
    """
    deadline = time.monotonic() + timeout_s
    headers = {"User-Agent": "corrections-assistant", "Accept": ", ".join(_ENDINGS_BY_TYPE)}
    with httpx.Client(transport=transport, timeout=timeout_s, trust_env=False, headers=headers) as client:
        current = url
        for _ in range(MAX_REDIRECTS + 1):
            check_address(current, allow_private=allow_private, resolve=resolve)
            try:
                with client.stream("GET", current, follow_redirects=False) as response:
                    _check_peer(response, current, allow_private)
                    if response.status_code not in _REDIRECTS:
                        return _read_response(response, current, deadline, max_bytes)
                    current = urljoin(current, response.headers.get("location", ""))
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                reason = str(error) or type(error).__name__
                raise SourceUnavailableError(
                    f"{current} cannot be fetched ({reason}); check it, or try later"
                ) from error
    raise SourceUnavailableError(f"{url} redirects more than {MAX_REDIRECTS} times; give the final address")


def check_address(url: str, *, allow_private: bool, resolve: Resolver = resolve_host) -> None:
    """Refuse addresses that are not http(s), and hosts that stand for a private, loopback or reserved address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise AddressRefusedError(f"{url} is not a valid address; check it") from error
    if parts.scheme not in ("http", "https") or not host:
        raise AddressRefusedError(f"{url} is not an http(s) address; give one, or the path of a file")
    if allow_private:
        return
    try:
        addresses = resolve(host)
    except (OSError, UnicodeError) as error:
        raise SourceUnavailableError(f"{host} cannot be found; check the address and the network") from error
    if refused := next((a for a in addresses if not _is_public(a)), None):
        raise AddressRefusedError(
            f"{url} leads to the private address {refused}; use --allow-private if that is meant"
        )


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_global and not parsed.is_multicast


def _check_peer(response: httpx.Response, url: str, allow_private: bool) -> None:
    """The address that was really connected to: a name may resolve differently the second time."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    if peer and not allow_private and not _is_public(str(peer[0])):
        raise AddressRefusedError(
            f"{url} leads to the private address {peer[0]}; use --allow-private if that is meant"
        )


def _read_response(response: httpx.Response, url: str, deadline: float, max_bytes: int) -> FetchedDocument:
    if response.status_code != httpx.codes.OK:
        raise SourceUnavailableError(f"{url} answers {response.status_code}; check the address, or try later")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    ending = _ENDINGS_BY_TYPE.get(kind) or PurePosixPath(urlsplit(url).path).suffix.lower()
    if ending not in _ENDINGS_BY_TYPE.values():
        raise SourceUnreadableError(
            f"{url} is {kind or 'of no stated kind'}; only HTML, PDF, Word and text can be read"
        )
    data = bytearray()
    for part in response.iter_bytes():
        data += part
        if len(data) > max_bytes:
            raise SourceUnreadableError(
                f"{url} is larger than {max_bytes // 1_000_000} MB; give a part of it as a file"
            )
        if time.monotonic() > deadline:
            raise SourceUnavailableError(f"{url} takes too long; try later, or save it and give the file")
    return FetchedDocument(bytes(data), url, ending)
