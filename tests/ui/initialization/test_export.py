"""The stand-alone page of a network's pictures: what the page shows, in one small file."""

from dataclasses import replace

from tests.ui.player.test_component import unpack
from tests.ui.player.test_export import embedded
from training.initialization.config import DEFAULT, decode
from ui.initialization.export import html
from ui.initialization.page import PAGE


def test_the_pictures_and_their_words_are_in_it():
    for axis in ("values", "sizes"):
        deep = replace(DEFAULT, width=30, depth=12, examples=50, axis=axis)
        page = html(deep)
        found = unpack(embedded(page, "data"))
        assert decode(found["link"]) == (deep, []) and "12 layers of 30" in found["title"]
        assert [picture["text"] for picture in found["histograms"]] == ["Activations, forward", "Gradients, backward"]
        assert "10 of 12 layers" in found["histograms"][0]["note"] and len(found["figures"]) == 3
        assert any("seed 7" in words for words in found["words"])
        assert 'id="plotly"></script>' in page and len(page) < 1_000_000
    assert PAGE.export.name(DEFAULT) == "initialization-tanh-normal.html"
