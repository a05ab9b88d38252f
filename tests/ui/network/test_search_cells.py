"""Where the cells of a search by a grid lie."""

import numpy as np

from training.many.networks import Ends
from training.many.search.config import decode
from ui.network.search.compute import Tried
from ui.network.search.header import search_header


def test_the_cells_of_a_grid_over_seeds_lie_side_by_side():
    search = decode("data=circles&budget=9&method=grid&a=sgd&xaxis=lr&yaxis=seed&yfrom=0&yto=2")[0]
    middles = np.array([[x, y] for y in (1, 3, 5) for x in (1, 3, 5)]) / 6
    values = np.column_stack([np.tile([0.001, 0.01, 0.1], 3), np.repeat([0.0, 1.0, 2.0], 3)])
    ends = Ends(*(np.zeros(9) for _ in Ends._fields))
    (runner,) = search_header(search, {"a": Tried(middles, values, ends, 9)})["runners"]
    assert runner["cells"] == 3 and runner["numbers"]["y"] == values[:, 1].tolist()
    np.testing.assert_allclose(runner["shares"]["y"], middles[:, 1], rtol=1e-6)
