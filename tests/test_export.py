"""The stand-alone page: no module is missing, no name clashes, and nothing is asked of a network."""

import base64
import gzip
import json
import re
import struct

import pytest

from training.config import default_race
from ui.assets import PLAYER
from ui.export import LIVE_ONLY, bundle, html, modules, styles


@pytest.fixture(scope="module")
def page():
    return html(default_race())


def embedded(page, name):
    return gzip.decompress(base64.b64decode(re.search(rf'id="{name}">([^<]*)<', page)[1]))


def test_bundle_renames_wraps_and_orders():
    sources = {
        "main.js": 'import { a, b as c } from "./x.js";\nexport function mount() {\n  return a + c;\n}\n',
        "x.js": 'import { a as other } from "./y.js";\nexport const a = 1;\nexport class b {}\nconst own = other;\n',
        "y.js": "export async function a() {}\nexport const text = 'export const a';\n",
        "unused.js": "export const nobody = 1;\n",
    }
    script = bundle(sources, "main.js")
    assert re.findall(r"^const (module_\w+) = ", script, re.MULTILINE) == ["module_y", "module_x", "module_main"]
    assert "const { a, b: c } = module_x;" in script
    assert "const { a: other } = module_y;" in script
    assert "return { a, b };" in script and "return { a, text };" in script and "return { mount };" in script
    assert "'export const a'" in script and "nobody" not in script


def test_a_circle_of_imports_is_named():
    sources = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}
    with pytest.raises(ValueError, match=r"a\.js -> b\.js -> a\.js"):
        bundle(sources, "a.js")


def test_every_module_is_in_the_script_and_none_asks_for_another():
    script = modules()
    for name in PLAYER.files:
        if name.endswith(".js") and name not in LIVE_ONLY:
            assert f"const module_{name.removesuffix('.js').replace('-', '_')} = " in script, name
    assert not re.search(r"^\s*(import|export)\b(?!\()", script, re.MULTILINE)


def test_all_styles_are_in(page):
    assert styles() in page
    assert "@import" not in styles() and "url(" not in styles().replace("url(data:", "").replace("url(#", "")


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


def test_plotly_is_in_the_page(page):
    assert b"plotly.js v" in embedded(page, "plotly")[:200]


def test_the_same_race_gives_the_same_file(page):
    assert html(default_race()) == page
