"""The language of an answer, and how a browser is told to stay with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

import locales
from ui.session import session

Answer = Callable[[Request], Response]


def asked(connection: HTTPConnection) -> str:
    """The language of who asks, as ``ui.session.session`` has it for a page."""
    cookie, header = connection.cookies.get(session.COOKIE, ""), connection.headers.get("accept-language", "")
    return locales.chosen(_of_address(connection), cookie, header)


def spoken_to(answer: Answer) -> Answer:
    """The route ``answer``, in the language of who asks."""

    @wraps(answer)
    def told(request: Request) -> Response:
        with locales.speaking(asked(request)):
            return answer(request)

    return told


def remembered(answer: Answer) -> Answer:
    """The route ``answer`` likewise; what its address asks for holds in the browser until that is closed.

    So it holds for the links from there on, which do not name it. Where the browser has that language already nothing
    is sent: the word at the end of a page keeps it for longer.
    """
    speaking = spoken_to(answer)

    @wraps(answer)
    def told(request: Request) -> Response:
        response = speaking(request)
        language = locales.known(_of_address(request))
        if language and language != request.cookies.get(session.COOKIE):
            response.set_cookie(session.COOKIE, language, samesite="lax")
        return response

    return told


def _of_address(connection: HTTPConnection) -> str:
    return connection.query_params.get(session.LANGUAGE, "")
