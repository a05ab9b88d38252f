"""The page of all optimizers: everybody who can run is there, on equal gradients."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from optimizers import OPTIMIZERS
from surfaces import SURFACES
from ui.crowd import STEPS, crowd, missing


@pytest.mark.parametrize("surface", sorted(SURFACES))
def test_everybody_races_or_has_a_reason(surface):
    race = crowd(surface)
    for name in OPTIMIZERS:
        assert (name in race.choices) != bool(missing(name, SURFACES[surface]))
    assert race.steps == STEPS and (race.x, race.y) == SURFACES[surface].start


def test_the_page_shows_all_of_them():
    page = AppTest.from_file("../ui/views/all.py", default_timeout=300).run()
    assert not page.exception
    blob = page.get("bidi_component")[0].proto.bytes
    header = json.loads(blob[4 : 4 + int.from_bytes(blob[:4], "little")])
    assert [runner["slot"] for runner in header["runners"]] == [slot for slot, _ in crowd("beale").slots]
    assert header["link"] == "on=beale"
    assert len(page.get("bidi_component")) == 2  # the player and the standings
