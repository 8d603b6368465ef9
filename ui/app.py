"""The application that `streamlit run ui/app.py` serves: the pages, plus a health route and safe headers.

The assistant begins to load when the server starts, so that the first page is usable while models load.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ui.headers import SafeHeaders
from ui.loading import is_assistant_ready, start_loading
from ui.trouble import render_trouble


@asynccontextmanager
async def load_behind(_: Any) -> AsyncIterator[Mapping[str, Any]]:
    """Start loading the assistant beside the server, and serve at once."""
    start_loading()
    yield {}


async def report_health(_: Request) -> JSONResponse:
    """Say whether the server stands and whether the assistant has loaded."""
    return JSONResponse({"status": "ok", "assistant_ready": is_assistant_ready()})


app = st.App(
    "main.py",
    lifespan=load_behind,
    routes=[Route("/health", report_health)],
    middleware=[Middleware(SafeHeaders)],
    on_script_error=render_trouble,
)
