"""The addresses under /lib that the player needs beside the page: its files, plotly.js, pictures, and downloads.

Everything is answered from memory by exact name, so no address can reach a file that is not meant.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import lru_cache

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

import locales
from locales import tr
from locales.formats import grouped
from optimizers import OPTIMIZERS
from training.configuration.links import LONGEST_LINK
from training.configuration.short_links import short
from ui.lessons import book
from ui.lessons.card import link_of
from ui.lessons.class_view.rooms import ROOMS
from ui.lessons.class_view.student import ROOM
from ui.looks.identity import SPARE, identity
from ui.looks.marks import mark_svg
from ui.looks.style import NAME, SHEET
from ui.pages import PAGES
from ui.player.assets import GUARD, PLAYER, PLOTLY_URL, TYPES, index, plotly_compressed, plotly_path
from ui.player.component import shelved
from ui.server.handout import handout
from ui.server.language import asked, remembered, spoken_to
from ui.session import addresses, locks, opening, session, sight
from ui.session.page import File

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
A_DAY = {"Cache-Control": "public, max-age=86400"}
MOST_RUNNERS = max(len(page.runners.letters) for page in PAGES.values() if page.runners)
LONGEST_QR = 2_953  # bytes, of the largest code with the least correction
MARK = re.compile(r"([a-z0-9_]+)-(light|dark)(?:-(\d{1,2})-(\d))?\.svg")


def routes() -> list[Route]:
    """All routes, for st.App."""
    return [
        *(Route(f"/{page.url}", remembered(page_html)) for page in PAGES.values()),
        Route("/lib/player/{hash}/{name:path}", player_file),
        Route(PLOTLY_URL, plotly),
        Route("/lib/qr.svg", spoken_to(qr)),
        Route("/lib/short", short_link),
        Route("/lib/address", address),
        Route("/lib/mark/{name}", spoken_to(mark)),
        Route("/lib/shelf/{digest}", shelf),
        Route("/lib/lesson/{step}", remembered(lesson)),
        Route("/lib/handout/{lesson}", spoken_to(handout)),
        Route("/class/{code}", remembered(class_of)),
        Route("/lib/export", export),  # of the first page, as links of old have it
        Route("/lib/export/{page}", export),
        Route("/lib/export/{page}/{file}", export),
    ]


def page_html(request: Request) -> Response:
    """The HTML of every page: Streamlit's, under the app's name, with its style and the guard that loads a blank page
    again."""
    text = index().replace("<title>Streamlit</title>", f"<title>{NAME}</title>", 1)
    text = text.replace('<html lang="en">', f'<html lang="{locales.spoken()}">', 1)
    guard = f'<script type="module" src="{PLAYER.url(GUARD)}"></script>\n  </head>'
    text = text.replace("</head>", guard, 1).replace("</body>", f"{SHEET}</body>", 1)
    return HTMLResponse(text, headers={"Cache-Control": "no-cache"})


def player_file(request: Request) -> Response:
    """A file of assets/player; 404 for a name or a hash that is not the current one."""
    name = request.path_params["name"]
    if name not in PLAYER.files or request.path_params["hash"] != PLAYER.hash:
        return PlainTextResponse("There is no such file. Reload the page.", 404)
    media = TYPES[name[name.rindex(".") :]]
    return compressed(request, PLAYER.compressed[name], lambda: PLAYER.files[name], media)


def plotly(request: Request) -> Response:
    """plotly.js of the installed package."""
    return compressed(request, plotly_compressed(), plotly_path().read_bytes, TYPES[".js"])


def compressed(request: Request, packed: bytes, plain: Callable[[], bytes], media: str) -> Response:
    """``packed`` for clients that read gzip, else what the function ``plain`` returns; kept forever."""
    headers = {**FOREVER, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=media)
    return Response(plain(), headers=headers, media_type=media)


def qr(request: Request) -> Response:
    """The QR code of ``text`` as SVG, black on white in both themes; 400 with a sentence where there can be none."""
    text = request.query_params.get("text", "")
    if not text:
        return PlainTextResponse(tr("There is no text to encode."), 400)
    try:
        if len(text) <= LONGEST_QR:
            return Response(qr_svg(text), headers=A_DAY, media_type=TYPES[".svg"])
    except segno.DataOverflowError:
        pass  # letters of more than one byte
    sentence = tr(
        "This address has {count} characters, and a QR code holds {most}: copy the link instead.",
        count=grouped(len(text)),
        most=grouped(LONGEST_QR),
    )
    return PlainTextResponse(sentence, 400)


def short_link(request: Request) -> Response:
    """The ``link`` of a ``page`` without what has its default; as it came, where the page has nothing to leave out."""
    name, link = (request.query_params.get(name, "") for name in ("page", "link"))
    page = PAGES.get(name)
    if page and page.decode and page.encode and len(link) <= LONGEST_LINK:
        whole = opening.read(link, page)
        letters = page.runners.letters if page.runners else ""
        brief = short(whole.query, letters, (page.decode, page.encode)) or whole.query
        link = locks.linked(sight.linked(brief, whole.hidden), whole.locks, page.name)
    return PlainTextResponse(link)


@lru_cache(maxsize=64)
def qr_svg(text: str) -> bytes:
    """A QR code as SVG; raises segno.DataOverflowError where the text has more than LONGEST_QR bytes."""
    out = io.BytesIO()
    segno.make(text, error="l", micro=False).save(out, kind="svg", scale=4, border=4, light="#FFFFFF", xmldecl=False)
    return out.getvalue()


def lesson(request: Request) -> Response:
    """The way to a step of a lesson: its page as the step has it; 404 for one that there is not."""
    found = book.read(request.path_params["step"])
    if found is None:
        return PlainTextResponse(tr("There is no such lesson."), 404)
    page = PAGES[found[0].steps[found[1]].page]
    return RedirectResponse(f"../../{page.url}?{link_of(*found, page)}", headers={"Cache-Control": "no-cache"})


def class_of(request: Request) -> Response:
    """The way to the question that a class is at; 404 where there is no such class."""
    code = request.path_params["code"].strip().upper()
    if not (link := ROOMS.link(code)):
        return PlainTextResponse(tr("There is no such class: it has ended, or its letters are others."), 404)
    return RedirectResponse(f"../{link}&{ROOM}={code}", headers={"Cache-Control": "no-cache"})


def address(request: Request) -> Response:
    """The addresses at which others in the same network reach this server, the best first."""
    port = f":{request.url.port}" if request.url.port else ""
    hosts = [request.url.hostname or "", *addresses.elsewhere()]
    reachable = [host for host in dict.fromkeys(hosts) if host and host not in addresses.LOOPBACK]
    named = [f"[{host}]" if ":" in host else host for host in reachable]
    return JSONResponse({"urls": [f"{request.url.scheme}://{host}{port}/" for host in named]})


def mark(request: Request) -> Response:
    """The picture of an optimizer's line and marker: "adam-light.svg", a second one of hue 3 "adam-light-2-3.svg"."""
    found = MARK.fullmatch(request.path_params["name"])
    if not found or found[1] not in OPTIMIZERS:
        return PlainTextResponse(tr("There is no such optimizer."), 404)
    copy, tone = int(found[3] or 1), int(found[4] or 0)
    if not (1 <= copy <= MOST_RUNNERS and tone < len(SPARE)):
        return PlainTextResponse(tr("No page has such a runner."), 404)
    svg = mark_svg(identity(found[1], copy, tone), found[2] == "dark")
    return Response(svg, headers=A_DAY, media_type=TYPES[".svg"])


def shelf(request: Request) -> Response:
    """What stands on a shelf of the player; 404 where it is held no more: the next run of the page holds it again."""
    if (found := shelved(request.path_params["digest"])) is None:
        return PlainTextResponse("There is no such shelf.", 404)
    return Response(found, headers={"Cache-Control": "private, max-age=86400, immutable"})


async def export(request: Request) -> Response:
    """What a page has to take home of the configuration that the query is a link to.

    That is one HTML file which plays without a server, or one of the page's files.
    """
    from ui.server.downloads import Wanted, answer  # here, since caches and components want Streamlit's runtime first

    with locales.speaking(asked(request)):
        page, word = PAGES.get(request.path_params.get("page", next(iter(PAGES)))), request.path_params.get("file", "")
        made = (page.files.get(word) if word else page.export) if page else None
        if page is None or page.decode is None or made is None:
            return PlainTextResponse(tr("There is no such file."), 404)
        link = opening.read(request.url.query, page)
        if not (name := made.name(link.config)):
            return PlainTextResponse(tr("What this link shows has no file."), 404)
        if isinstance(made, File):
            language = locales.spoken() if made.spoken else locales.ENGLISH
            wanted = Wanted(page, link.config, frozenset(), language=language, file=word)
            return await answer(request, wanted, name, made.media)
        lesson = request.query_params.get(session.LESSON, "")
        wanted = Wanted(page, link.config, link.hidden, link.locks, lesson, locales.spoken())
        return await answer(request, wanted, name)
