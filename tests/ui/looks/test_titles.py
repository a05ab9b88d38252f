"""The browser's tab says what is on the page."""

from dataclasses import replace

from training.initialization.config import DEFAULT
from training.network.config import default_network
from training.race.config import decode, default_race
from ui.looks import titles


def test_a_race_is_called_by_its_surface_and_its_optimizers():
    assert titles.of_race(default_race()) == "Beale: SGD, Momentum, Nesterov and 3 more"
    assert titles.of_race(decode("surface=formula&formula=x**2%2By**2&a=adam")[0]) == "x**2+y**2: Adam"
    assert titles.of_race(decode("surface=saddle&a=none")[0]) == "Saddle"


def test_a_network_is_called_by_its_data_its_layers_and_its_optimizers():
    network = default_network()
    assert titles.of_network(network) == "Two spirals, 32, 32, 32 tanh: Adam, Nesterov, SGD"
    assert titles.of_network(replace(network, hidden=(), slots=())) == "Two spirals, no hidden layer"


def test_deep_layers_are_called_by_what_they_are():
    assert titles.of_deep(DEFAULT) == "10 layers of 500, tanh, Normal"
    assert titles.of_deep(replace(DEFAULT, depth=1)) == "1 layer of 500, tanh, Normal"
