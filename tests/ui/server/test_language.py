"""In which language a visitor is answered: the address before the cookie before the browser, for pages and routes."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.requests import Request

import locales
from locales import tr
from tests.asgi import get, scope_of
from ui.player.assets import PLAYER
from ui.player.export import BODY
from ui.server import downloads, routes
from ui.server.language import asked
from ui.session import session as held

APP = Starlette(routes=routes.routes())
ADDRESSES = ("", "de", "DE-at", "en", "xx")
COOKIES = ("", "de", "en", "x-!!")
HEADERS = {"": "en", "de-DE,en;q=0.9": "de", "en;q=0.5,de;q=0.9": "de", "de;q=0,en": "en", "fr": "en", "fr,DE": "de"}


def sent(cookie, header):
    """The headers of a browser."""
    return {
        **({"Cookie": f"lang=fr; {held.COOKIE}={cookie}"} if cookie else {}),
        **({"Accept-Language": header} if header else {}),
    }


@pytest.mark.parametrize(("address", "cookie", "header"), [*product(ADDRESSES, COOKIES, HEADERS)])
def test_pages_and_routes_speak_the_same_language(session, address, cookie, header):
    first = next((wish for wish in (address.lower()[:2], cookie) if wish in locales.LANGUAGES), HEADERS[header])
    scope = scope_of("http", "/", sent(cookie, header)) | {"query_string": f"lang={address}".encode()}
    assert asked(Request(scope)) == first
    session.query_params["lang"] = address
    session.context = SimpleNamespace(cookies={held.COOKIE: cookie}, headers={"Accept-Language": header}, locale="")
    assert held._language() == first


def test_the_locale_counts_where_the_browser_sends_no_header_and_a_page_stays_in_its_language(session):
    session.context = SimpleNamespace(cookies={}, headers={}, locale="de-CH")
    assert held._language() == "de"
    session.context.cookies[held.COOKIE] = "en"
    assert held._language() == "de"
    session.query_params["lang"] = "en"
    assert held._language() == "en"


@pytest.mark.parametrize(
    ("query", "cookie", "kept"),
    [("lang=de", "", "de"), ("lang=DE", "en", "de"), ("lang=de", "de", ""), ("lang=xx", "", ""), ("", "", "")],
)
@pytest.mark.parametrize("path", ["/network", "/lib/lesson/edge.1"])
def test_the_language_of_an_address_holds_until_the_browser_is_closed(path, query, cookie, kept):
    answer = get(APP, f"{path}?{query}", headers=sent(cookie, ""))
    told = answer.headers.get("set-cookie", "")
    assert told == (f"{held.COOKIE}={kept}; Path=/; SameSite=lax" if kept else "")


def test_the_html_of_a_page_names_its_language():
    assert [f'<html lang="{language}">' in get(APP, f"/?lang={language}").text for language in locales.LANGUAGES] == [
        True,
        True,
    ]


def test_player_and_server_call_the_parameter_and_the_cookie_alike():
    script = PLAYER.files["pages/languages.js"].decode()
    assert re.findall(r'^const (?:NAME|COOKIE) = "(.*)";', script, re.MULTILINE) == [held.LANGUAGE, held.COOKIE]


@pytest.mark.parametrize("page", ["schedules", "nowhere"])
def test_a_file_that_there_is_not_is_denied_in_the_language_of_the_address(page):
    english, german = (get(APP, f"/lib/export/{page}?lang={language}").text for language in ("en", "de"))
    assert english != german == locales.catalogue("de").one[english]


def test_a_file_speaks_the_language_of_the_address(monkeypatch):
    found = []

    async def answer(request, wanted, name):
        page = replace(wanted.page, export=SimpleNamespace(html=lambda *given: BODY + tr("Race")))
        found.append(downloads.make(wanted._replace(page=page), None).decode())
        return routes.PlainTextResponse(locales.spoken())

    monkeypatch.setattr(downloads, "answer", answer)
    for query, header in (("lang=de", "en"), ("a=sgd", "de"), ("lang=en", "de")):
        get(APP, f"/lib/export?{query}&locks=lr&lesson=valley.1", headers={"Accept-Language": header})
    told = [("gesperrt: Lernrate", "Rennen")] * 2 + [("Locked by the link: Learning rate", "Race")]
    assert all(lock in text and text.endswith(name) for (lock, name), text in zip(told, found, strict=True)), found
    assert ("Nach der Vorhersage" in found[0]) and ("After the prediction" in found[2])
    assert locales.spoken() == locales.ENGLISH
