"""Which weights a penalty prefers, against the minimum and the descent to it."""

import numpy as np
import pytest

from training.parts.preferred import BETA, NAMES, descended, preferred

ENDS = {
    "l2": lambda much: np.full(4, 1 / (4 + 2 * much)),
    "l1": lambda much: np.array([1 - much, 0, 0, 0]),
    "elastic": lambda much: np.full(4, (1 - much) / (4 + 2 * BETA * much)),
}


@pytest.mark.parametrize("name", NAMES)
def test_descent_ends_where_the_slope_is_zero(name):
    for much in (0.05, 0.5, 0.95, 1):
        assert preferred(name, much).end == pytest.approx(ENDS[name](much), abs=1e-9)
        assert descended(name, much) == pytest.approx(ENDS[name](much), abs=1e-5)
    assert (preferred(name, 0).end == [1, 0, 0, 0]).all() and (descended(name, 0) == [1, 0, 0, 0]).all()
