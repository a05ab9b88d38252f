"""The stand-alone page of a network's pictures: what the page shows, in one small file."""

from dataclasses import replace

import pytest

from tests.ui.player.test_component import unpack
from tests.ui.player.test_export import embedded
from training.initialization.config import DEFAULT, decode
from ui.initialization.export import html
from ui.initialization.page import PAGE
from ui.work.pool import Dropped
from ui.work.visitors import Guest


def test_the_pictures_and_their_words_are_in_it():
    for axis in ("values", "sizes"):
        deep = replace(DEFAULT, width=30, depth=12, examples=50, axis=axis)
        page = html(deep)
        found = unpack(embedded(page, "data"))
        assert decode(found["link"]) == (deep, []) and "12 layers of 30" in found["title"]
        assert [picture["text"] for picture in found["histograms"]] == ["Activations, forward", "Gradients, backward"]
        assert "10 of 12 layers" in found["histograms"][0]["note"] and len(found["charts"]) == 3
        assert any("seed 7" in words for words in found["words"])
        assert 'id="plotly"></script>' in page and len(page) < 1_000_000
    assert PAGE.export.name(DEFAULT) == "initialization-tanh-normal.html"


def test_nothing_more_is_measured_for_a_guest_who_has_left():
    class Impatient(Guest):
        looks = 0

        def pause(self):
            self.looks += 1
            self.left = self.looks == 5

    guest = Impatient()
    with pytest.raises(Dropped):
        html(replace(DEFAULT, width=20, depth=12, examples=50, init="orthogonal"), guest)
    assert guest.looks == 5
