"""The routes, asked as a browser asks them, and that nothing but the named files can be had."""

import gzip
import json
import re
import socket
import tomllib
from functools import partial
from pathlib import Path

import pytest
from starlette.applications import Starlette

from tests.asgi import get
from training.race.config import default_race, encode
from ui.looks.identity import SPARE
from ui.looks.style import SHEET
from ui.pages import PAGES
from ui.player.assets import BUNDLE, GUARD, PLAYER, PLOTLY_URL, Folder, plotly_path
from ui.player.loading import loader
from ui.server import routes
from ui.session import addresses, locks
from ui.session.changes import veiled
from ui.widgets import cards

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def ask():
    return partial(get, Starlette(routes=routes.routes()))


def test_every_page_comes_under_the_name_of_the_app_and_is_guarded(ask):
    for page in PAGES.values():
        answer = ask(f"/{page.url}")
        assert answer.headers["cache-control"] == "no-cache"
        assert "<title>Optimizer Playground</title>" in answer.text and "<title>Streamlit" not in answer.text
        assert answer.text.count(f'src="{PLAYER.url(GUARD)}"') == 1 and answer.text.count('id="root"') == 1
        assert answer.text.count(SHEET) == 1 and answer.text.index(SHEET) > answer.text.index('id="root"')


def test_every_file_of_the_player_is_served_forever_and_compressed(ask):
    for name, content in PLAYER.files.items():
        answer = ask(PLAYER.url(name))
        assert answer.status == 200 and answer.content == content
        assert answer.headers["content-encoding"] == "gzip"
        assert "immutable" in answer.headers["cache-control"]
        plain = ask(PLAYER.url(name), headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers and plain.content == content
    assert ask(PLAYER.url("main.js")).headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("name", ["nothing.js", "..%2f..%2fapp.py", "%2e%2e/app.py", "..\\..\\app.py", "main.js/x"])
def test_nothing_else_can_be_had(ask, name):
    assert ask(f"/lib/player/{PLAYER.hash}/{name}").status == 404


def test_another_version_is_not_served_under_this_one_and_never_kept(ask):
    answer = ask("/lib/player/0123456789abcdef/main.js")
    assert answer.status == 404 and "cache-control" not in answer.headers


def test_the_hash_is_over_names_and_contents(tmp_path):
    (tmp_path / "a.js").write_text("1")
    one = Folder(tmp_path).hash
    (tmp_path / "b.css").write_text("")
    two = Folder(tmp_path).hash
    (tmp_path / "a.js").write_text("2")
    assert len({one, two, Folder(tmp_path).hash}) == 3


def test_plotly_comes_out_of_the_installed_package(ask):
    answer = ask(PLOTLY_URL)
    assert answer.headers["content-encoding"] == "gzip" and "immutable" in answer.headers["cache-control"]
    assert answer.content == plotly_path().read_bytes()


def test_a_qr_code_is_a_picture_and_too_much_is_a_sentence(ask):
    link = f"http://192.0.2.7:8501/?{encode(default_race())}"
    answer = ask("/lib/qr.svg", params={"text": link})
    assert answer.headers["content-type"] == "image/svg+xml" and answer.text.startswith("<svg")
    for text in ("", "x" * 2954, "\U0001f600" * 1500):
        bad = ask("/lib/qr.svg", params={"text": text})
        assert bad.status == 400 and bad.text.endswith(".") and len(bad.text) < 100
    assert ask("/lib/qr.svg", params={"text": "x" * 2953}).status == 200


def test_a_link_is_shortened_for_its_page_and_others_are_left_alone(ask):
    def short(page, link):
        return ask("/lib/short", params={"page": page, "link": link}).text

    assert short("race", f"{encode(default_race())}&hide=b") == "v=1&hide=b"
    held = locks.Locks(("surface",))
    assert short("race", locks.linked(encode(default_race()), held, "race")) == locks.linked("v=1", held, "race")
    assert short("network", "data=moons&hidden=8&a=adam") == "v=1&data=moons&hidden=8&a=adam"
    assert short("initialization", "gain=2") == "v=1&gain=2"
    assert [short("all", link) for link in ("on=ravine", "on=beale")] == ["on=ravine", "on=beale"]
    assert (short("schedules", "rate=1"), short("nowhere", "x=1")) == ("v=1&rate=1", "x=1")
    assert short("race", "x" * 30_000) == "x" * 30_000


def test_addresses_leave_out_this_machine_only(ask, monkeypatch):
    monkeypatch.setattr(addresses, "lan_hosts", lambda: ["192.0.2.9", "198.51.100.4"])
    found = json.loads(ask("/lib/address").text)["urls"]
    assert found == ["http://192.0.2.9:8501/", "http://198.51.100.4:8501/"]
    named = json.loads(ask("/lib/address", headers={"Host": "class.example:8080"}).text)["urls"]
    assert named[0] == "http://class.example:8080/"


def test_finding_addresses_sends_nothing(monkeypatch):
    class Silent(socket.socket):
        def __getattribute__(self, name):
            assert not name.startswith(("send", "recv")), name
            return super().__getattribute__(name)

    monkeypatch.setattr(socket, "socket", Silent)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a: pytest.fail("a name was looked up"))
    for host in addresses.lan_hosts():
        assert re.fullmatch(r"\d+(\.\d+){3}", host) and not host.startswith("127.")


def test_marks_are_pictures_of_known_optimizers(ask):
    answer = ask("/lib/mark/adam-light.svg")
    assert answer.headers["content-type"] == "image/svg+xml" and "#CC4014" in answer.text
    assert "#F1543A" in ask("/lib/mark/adam-dark.svg").text
    assert SPARE[8][1] in ask("/lib/mark/adam-dark-12-8.svg").text
    for name in (
        "nobody-light.svg",
        "adam-pink.svg",
        "adam-light.png",
        "adam-light-99-0.svg",
        "adam-light-2-9.svg",
        "adam-light.svg.js",
    ):
        assert ask(f"/lib/mark/{name}").status == 404


@pytest.mark.parametrize("path", ["", "/race"])
def test_a_race_is_a_download(ask, path):
    answer = ask(f"/lib/export{path}?{encode(default_race())}")
    assert answer.headers["content-disposition"] == 'attachment; filename="race-on-beale.html"'
    assert answer.text.startswith("<!doctype html>")
    assert ask("/lib/export?surface=%00&a=<script>").status == 200


FILES = [  # what each of them has, and the language in which it has it
    ("csv", "race-on-beale.csv", "text/csv", "0,0,a,SGD,1.0,1.5,"),
    ("code", "race_on_beale.py", "text/x-python", "A race on Beale"),
    ("rules", "race_on_beale.tex", "application/x-tex", r"\section*{Ein Rennen: Beale}"),
]


@pytest.mark.parametrize("file, name, media, words", FILES)
def test_a_race_is_text_to_take_home_in_the_language_of_who_asks_or_in_english(ask, file, name, media, words):
    link = encode(default_race())
    answer = ask(f"/lib/export/race/{file}?{link}", headers={"Accept-Language": "de"})
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"
    assert words in answer.text
    assert ask(f"/lib/export/race/{file}?{encode(veiled(default_race(), True))}").status == 404  # it would tell names


@pytest.mark.parametrize("path", ["race/nothing", "schedules/csv", "nowhere/csv"])
def test_no_other_file_of_a_page_can_be_had(ask, path):
    assert ask(f"/lib/export/{path}").status == 404


@pytest.mark.parametrize("page", ["schedules", "nowhere"])
def test_a_page_without_a_file_says_so(ask, page):
    answer = ask(f"/lib/export/{page}")
    assert answer.status == 404 and answer.text.endswith(".")


def test_the_loader_is_short_and_names_the_current_files():
    lines = loader("player", "en")
    assert len(lines) < 800 and PLAYER.url(BUNDLE) in lines
    assert PLAYER.url("bundle.de.js") in loader("player", "de")
    assert "\n" in lines.strip()  # without a line break Streamlit takes it for a path


def test_the_application_is_short_and_starts_with_streamlit_run():
    app = (ROOT / "app.py").read_text()
    assert len(app.splitlines()) < 60
    assert app.index("JAX_COMPILATION_CACHE_DIR") < app.index("import streamlit")


def test_the_settings_let_nothing_out():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["browser"]["gatherUsageStats"] is False
    assert config["browser"]["serverAddress"]  # else a headless server asks for its address outside
    assert config["server"]["headless"] is True
    for theme in ("light", "dark"):
        assert not any("http" in str(value) for value in config["theme"][theme].values())
        assert config["theme"][theme]["sidebar"]["backgroundColor"] != config["theme"][theme]["backgroundColor"]


def test_compression_is_the_same_each_time():
    assert gzip.decompress(PLAYER.compressed["main.js"]) == PLAYER.files["main.js"]
    assert Folder(ROOT / "assets" / "player").compressed == PLAYER.compressed


def test_the_room_comes_first_and_localhost_is_the_labelled_second(monkeypatch):
    monkeypatch.setattr(addresses, "lan_hosts", lambda: ["192.0.2.9"])
    both = cards.pages("http://localhost:8501/network")
    assert both == {cards.ROOM: "http://192.0.2.9:8501/network", cards.HERE: "http://localhost:8501/network"}
    assert list(both) == [cards.ROOM, cards.HERE]
    assert cards.pages("https://class.example/lab") == {"": "https://class.example/lab"}
    monkeypatch.setattr(addresses, "lan_hosts", lambda: [])
    assert list(cards.pages("http://127.0.0.1:8501")) == [cards.HERE]
