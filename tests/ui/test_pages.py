"""The table of pages, and what the browser's tab says of each."""

from dataclasses import replace
from pathlib import Path

import pytest

import ui
from training.initialization.config import DEFAULT
from training.network.config import default_network
from training.race.config import decode, default_race
from ui.pages import PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_its_row_says(name):
    page = PAGES[name]
    assert page.name == name and (Path(ui.__file__).parent / page.view).is_file()
    assert len({other.url for other in PAGES.values()}) == len(PAGES)
    assert (page.decode is None) == (page.encode is None)
    if page.decode is None:
        return
    config, sentences = page.decode("")
    assert sentences == [] and page.decode(page.encode(config)) == (config, [])
    assert page.tab(config)
    for key, preset in page.presets.items():
        assert preset.name == key and page.decode(page.encode(preset.config)) == (preset.config, [])


def test_a_race_is_called_by_its_surface_and_its_optimizers():
    tab = PAGES["race"].tab
    assert tab(default_race()) == "Beale: SGD, Momentum, Nesterov and 3 more"
    assert tab(decode("surface=formula&formula=x**2%2By**2&a=adam")[0]) == "x**2+y**2: Adam"
    assert tab(decode("surface=saddle&a=none")[0]) == "Saddle"


def test_a_network_is_called_by_its_data_its_layers_and_its_optimizers():
    network, tab = default_network(), PAGES["network"].tab
    assert tab(network) == "Two spirals, 32, 32, 32 tanh: Adam, Nesterov, SGD"
    assert tab(replace(network, hidden=(), slots=())) == "Two spirals, no hidden layer"


def test_deep_layers_are_called_by_what_they_are():
    tab = PAGES["initialization"].tab
    assert tab(DEFAULT) == "10 layers of 500, tanh, Normal"
    assert tab(replace(DEFAULT, depth=1)) == "1 layer of 500, tanh, Normal"
