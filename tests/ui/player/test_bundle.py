"""The player's modules as one script: none is missing, no name clashes, and the source map leads back to every line."""

import json
import re

import pytest

from locales import LANGUAGES
from ui.player.assets import BUNDLE, PLAYER, bundle_of
from ui.player.bundle import IMPORT, bundle, scope, source_map

APART = {  # asked for where they are needed
    "pictures/race.js",
    "pictures/network.js",
    "engine/guard.js",
    "widget.js",
    "vendor/gifenc.js",
    "vendor/mediabunny.js",
    *map(bundle_of, LANGUAGES),
}
SOURCES = {
    "main.js": 'import { a, b as c } from "./x.js";\nexport function mount() {\n  return a + c;\n}\n',
    "x.js": 'import {\n  a as other,\n  text,\n} from "./y.js";\nexport const a = 1;\nexport class b {}\n',
    "y.js": "export async function a() {}\nexport const text = 'export const a';\n",
    "table.js": 'import { text } from "./y.js";\nexport const rows = text;\n',
    "unused.js": "export const nobody = 1;\n",
}


def test_bundle_renames_wraps_and_orders():
    script = bundle(SOURCES, "main.js", "table.js")
    order = ["module_y", "module_x", "module_main", "module_table"]
    assert re.findall(r"^const (module_\w+) = ", script, re.MULTILINE) == order
    assert "const { a, b: c } = module_x;" in script
    assert "const {\n  a: other,\n  text,\n} = module_y;" in script
    assert "return { a, b };" in script and "return { a, text };" in script and "return { mount };" in script
    assert "'export const a'" in script and "nobody" not in script


def test_a_circle_of_imports_is_named():
    sources = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}
    with pytest.raises(ValueError, match=r"a\.js -> b\.js -> a\.js"):
        bundle(sources, "a.js")


@pytest.mark.parametrize("sources", [SOURCES, PLAYER.texts(".js")], ids=["small", "player"])
def test_the_source_map_leads_to_the_same_line(sources):
    entries = [name for name in ("main.js", "table.js", "pages/standings.js") if name in sources]
    lines = bundle(sources, *entries).split("\n")
    sections = json.loads(source_map(sources, *entries))["sections"]
    assert len(sections) == sum(line.startswith("const module_") and line.endswith("(() => {") for line in lines)
    for section in sections:
        (name,) = section["map"]["sources"]
        own = IMPORT.sub(lambda found: "\n" * found[0].count("\n"), sources[name]).split("\n")
        assert section["map"]["mappings"].count(";") == len(own) - 1
        joined = lines[section["offset"]["line"] :][: len(own)]
        for line, original in zip(joined, own, strict=True):
            assert not original or line == original.removeprefix("export ")


def test_the_page_gets_every_module_and_style_in_one_file():
    script = PLAYER.files[BUNDLE].decode()
    for name in PLAYER.texts(".js"):
        if name not in APART:
            assert f"const {scope(name)} = " in script, name
    assert json.dumps(PLAYER.styles()) in script
    assert script.count("\nexport ") == 1 and not re.search(r"^import\b(?!\()", script, re.MULTILINE)
    assert f"\n//# sourceMappingURL={BUNDLE}.map" in script and f"{BUNDLE}.map" in PLAYER.files
