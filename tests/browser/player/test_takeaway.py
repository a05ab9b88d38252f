"""What is taken away works without the app: the race as one HTML file, the stage as a picture."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from tests.browser.visitor import Visitor
from training.race.config import default_race


def taken(guest, entry):
    """The file that an entry of the menu saves."""
    guest.player.get_by_role("button", name="Take away").click()
    with guest.page.expect_download() as download:
        guest.player.get_by_role("button", name=entry).click()
    return download.value


def test_the_html_file_plays_from_disk_without_a_request(guest, browser, tmp_path):
    guest.until("Number(player.dataset.step) > 0")
    path = tmp_path / "race.html"
    taken(guest, "One HTML file").save_as(path)
    offline = Visitor(browser.new_context(offline=True, viewport={"width": 1440, "height": 900}).new_page(), "")
    try:
        offline.page.goto(path.as_uri())
        offline.until("player.dataset.playing === 'true' && Number(player.dataset.step) > 5")
        assert offline.steps == default_race().steps
        offline.scrub(20)
        assert [a for a in offline.requests if a != path.as_uri() and not a.startswith(("data:", "blob:"))] == []
        assert offline.errors == []
    finally:
        offline.close()


def test_the_picture_shows_the_stage(guest):
    guest.pause()
    guest.scrub(60)
    download = taken(guest, "Picture")
    assert download.suggested_filename == "race-beale-step-60.png"
    with open(download.path(), "rb") as file:
        pixels = np.asarray(Image.open(io.BytesIO(file.read())).convert("RGB"))
    assert min(pixels.shape[:2]) > 400
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 50
