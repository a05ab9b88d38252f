"""The gate before all answers: who is let in, how long a request may take to arrive, what browsers are told to refuse.

It stands before Streamlit's own routes, too: its files, its connection and its refusals.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import locales
from locales import tr
from locales.formats import grouped
from ui.player.assets import index
from ui.server import settings
from ui.server.hosts import answers_to, may_connect
from ui.server.language import asked
from ui.server.sockets import make_room

OWN, EACH = 200, 4  # descriptors: those of the app itself, and those of a visitor
ARRIVAL = 60.0  # seconds until the whole of a request must be there
HEALTH, METRICS = "/_stcore/health", "/_stcore/metrics"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class _TooSlowError(Exception):
    """The rest of a request did not come."""


class Gate:
    """An ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        settings.frame_ancestors()  # a wrong one is told at the start
        self.app = app
        self.most = max(1, min(settings.most_visitors(), (make_room() - OWN) // EACH))
        self.inside = 0  # open connections: one for each page that is open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in or refuse it in words; every answer gets the headers."""
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, started = Headers(scope=scope), False
        policy = headers_for(headers.get("host"))

        async def told(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(policy)
            await send(message)

        try:
            answer = self._refusal(scope, headers)
            await (answer or self.app)(scope, _timed(receive), told)
        except _TooSlowError:
            if not started:
                await PlainTextResponse("The request did not arrive in time.", 408)(scope, receive, told)
        except Exception:
            if not started:
                await PlainTextResponse("Internal Server Error", 500)(scope, receive, told)
            raise

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, accepted = Headers(scope=scope), False
        host = headers.get("host")

        async def refuse(words: str, status: int = 403) -> None:
            await _deny(PlainTextResponse(words, status, headers_for(host)), scope, receive, send)

        async def told(message: Message) -> None:
            nonlocal accepted
            if message["type"] == "websocket.close" and not accepted:
                return await refuse("The connection was refused.")
            accepted = accepted or message["type"] == "websocket.accept"
            return await send(message)

        if not answers_to(host):
            return await refuse(unknown(host), 421)
        if not may_connect(headers.get("origin"), host):
            return await refuse("Pages of other sites may not connect. See server.corsAllowedOrigins in the README.")
        if self.inside >= self.most:
            return await refuse(self._full(), 503)
        self.inside += 1
        try:
            return await self.app(scope, receive, told)
        finally:
            self.inside -= 1

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        path = scope["path"]
        if path.endswith(HEALTH):  # whoever watches over the server may not know its name
            return None
        if not answers_to(headers.get("host")):
            return PlainTextResponse(unknown(headers.get("host")), 421)
        if path.endswith(METRICS) and not settings.metrics():
            return PlainTextResponse("Closed. PLAYGROUND_METRICS=on opens it.", 404)
        if self.inside >= self.most and "text/html" in headers.get("accept", ""):
            with locales.speaking(asked(HTTPConnection(scope))):
                return PlainTextResponse(self._full(), 503, {"Retry-After": "30"})
        return None

    def _full(self) -> str:
        return tr("All {most} places of this server are taken. Come back in a minute.", most=grouped(self.most))


def unknown(host: str | None) -> str:
    """What is said to whoever calls the server by a name that it does not answer to."""
    name = re.sub(r"[^\w.:-]", "", host or "")[:60]
    return f"This server does not answer to the name {name}. Whoever runs it can add it to server.allowedHosts."


def headers_for(host: str | None) -> dict[str, str]:
    """The headers of every answer to a browser that calls the server ``host``."""
    return {
        "Content-Security-Policy": policy(host if answers_to(host) and host else ""),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",  # an address holds a visitor's own data
    }


@lru_cache(maxsize=256)
def policy(host: str) -> str:
    """The Content-Security-Policy: everything comes from this server, and nothing else is asked.

    Streamlit starts a component's script from a blob and styles elements in place; its one script in the page is named
    by its digest. Its connection is named for browsers that do not count it to 'self'.
    """
    connections = f" ws://{host} wss://{host}" if host else ""
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'wasm-unsafe-eval' blob: {' '.join(_inline())}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' data: blob:",
        "connect-src": f"'self' data: blob:{connections}",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": settings.frame_ancestors(),
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


@lru_cache(maxsize=1)
def _inline() -> tuple[str, ...]:
    """The digests of the scripts that stand in Streamlit's page itself."""
    scripts = _INLINE.findall(index())
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return tuple(f"'sha256-{digest}'" for digest in digests)


def _timed(receive: Receive) -> Receive:
    """``receive`` that waits for the rest of a request until its time is up, and then for what comes as ever."""
    deadline, complete = asyncio.get_running_loop().time() + ARRIVAL, False

    async def timed() -> Message:
        nonlocal complete
        if complete:
            return await receive()
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            raise _TooSlowError from None
        complete = not message.get("more_body", False)
        return message

    return timed


async def _deny(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse a connection with an answer where the server can send one, else without words."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    await answer(scope, receive, send)


GATE = [Middleware(Gate)]  # as st.App takes it
