"""Where the cells of a search by a grid lie."""

import numpy as np

from training.many.networks import Ends
from training.many.search import points
from training.many.search.config import decode
from ui.network.search.compute import Tried
from ui.network.search.header import search_header
from ui.network.search.lines import found_of


def test_few_whole_numbers_have_few_wide_cells_and_are_one_line_each_over_the_rate():
    search = decode("data=moons&hidden=8&budget=16&method=grid&a=sgd&xaxis=lr&yaxis=width&yfrom=5&yto=6")[0]
    shares = points.tried(search, np.zeros(0))
    values = points.point(search, shares)
    loss = values[:, 1] + np.log10(values[:, 0])
    tried = Tried(shares, values, Ends(*(loss for _ in Ends._fields)), points.count(search))
    (runner,) = search_header(search, {"a": tried})["runners"]
    assert runner["cells"] == [4, 2] and {*values[:, 1]} == {5, 6}
    line = found_of(search, "a", tried)
    np.testing.assert_allclose(line.numbers, values[:4, 0])
    np.testing.assert_allclose(line.found.middle, 5 + np.log10(line.numbers))


def test_the_cells_of_a_grid_over_seeds_lie_side_by_side():
    search = decode("data=circles&budget=9&method=grid&a=sgd&xaxis=lr&yaxis=seed&yfrom=0&yto=2")[0]
    middles = np.array([[x, y] for y in (1, 3, 5) for x in (1, 3, 5)]) / 6
    values = np.column_stack([np.tile([0.001, 0.01, 0.1], 3), np.repeat([0.0, 1.0, 2.0], 3)])
    ends = Ends(*(np.zeros(9) for _ in Ends._fields))
    (runner,) = search_header(search, {"a": Tried(middles, values, ends, 9)})["runners"]
    assert runner["cells"] == [3, 3] and runner["numbers"]["y"] == values[:, 1].tolist()
    np.testing.assert_allclose(runner["shares"]["y"], middles[:, 1], rtol=1e-6)
