"""The stand-alone page: no module is missing, no name clashes, and nothing is asked of a network."""

import base64
import gzip
import json
import re
import struct

import pytest

from locales import LANGUAGES
from tests.ui.player.test_component import unpack
from training.race.config import default_race
from ui.looks.sizes import scaled
from ui.player.assets import BUNDLE, ENTRIES, PLAYER, bundle_of
from ui.player.bundle import scope
from ui.player.export import modules
from ui.race.export import html

LIVE_ONLY = (
    "pages/standings.js",
    "pictures/race.js",
    "pictures/network.js",
    "vendor/gifenc.js",
    "vendor/mediabunny.js",
    "pages/address.js",
    "pages/copied.js",
    "pages/buttons.js",
    "pages/fields.js",
    "pages/formulas.js",
    "pages/popups.js",
    "pages/basins.js",
    "pages/sketch.js",
    "pages/sketchedits.js",
    "pages/matrix.js",
    "pages/matrixcells.js",
    "pages/matrixgrid.js",
    "pages/matrixkeys.js",
    "pages/matrixlook.js",
    "pages/matrixpaths.js",
    "pages/lesson.js",
    "pages/maplayout.js",
    "pages/notes.js",
    "draw/matcher.js",
    "pages/mapcolours.js",
    "pages/mapkind.js",
    "pages/mapframe.js",
    "pages/mapaxes.js",
    "pages/mapzoom.js",
    "pages/mapback.js",
    "draw/kept.js",
    "pages/mapmarks.js",
    "pages/search.js",
    "pages/points.js",
    "pages/schedulechart.js",
    "pages/pointedits.js",
    "pages/triallines.js",
    "pages/trialmarks.js",
    "pages/trials.js",
    "pages/sensitivity.js",
    "pages/sensitivitycells.js",
    "pages/theorymarks.js",
    "pages/initialization.js",
    "network/untrained.js",
    "pages/finder.js",
    "pages/figures.js",
    "panels/figures.js",
    "draw/sheet.js",
    "engine/guard.js",
    "widget.js",
    "pages/pageframe.js",
    "pages/languages.js",
    "pages/presses.js",
    "pages/swipes.js",
    *map(bundle_of, LANGUAGES),
)  # only where there is a server


@pytest.fixture(scope="module")
def page():
    return html(default_race())


def embedded(page, name):
    return gzip.decompress(base64.b64decode(re.search(rf'id="{name}">([^<]*)<', page)[1]))


def test_every_module_is_in_the_script_and_none_asks_for_another():
    without = ("initialization", "crowd")  # a player
    scripts = [modules(), *(modules(ENTRIES[page]) for page in without)]
    for name in PLAYER.files:
        if name.endswith(".js") and name not in LIVE_ONLY:
            assert any(f"const {scope(name)} = " in script for script in scripts), name
    for script in scripts:
        assert not re.search(r"^\s*(import|export)\b(?!\()", script, re.MULTILINE)
    whole = PLAYER.files[BUNDLE].decode()  # what the app loads; it exports its entries, in one line
    assert len(re.findall(r"^\s*(?:import|export)\b(?!\()", whole, re.MULTILINE)) == 1


def test_all_styles_are_in(page):
    styles = PLAYER.styles()
    assert styles in page and all(scaled(style) in styles for style in PLAYER.texts(".css").values())
    assert "@import" not in styles and "url(" not in styles.replace("url(data:", "").replace("url(#", "")


def test_nothing_is_loaded_from_anywhere(page):
    shell = re.sub(r'(id="(?:data|plotly)">)[^<]*<', r"\1<", page)
    addresses = set(re.findall(r"https?://[\w./-]+", shell))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
    assert not re.search(r"<(script|img|link|iframe)[^>]*\s(src|href)=", shell)


def test_the_data_are_the_race_with_the_update_of_every_runner(page):
    blob = embedded(page, "data")
    header = json.loads(blob[4 : 4 + struct.unpack("<I", blob[:4])[0]])
    assert header["kind"] == "race" and header["steps"] == default_race().steps
    assert set(header["insides"]) == {runner["slot"] for runner in header["runners"]} == set("abcdef")
    assert all(inside["lines"] for inside in header["insides"].values())


def test_who_is_hidden_is_not_in_the_page_and_is_named(page):
    race = default_race()
    found = unpack(embedded(html(race, hidden=frozenset("bf")), "data"))
    assert [runner["slot"] for runner in found["runners"]] == [*found["insides"]] == list("acde")
    assert not {event["slot"] for event in found["milestones"]} & {*"bf"}
    assert found["pick"] == found["inside"]["slot"] == "a"
    assert found["subtitle"].endswith("each, Momentum and Adam hidden")
    assert found["link"].endswith("&hide=b,f")


def test_plotly_is_in_the_page(page):
    assert b"plotly.js v" in embedded(page, "plotly")[:200]


def test_the_same_race_gives_the_same_file(page):
    assert html(default_race()) == page
