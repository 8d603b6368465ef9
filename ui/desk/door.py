"""Where the sign-in form is sent: the key of a session goes into a cookie that no script can read.

A plain form and a redirect, so that the password never passes through the page's own channel, and a reload or a
second tab stays signed in as long as the store's session goes on.
"""

from __future__ import annotations

import logging
import re
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.desk.desk import Desk
from assistant.desk.records import DeskError, SignInError, load_desk_settings
from ui.desk.access import COOKIE, DOOR, load_shared_desk
from ui.settings import choose_address, load_ui_settings

LOG = logging.getLogger(__name__)
MAX_BYTES = 4096
_PAGE = re.compile(r"desk(?:-[a-z]+)?")


async def open_session(request: Request) -> Response:
    """Take a name and a password; back to the page with a session's cookie, or with what is to be said."""
    if load_desk_settings().sign_in != "password":
        return Response(status_code=404)
    if is_from_elsewhere(request):
        return Response(status_code=403)
    fields = await read_fields(request)
    if fields is None:
        return Response(status_code=413)
    forwarded = request.headers.get("x-forwarded-for", "")
    address = choose_address(load_ui_settings(), forwarded, request.client.host if request.client else None)
    base = request.url.path.rsplit(DOOR, 1)[0]
    page = fields.get("page", "")
    back = base + (page if _PAGE.fullmatch(page) else "desk")
    try:
        key, seconds = await run_in_threadpool(
            sign_in,
            fields.get("person", ""),
            fields.get("password", ""),
            address or "",
            request.cookies.get(COOKIE),
        )
    except SignInError as error:
        return RedirectResponse(
            f"{back}?said={'locked' if str(error) == 'locked' else 'wrong'}", status_code=303
        )
    except DeskError:
        LOG.exception("The desk lets nobody sign in")
        return RedirectResponse(f"{back}?said=down", status_code=303)
    answer = RedirectResponse(back, status_code=303)
    answer.set_cookie(
        COOKIE,
        key,
        max_age=seconds,
        path=base,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


def sign_in(name: str, password: str, address: str, before: str | None) -> tuple[str, int]:
    """Open a session in place of the browser's earlier one; its key, and for how many seconds it can last at most."""
    desk: Desk | None = load_shared_desk()
    if desk is None:
        raise SignInError("wrong")
    key = desk.sign_in(name[:80], password[:256], address)
    if before:
        desk.sessions.end(before)
    return key, int(desk.settings.session_hours * 3600)


def is_from_elsewhere(request: Request) -> bool:
    """Tell whether another site's page sent the form."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin", "")
    return origin not in ("", "null") and urlsplit(origin).netloc != request.headers.get("host", "")


async def read_fields(request: Request) -> dict[str, str] | None:
    """Read the form; None where it is longer than any that the page sends."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BYTES:
            return None
    found = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in found.items()}
