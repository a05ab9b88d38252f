"""Which numbers of a configuration can vary along an axis."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from training.many import grid, networks
from training.many.axes import FEW_WIDTHS, Axis, around, few_widths, field, known, put
from training.many.search import config as searches
from training.many.search import points
from training.network.config import decode as network_of
from training.network.train import train
from training.race.config import decode as race_of
from ui.network.search import compute
from ui.network.search.header import search_header
from ui.network.search.page import PAGE

TECHNIQUES = "dropout=inverted&penalty=elastic&init=normal&bias=random&norm=batch&augment=jitter&noisew=0.1"


@pytest.mark.parametrize(
    ("decode", "link", "names"),
    [
        (race_of, "surface=bowl&a=momentum", "lr beta x y noise condition rotation seed"),
        (race_of, "surface=bowl&a=adam&a.lr.schedule=cosine", "lr b1 b2 lr.schedule.floor lr.schedule.first"),
        (race_of, "surface=ravine&a=sgd&a.clip=norm", "lr clip.at"),
        (race_of, "surface=regression_raw&a=sgd&batch=4", "lr batch seed noise"),
        (
            network_of,
            f"a=adam&hidden=8,8&{TECHNIQUES}",
            "lr b1 gain initvalue biasvalue width batch lambda elasticbeta keep keepin seed dataseed noise examples "
            "augmentby noisein noisew turn shiftangle",
        ),
        (network_of, "a=momentum&a.lr.schedule=staircase&a.clip=norm", "lr.schedule.every lr.schedule.rate clip.at"),
    ],
)
def test_every_number_can_vary_and_changes_the_run(decode, link, names):
    config, said = decode(link)
    numbers = known(config, config.choices["a"])
    assert said == [] and {*names.split()} <= {*numbers}
    for name in names.split():
        low, high = around(numbers[name].range, 0.0, 8)
        assert low < high and len({put(config, "a", name, value) for value in (low, high)}) == 2


def test_width_is_that_of_every_hidden_layer_and_each_cell_a_single_training():
    network = network_of("data=moons&examples=40&hidden=4,6&steps=12&batch=8&a=momentum")[0]
    found = grid(network, ("lr", 0.01, 0.1, 2), ("width", 3, 5, 2))
    assert found["width"].tolist() == [3, 5]
    for row, width in enumerate((3, 5)):
        one = put(put(network, "a", "width", width), "a", "lr", 0.1)
        assert one.hidden == (width, width)
        loss = train(one, one.choices["a"]).figures.train_loss[-1]
        assert found["train_loss"][row, 1] == pytest.approx(loss, rel=2e-6)
    search, said = searches.decode(str(found["link"]))
    assert said == [] and (search.yaxis, search.yfrom, search.yto) == ("width", 3, 5) and field("width") == "hidden"
    assert "width" not in known(network_of("hidden=none&a=sgd")[0], network_of("a=sgd")[0].choices["a"])


def test_a_search_tries_few_widths_and_each_opens_as_its_own_network():
    search, said = searches.decode("hidden=4,6&a=sgd&b=sgd&b.hidden=9&budget=64&yaxis=width")
    assert said == [] and (search.yfrom, search.yto, search.yscale) == (2, 64, "log")
    values = points.point(search, np.random.RandomState(0).uniform(size=(64, 2)))[:, 1]
    grid = points.point(replace(search, method="grid"), np.linspace(0, 1, 16).reshape(-1, 2))[:, 1]
    assert grid.tolist() == [3, 4, 6, 10, 16, 25, 40, 64]  # side by side on the picture
    assert {*values} <= {2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64} and len({*values}) > 8
    assert few_widths(Axis("width", 9, 11, 2, "log"), np.array([9.2, 10.6])).tolist() == [9, 11]
    assert {*few_widths(Axis("width", 33, 47, 9, "log"), np.linspace(33, 47, 99))} == {*range(33, 48, 2)}
    for low, high in combinations(range(1, 129), 2):  # there are some between any two
        tried = {*few_widths(Axis("width", low, high, 9, "log"), np.linspace(low, high, 99))}
        assert min(high - low + 1, 4) <= len(tried) <= len(FEW_WIDTHS) and low <= min(tried) <= max(tried) <= high
    ends = networks.Ends(*np.ones((7, 1)))
    tried = compute.Tried(np.ones((1, 2)), np.array([[0.1, 12.0]]), ends, 64)
    header = search_header(search, {"a": tried, "b": tried})
    assert header["fields"]["y"] == ["hidden", False] and not any(name == "hidden" for name, _ in header["base"])
    assert [one["texts"] for one in header["runners"]] == [{"y": ["12,12"]}, {"y": ["12"]}]
    assert "hidden" in PAGE.compares.rows(searches.decode("a=sgd")[0]) and "hidden" not in PAGE.compares.rows(search)
    wide = searches.decode("hidden=4,6&steps=2000&batch=128&a=sgd&yaxis=width&yto=512")[0]
    assert searches.allowed(wide) < searches.allowed(search)
