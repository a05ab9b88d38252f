"""Asks an ASGI application for an address without a server, as a browser would."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.datastructures import Headers
from starlette.types import ASGIApp


@dataclass(frozen=True)
class Answer:
    """A response: its status, its headers and its content, unpacked."""

    status: int
    headers: Headers
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()


def get(
    app: ASGIApp, address: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """GET ``address``, a path with or without a query; ``params`` are encoded into the query."""
    path, _, query = address.partition("?")
    scope = scope_of("http", path, headers) | {
        "method": "GET",
        "scheme": "http",
        "query_string": (urlencode(params) if params else quote(query, safe="=&%")).encode(),
    }
    messages: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        messages.append(message)

    with suppress(RuntimeError):  # what an app raises after its answer is for the server's log
        asyncio.run(app(scope, receive, send))
    return answer_of(messages)


def scope_of(kind: str, path: str, headers: Mapping[str, str] | None = None) -> dict:
    """What an application hears of a request of this machine's browser for ``path``."""
    sent = {"host": "localhost:8501", "accept-encoding": "gzip"}
    sent |= {name.lower(): value for name, value in (headers or {}).items()}
    return {
        "type": kind,
        "server": ("127.0.0.1", 8501),
        "path": path,
        "raw_path": quote(path).encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "extensions": {"websocket.http.response": {}},
    }


def answer_of(messages: Sequence[Mapping]) -> Answer:
    """The response that an application sent, be it in place of a connection."""
    found = Headers(raw=messages[0]["headers"])
    content = b"".join(message.get("body", b"") for message in messages[1:])
    unpacked = gzip.decompress(content) if found.get("content-encoding") == "gzip" else content
    return Answer(messages[0]["status"], found, unpacked)
