from typing import Any

from tests.unit.ui.loops import run
from ui.opening import OpeningDocument, open_document

SHELL = (
    '<html><head><!-- pointer, per RFC 8631. --><link rel="service-desc" href="./x.json" />'
    "<title>Framework</title></head><body><noscript><p>Enable it.</p></noscript><div></div></body></html>"
)


def send_through(content_type: bytes, body: bytes) -> tuple[dict[bytes, bytes], bytes]:
    async def inner(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body[:20], "more_body": True})
        await send({"type": "http.response.body", "body": body[20:]})

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    run(OpeningDocument(inner)({"type": "http", "headers": []}, None, send))  # type: ignore[arg-type]
    return dict(sent[0]["headers"]), b"".join(m.get("body", b"") for m in sent[1:])


def test_the_first_document_names_the_server_so_that_no_other_address_is_tried() -> None:
    assert 'BACKEND_BASE_URL: location.origin + "/"' in open_document(SHELL, "")
    assert 'BACKEND_BASE_URL: location.origin + "/families/"' in open_document(SHELL, "families")


def test_the_first_document_speaks_for_us_in_both_languages() -> None:
    opened = open_document(SHELL, "")
    assert "<title>Corrections Family Assistant</title>" in opened
    assert "needs JavaScript" in opened
    assert "necesita JavaScript" in opened
    assert "Enable it." not in opened
    assert "service-desc" not in opened
    assert "<div></div>" in opened


def test_a_document_in_two_pieces_is_rewritten_whole_with_its_new_length() -> None:
    headers, body = send_through(b"text/html; charset=utf-8", SHELL.encode())
    assert b"Corrections Family Assistant" in body
    assert headers[b"content-length"] == str(len(body)).encode()


def test_what_is_not_a_document_passes_untouched() -> None:
    _, body = send_through(b"application/json", SHELL.encode())
    assert body == SHELL.encode()
