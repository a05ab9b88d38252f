"""Downloads of whole pages: few are made at once, one for each visitor, and none for who has left.

Its configuration and who is hidden decide a page: who asks for one that is being made, or was made lately, gets the
same.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import locales
from locales import Words, tr
from ui.lessons.beside import above
from ui.lessons.class_view.who import COOKIE
from ui.player.export import under
from ui.session import locks
from ui.session.page import Config, Page
from ui.session.sight import Letters
from ui.work.pool import Demand, Pool
from ui.work.told import Failure
from ui.work.visitors import Guest

SIDE_BY_SIDE = 2  # pages that are made at once
MOST = 8  # are made or wait
MOST_BYTES = 40_000_000  # of pages that are kept
GLANCE = 0.05  # seconds between two looks for whether a page is ready, and whether who asked is there
SOON, LATER = 5, 15  # seconds after which to try again
YOURS: Words = "Another download of yours is being made. Try again when it has come."
OTHERS: Words = "Other downloads are being made. Try again in a few seconds."
DOWNLOAD: Words = "The download"


class Wanted(NamedTuple):
    """A page by all that decides it.

    That is its configuration, the runners that are out of sight, what its link locks, the step of a lesson whose text
    stands above, and the language in which it speaks; or one of its files, by its word.
    """

    page: Page
    config: Config
    hidden: Letters
    locks: locks.Locks = locks.NONE
    lesson: str = ""
    language: str = locales.ENGLISH
    file: str = ""


class Waiting(Guest):
    """Whoever waits for a page."""

    def __init__(self, demand: Demand) -> None:
        self._demand = demand

    def pause(self) -> None:
        """End what is done for nobody."""
        self._demand.beat()


def make(wanted: Wanted, demand: Demand) -> bytes:
    """The page, or the file."""
    page, config = wanted.page, wanted.config
    with locales.speaking(wanted.language):
        if wanted.file:
            return page.files[wanted.file].text(config, Waiting(demand)).encode()
        assert page.export is not None
        html = page.export.html(config, Waiting(demand), wanted.hidden)
        return under(above(page, config, wanted.locks, wanted.lesson), html).encode()


FILES = Pool(make, threads=SIDE_BY_SIDE, most_bytes=MOST_BYTES, name=lambda wanted: DOWNLOAD)


class Door:
    """Counts who is being served with what: address, cookie and name of the file, so that several may be asked for."""

    def __init__(self) -> None:
        self._inside: Counter[tuple[str, str, str]] = Counter()

    @contextmanager
    def passed(self, who: tuple[str, str, str]) -> Iterator[PlainTextResponse | None]:
        """None where ``who`` may come in, until the block ends; else the answer that says why not."""
        if self._inside[who]:
            yield PlainTextResponse(tr(YOURS), 429, {"Retry-After": str(SOON)})
        elif self._inside.total() >= MOST:
            yield PlainTextResponse(tr(OTHERS), 503, {"Retry-After": str(LATER)})
        else:
            self._inside[who] += 1
            try:
                yield None
            finally:
                del self._inside[who]


DOOR = Door()


async def answer(request: Request, wanted: Hashable, name: str, media: str = "text/html") -> Response:
    """What is ``wanted`` as a file called ``name``, or why there is none now. HEAD computes nothing."""
    media = f"{media}; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if request.method == "HEAD":
        return Response(headers=headers, media_type=media)
    # The cookie tells browsers behind one address apart.
    with DOOR.passed((request.client.host if request.client else "", request.cookies.get(COOKIE, ""), name)) as refused:
        found = refused or await _made(request, wanted)
    if isinstance(found, Failure):
        return PlainTextResponse(found.sentence, 500)
    if isinstance(found, Response):
        return found
    return Response(found, headers=headers, media_type=media)


async def _made(request: Request, wanted: Hashable) -> bytes | Failure | Response:
    """The page, waited for as long as who asked for it is there."""
    guest = Guest()
    try:
        while (found := FILES.ask(guest, [wanted])[wanted]) is None:
            if await request.is_disconnected():
                return Response(status_code=499)  # nobody reads it
            await asyncio.sleep(GLANCE)
        return found
    finally:
        guest.left = True
        FILES.leave(guest)
