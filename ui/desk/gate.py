"""The framework's sign-in addresses answer only where an identity provider is configured, and lead back to the desk."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.desk.records import load_desk_settings

CALLBACK = "/oauth2callback"
ADDRESSES = ("/auth/login", "/auth/logout", CALLBACK)
DESK = "desk"


class SignInGate:
    """Middleware that says of sign-in addresses that they are not there, unless `sign_in` is "oidc".

    The framework sends whom the provider sent back to the first page, which is the families': here to the desk.
    """

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app = app
        base = f"/{base_path.strip('/')}" if base_path.strip("/") else ""
        self.first_page = base + "/"
        self.closed = load_desk_settings().sign_in != "oidc"
        self.addresses = {base + address for address in ADDRESSES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer that there is nothing."""
        path = str(scope.get("path", "")).rstrip("/")
        if scope["type"] != "http" or path not in self.addresses:
            await self.app(scope, receive, send)
            return
        if self.closed:
            await Response(status_code=404)(scope, receive, send)
            return

        async def send_to_desk(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("location") == self.first_page:
                    headers["location"] = self.first_page + DESK
            await send(message)

        await self.app(scope, receive, send_to_desk if path.endswith(CALLBACK) else send)
