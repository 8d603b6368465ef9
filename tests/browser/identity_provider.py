"""A small OpenID provider on loopback: discovery, keys, codes with PKCE, signed tokens. It asks only "who are you?"."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs, urlencode

import uvicorn
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.browser.conftest import find_free_port

CLIENT, SECRET = "desk", "a client secret of the tests"


@dataclass
class Provider:
    """The provider's keys and the codes it has given out."""

    address: str
    redirect_uri: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}))
    signs_with: RSAKey | None = None
    """Another key than the one it lists, where set."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    claims: dict[str, object] = field(default_factory=dict)
    """Claims of the next token that are not as they should be."""

    def build(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discover),
                Route("/keys", self.list_keys),
                Route("/authorize", self.authorize),
                Route("/token", self.exchange, methods=["POST"]),
                Route("/leave", self.leave),
            ]
        )

    async def discover(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "end_session_endpoint": f"{self.address}/leave",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def list_keys(self, _: Request) -> Response:
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        if (asked.get("client_id"), asked.get("redirect_uri")) != (CLIENT, self.redirect_uri):
            return Response("unknown client", status_code=400)
        if "email" not in asked:
            hidden = "".join(
                f'<input type="hidden" name="{escape(k)}" value="{escape(v)}">' for k, v in asked.items()
            )
            return HTMLResponse(
                f'<form>{hidden}<label>Who are you? <input name="email"></label><button>Go</button></form>'
            )
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return RedirectResponse(f"{self.redirect_uri}?{urlencode({'code': code, 'state': asked['state']})}")

    async def exchange(self, request: Request) -> Response:
        sent = {k: v[0] for k, v in parse_qs((await request.body()).decode()).items()}
        given = request.headers.get("authorization", "").removeprefix("Basic ")
        is_client = base64.b64decode(given).decode() == f"{CLIENT}:{SECRET.replace(' ', '+')}" or (
            base64.b64decode(given).decode() == f"{CLIENT}:{SECRET}"
        )
        asked = self.codes.pop(sent.get("code", ""), None)
        is_proved = asked and asked["code_challenge"] == create_s256_code_challenge(sent["code_verifier"])
        if not (is_client and is_proved and asked):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {
            "iss": self.address,
            "sub": asked["email"],
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": asked["email"],
            "email_verified": True,
            **self.claims,
        }
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.signs_with or self.key)
        return JSONResponse(
            {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": token}
        )

    async def leave(self, request: Request) -> Response:
        return RedirectResponse(request.query_params["post_logout_redirect_uri"])


@contextmanager
def run_provider(redirect_uri: str) -> Iterator[Provider]:
    """Run a provider that sends people back to one address."""
    port = find_free_port()
    provider = Provider(f"http://127.0.0.1:{port}", redirect_uri)
    server = uvicorn.Server(uvicorn.Config(provider.build(), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield provider
    server.should_exit = True
    thread.join(timeout=10)


def format_secrets(provider: Provider) -> str:
    """Format the secrets file that names a provider."""
    table = {
        "redirect_uri": provider.redirect_uri,
        "cookie_secret": secrets.token_hex(32),
        "client_id": CLIENT,
        "client_secret": SECRET,
        "server_metadata_url": f"{provider.address}/.well-known/openid-configuration",
    }
    return "[auth]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in table.items())
