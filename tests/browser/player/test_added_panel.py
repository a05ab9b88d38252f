"""A panel is one file and two lines, as CONTRIBUTING.md shows them, and follows the clock."""

from __future__ import annotations

import re

from tests.readme import PANEL, PANEL_IMPORT, PANEL_LINE
from tests.ui.player.test_component import header_of
from training.race.config import decode
from ui.player.assets import PLAYER
from ui.player.component import pack

RACE = "pages/race.js"


def with_panel(source):
    """The race page with the panel of the guide before its curves."""
    made = re.sub(r"(?=  const curves = )", f"  {PANEL_LINE}", source)
    return PANEL_IMPORT + made.replace("panels: [head, ", "panels: [head, left, ")


def test_a_panel_is_a_file_and_two_lines(stand):
    race = decode("surface=beale&steps=1000&a=sgd")[0]
    scripts = {"panels/left.js": PANEL, RACE: with_panel(PLAYER.texts(".js")[RACE])}
    page = stand(pack(header_of(race)), blobs={name: source.encode() for name, source in scripts.items()})
    left = page.locator(".op-left")
    page.keyboard.press("End")
    left.get_by_text("0 gradients left", exact=True).wait_for()
    page.keyboard.press("Home")
    left.get_by_text("1,000 gradients left", exact=True).wait_for()
    follows = "() => document.querySelector('.op-left').nextElementSibling.querySelector('canvas') !== null"
    assert page.evaluate(follows) and page.complaints == []
