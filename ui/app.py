"""The application that `streamlit run ui/app.py` serves: the pages, plus a health route and safe headers.

The assistant begins to load when the server starts, so that the first page is usable while models load.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ui.chat.conversation import forget_conversation
from ui.compression import CompressedScripts
from ui.desk.access import DOOR
from ui.desk.batch import delete_expired
from ui.desk.door import open_session
from ui.desk.gate import SignInGate
from ui.headers import SafeHeaders
from ui.loading import find_loading_state, start_loading
from ui.opening import OpeningDocument
from ui.settings import load_base_path
from ui.trouble import render_trouble

BASE = load_base_path()
ID_BYTES = 64
"""Longer than any conversation id."""


@asynccontextmanager
async def load_behind(_: Any) -> AsyncIterator[Mapping[str, Any]]:
    """Start loading the assistant beside the server, and serve at once."""
    start_loading()
    await run_in_threadpool(delete_expired)
    yield {}


async def report_health(_: Request) -> JSONResponse:
    """Say whether the server stands and how far the assistant is; 503 when its load failed."""
    state = find_loading_state()
    told = {"status": "ok" if state != "failed" else "failing", "assistant": state}
    return JSONResponse(told, status_code=200 if state != "failed" else 503)


async def forget(request: Request) -> Response:
    """Delete the conversation whose id is the body: whoever leaves at once cannot wait for a page."""
    body = (await request.body())[:ID_BYTES].decode("ascii", "ignore")
    await run_in_threadpool(forget_conversation, body)
    return Response(status_code=204)


app = st.App(
    "main.py",
    lifespan=load_behind,
    routes=[
        Route("/health", report_health),
        Route("/forget", forget, methods=["POST"]),
        Route(f"{BASE}/{DOOR}", open_session, methods=["POST"]),
    ],
    middleware=[
        Middleware(SafeHeaders),
        Middleware(SignInGate, base_path=BASE),
        Middleware(CompressedScripts),
        Middleware(OpeningDocument, base_path=BASE),
    ],
    on_script_error=render_trouble,
)
