"""The gate before all answers, around an app of a few lines: who is let in, and what every answer carries."""

from __future__ import annotations

import asyncio
import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect
from streamlit import config

from tests.asgi import answer_of, get, scope_of
from ui.player.assets import BUNDLE, PLAYER
from ui.server import gate, hosts, settings
from ui.server.gate import Gate

CARRIED = ("content-security-policy", "x-content-type-options", "referrer-policy")
PAGE = {"accept": "text/html"}


async def hello(request: Request):
    return PlainTextResponse("hello")


async def fail(request: Request):
    raise RuntimeError("/srv/app/secret.py")


async def upload(request: Request):
    return PlainTextResponse(str(len(await request.body())))


async def stream(socket):
    await socket.accept()
    try:
        await socket.send_text(await socket.receive_text())
        await socket.receive_text()
    except WebSocketDisconnect:
        pass


async def refuse(socket):
    await socket.close(1008)


ROUTES = [
    *(Route(path, hello) for path in ("/", "/_stcore/health", "/_stcore/metrics", "/lib/address")),
    Route("/fail", fail),
    Route("/upload", upload, methods=["PUT"]),
    WebSocketRoute("/_stcore/stream", stream),
    WebSocketRoute("/refuse", refuse),
]


def gated():
    return Starlette(routes=ROUTES, middleware=[Middleware(Gate)])


class Connection:
    """One connection to an app, on the side of the browser."""

    def __init__(self, app, path, headers=None):
        self.coming, self.sent = asyncio.Queue(), asyncio.Queue()
        self.coming.put_nowait({"type": "websocket.connect"})
        scope = scope_of("websocket", path, headers) | {"subprotocols": []}
        self.task = asyncio.ensure_future(app(scope, self.coming.get, self.sent.put))

    async def next(self):
        """The next message of the app."""
        return await asyncio.wait_for(self.sent.get(), 5)

    async def answer(self):
        """The answer that came in place of a connection."""
        await asyncio.wait_for(self.task, 5)
        return answer_of([self.sent.get_nowait() for _ in range(self.sent.qsize())])

    async def close(self):
        self.coming.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(self.task, 5)


@pytest.fixture
def setting():
    """Sets an option of Streamlit until the end of the test."""
    before = {}

    def put(name, value):
        before.setdefault(name, config.get_option(name))
        config.set_option(name, value)

    yield put
    for name, value in before.items():
        config.set_option(name, value)


def sources(answer, directive):
    rules = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))
    return rules[directive].split()


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 200),
        ("/nothing", {}, 404),
        ("/fail", {}, 500),
        ("/_stcore/metrics", {}, 404),
        ("/lib/address", {"host": "evil.example:8501"}, 421),
        ("/_stcore/health", {"host": "evil.example"}, 200),
    ],
)
def test_every_answer_carries_the_headers_and_no_inside(path, headers, status):
    answer = get(gated(), path, headers=headers)
    assert answer.status == status
    assert all(len(answer.headers.getlist(name)) == 1 for name in CARRIED)
    assert answer.headers["x-content-type-options"] == "nosniff" and "secret" not in answer.text
    assert sources(answer, "frame-ancestors") == ["*"]
    assert "'unsafe-eval'" not in sources(answer, "script-src") and "'unsafe-inline'" not in sources(
        answer, "script-src"
    )


def test_frames_metrics_and_places_are_settings(monkeypatch):
    monkeypatch.setenv("PLAYGROUND_FRAME_ANCESTORS", "'self' https://*.example.edu")
    monkeypatch.setenv("PLAYGROUND_METRICS", "on")
    gate.policy.cache_clear()
    assert sources(get(gated(), "/"), "frame-ancestors") == ["'self'", "https://*.example.edu"]
    assert get(gated(), "/_stcore/metrics").status == 200
    gate.policy.cache_clear()
    for name, value in (("PLAYGROUND_FRAME_ANCESTORS", "*; script-src *"), ("PLAYGROUND_MOST_VISITORS", "many")):
        with monkeypatch.context() as one, pytest.raises(ValueError, match=name):
            one.setenv(name, value)
            Gate(hello)


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        *((host, True) for host in ("localhost:8501", "127.0.0.1", "192.168.1.7:8501", "[::1]:8501", "lab-pc:8501")),
        *((host, True) for host in ("Teacher.local:8501", None)),
        *(
            (host, False)
            for host in ("evil.example", "evil.example:8501", "localhost.evil.example", "127.0.0.1.nip.io")
        ),
        *((host, False) for host in ("", "a;script-src *", "user@localhost", "localhost:port", "[::1", "local host")),
    ],
)
def test_without_a_list_only_names_of_local_networks_are_answered(host, answered):
    assert hosts.answers_to(host) is answered


def test_a_list_of_hosts_is_the_whole_list(setting):
    setting("server.allowedHosts", ["lab.example.edu", "*.school.example"])
    assert all(map(hosts.answers_to, ("Lab.Example.edu:8501", "a.school.example", "lab.example.edu.")))
    assert not any(map(hosts.answers_to, ("localhost", "school.example", "evil.example", "evilschool.example", "")))
    setting("server.allowedHosts", ["*"])
    assert hosts.answers_to("anything.example") and not hosts.answers_to("a;b")


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        (None, "localhost:8501", True),
        ("http://192.168.1.7:8501", "192.168.1.7:8501", True),
        ("https://lab.example.edu", "lab.example.edu", True),
        ("http://localhost:3000", "localhost:8501", True),
        ("https://evil.example", "localhost:8501", False),
        ("https://localhost.evil.example", "localhost:8501", False),
        ("http://192.168.1.9:8501", "192.168.1.7:8501", False),
        ("null", "localhost:8501", False),
        ("http://[", "localhost:8501", False),
    ],
)
def test_pages_of_other_sites_may_not_connect_and_nobody_is_asked(monkeypatch, origin, host, allowed):
    monkeypatch.setattr("socket.getaddrinfo", lambda *asked: pytest.fail(f"looked up {asked}"))
    monkeypatch.setattr("requests.get", lambda *asked, **more: pytest.fail(f"asked {asked}"))
    assert hosts.may_connect(origin, host) is allowed


def test_a_trusted_origin_may_connect(setting):
    setting("server.corsAllowedOrigins", ["https://course.example.edu"])
    assert hosts.may_connect("https://course.example.edu", "localhost:8501")
    assert not hosts.may_connect("https://other.example.edu", "localhost:8501")


@pytest.mark.parametrize(
    ("path", "headers", "status", "words"),
    [
        ("/_stcore/stream", {"origin": "https://evil.example"}, 403, "Pages of other sites"),
        ("/_stcore/stream", {"host": "evil.example", "origin": "https://evil.example"}, 421, "evil.example"),
        ("/refuse", {}, 403, "refused"),
    ],
)
def test_refused_connections_have_words_and_headers(path, headers, status, words):
    async def refused():
        return await Connection(gated(), path, headers).answer()

    answer = asyncio.run(refused())
    assert answer.status == status and words in answer.text
    assert all(name in answer.headers for name in CARRIED)


def test_no_more_are_let_in_than_there_are_descriptors_for(monkeypatch):
    for room, most in ((20_000, settings.MOST_VISITORS), (1_024, 206), (64, 1)):
        monkeypatch.setattr(gate, "make_room", lambda room=room: room)
        assert Gate(hello).most == most


def test_when_all_places_are_taken_newcomers_read_so_and_a_place_comes_back(monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MOST_VISITORS", "1")

    async def come_and_go():
        app = gated()
        first = Connection(app, "/_stcore/stream")
        assert (await first.next())["type"] == "websocket.accept"
        full = await asyncio.to_thread(get, app, "/", headers=PAGE)
        assert (full.status, full.text) == (503, "All 1 places of this server are taken. Come back in a minute.")
        needed = await asyncio.to_thread(get, app, "/lib/address")
        assert needed.status == 200, "who is in needs it"
        assert (await Connection(app, "/_stcore/stream").answer()).status == 503
        await first.close()
        again = await asyncio.to_thread(get, app, "/", headers=PAGE)
        assert again.status == 200

    asyncio.run(come_and_go())


def test_the_rest_of_a_request_has_a_time_to_arrive(monkeypatch):
    monkeypatch.setattr(gate, "ARRIVAL", 0.05)
    app = gated()
    parts = [{"type": "http.request", "body": b"half", "more_body": True}]
    sent = []

    async def receive():
        return parts.pop() if parts else await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    async def ask():
        await asyncio.wait_for(app(scope_of("http", "/upload") | {"method": "PUT"}, receive, send), 5)

    asyncio.run(ask())
    assert sent[0]["status"] == 408
    assert {name.encode() for name in CARRIED} <= {name for name, _ in sent[0]["headers"]}


def test_the_player_makes_no_program_of_a_text():
    """The policy would refuse it: what units answer is computed by functions that are part of the player."""
    assert not re.search(r"\bnew Function\b|\beval\(|set(?:Timeout|Interval)\([\"'`]", PLAYER.files[BUNDLE].decode())
    assert "tanh: (a, n, units, learned) =>" in PLAYER.files[BUNDLE].decode()


def test_the_app_stands_behind_the_gate():
    assert settings.most_visitors() == settings.MOST_VISITORS
    assert len(gate._inline()) == 1, "Streamlit's page has one script in it"
