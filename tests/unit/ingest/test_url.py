"""Only public addresses are fetched, within limits, and every redirect is judged anew."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from ingest.errors import AddressRefusedError, SourceUnavailableError, SourceUnreadableError
from ingest.loaders.url import FetchedDocument, fetch_document, is_url

PUBLIC = "93.184.216.34"
HOSTS = {
    "public.example": [PUBLIC],
    "inside.example": ["10.0.0.5"],
    "mixed.example": [PUBLIC, "127.0.0.1"],
    "v6.example": ["::ffff:10.0.0.1"],
}


def resolve(host: str) -> list[str]:
    if host in HOSTS:
        return HOSTS[host]
    if host.replace(".", "").replace(":", "").isalnum() and not host.endswith(".example"):
        return [host]
    raise OSError(f"no such host: {host}")


def fetch(
    url: str, answer: Callable[[httpx.Request], httpx.Response], *, allow_private: bool = False
) -> FetchedDocument:
    transport = httpx.MockTransport(answer)
    return fetch_document(
        url, transport=transport, resolve=resolve, allow_private=allow_private, max_bytes=1000
    )


def page(request: httpx.Request) -> httpx.Response:
    return httpx.Response(
        200, headers={"content-type": "text/html; charset=utf-8"}, text="<p>Hello there</p>"
    )


def test_a_public_page_is_fetched() -> None:
    fetched = fetch("https://public.example/a", page)
    assert (fetched.data, fetched.url, fetched.ending) == (
        b"<p>Hello there</p>",
        "https://public.example/a",
        ".html",
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://inside.example/",
        "http://mixed.example/",
        "http://v6.example/",
        "file:///etc/passwd",
        "ftp://public.example/a",
        "http:///a",
        "http://[",
        "http://public.example:99999/",
    ],
)
def test_private_and_foreign_addresses_are_refused_before_anything_is_asked(url: str) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"asked {request.url}")

    with pytest.raises(AddressRefusedError):
        fetch(url, refuse)


def test_a_private_address_is_fetched_where_that_is_allowed() -> None:
    assert fetch("http://127.0.0.1/", page, allow_private=True).data


def test_a_redirect_into_the_network_is_refused() -> None:
    def redirect(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "public.example"
        return httpx.Response(302, headers={"location": "http://inside.example/secret"})

    with pytest.raises(AddressRefusedError, match=r"10\.0\.0\.5"):
        fetch("https://public.example/a", redirect)


def test_redirects_are_followed_and_the_final_address_is_kept() -> None:
    def redirect(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/a":
            return httpx.Response(301, headers={"location": "/b"})
        return page(request)

    assert fetch("https://public.example/a", redirect).url == "https://public.example/b"


def test_a_circle_of_redirects_ends() -> None:
    with pytest.raises(SourceUnavailableError, match="redirects more than 5 times"):
        fetch("https://public.example/a", lambda _: httpx.Response(302, headers={"location": "/a"}))


@pytest.mark.parametrize("status", [404, 403, 500, 204])
def test_anything_but_200_is_unavailable(status: int) -> None:
    with pytest.raises(SourceUnavailableError, match=f"answers {status}"):
        fetch("https://public.example/a", lambda _: httpx.Response(status))


def test_too_large_a_document_is_refused() -> None:
    def large(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": "text/plain"}, content=b"x" * 1001)

    with pytest.raises(SourceUnreadableError, match="is larger than"):
        fetch("https://public.example/a", large)


def test_a_document_that_takes_too_long_is_given_up() -> None:
    transport = httpx.MockTransport(page)
    with pytest.raises(SourceUnavailableError, match="takes too long"):
        fetch_document("https://public.example/a", transport=transport, resolve=resolve, timeout_s=-1.0)


def test_the_kind_is_told_by_the_answer_or_else_by_the_address() -> None:
    def pdf(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": "application/octet-stream"}, content=b"%PDF-1.4")

    assert fetch("https://public.example/a/ar.pdf?x=1", pdf).ending == ".pdf"
    with pytest.raises(SourceUnreadableError, match="application/octet-stream"):
        fetch("https://public.example/a", pdf)


def test_a_failing_connection_and_an_unknown_host_are_unavailable() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(SourceUnavailableError, match="cannot be fetched"):
        fetch("https://public.example/a", fail)
    with pytest.raises(SourceUnavailableError, match="cannot be found"):
        fetch("https://nowhere.example/a", page)


def test_web_addresses_are_told_from_paths() -> None:
    assert is_url("HTTPS://x.gov")
    assert not is_url("folder/http.txt")
