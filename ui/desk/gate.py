"""The framework's sign-in addresses answer only where an identity provider is configured."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.desk.records import load_desk_settings

ADDRESSES = ("/auth/login", "/auth/logout", "/oauth2callback")


class SignInGate:
    """Middleware that says of sign-in addresses that they are not there, unless `sign_in` is "oidc"."""

    def __init__(self, app: ASGIApp, base_path: str = "") -> None:
        self.app = app
        base = f"/{base_path.strip('/')}" if base_path.strip("/") else ""
        self.closed = load_desk_settings().sign_in != "oidc"
        self.addresses = {base + address for address in ADDRESSES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer that there is nothing."""
        path = str(scope.get("path", "")).rstrip("/")
        if self.closed and scope["type"] == "http" and path in self.addresses:
            await Response(status_code=404)(scope, receive, send)
            return
        await self.app(scope, receive, send)
